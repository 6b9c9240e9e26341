//! The tables of the domain.

use ogrom_sources_sql::{Migration, Schema, migrations};
use semver::Version;

/// The tables of the domain, and their version.
pub static SCHEMA: Schema = Schema { version: Version::new(1, 5, 0), migrations: &[MIGRATIONS] };

/// They are older than [`SHARED`](ogrom_sources_sql::SHARED), so that the shared tables are among them.
pub(crate) const MIGRATIONS: &[Migration] = migrations!("../migrations":
    "0001_users"
    "0002_products"
    "0003_product_categories"
    "0004_product_prices"
    "0005_product_words"
    "0006_collages"
    "0007_collage_products"
    "0008_comments"
    "0009_likes"
    "0010_once_requests"
    "0011_schema_version"
    "0012_heartbeat"
    "0013_like_lists"
    "0014_schema_1_2_0"
    "0015_collage_counts"
    "0016_collage_counts_of_comments"
    "0017_schema_1_3_0"
    "0018_tombstones"
    "0019_product_changes"
);
