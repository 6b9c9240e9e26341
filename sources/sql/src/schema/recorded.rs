//! The version of its schema that a database records, and whether this release works with it.

use ogrom_protocols::{Error, Result};
use semver::Version;

use super::{SchemaError, UnfitSchema};
use crate::{Database, Row, statements};

macro_rules! columns {
    (sqlite) => {
        "SELECT name FROM pragma_table_info('schema_version')"
    };
    (mysql) => {
        "SELECT column_name FROM information_schema.columns \
         WHERE table_schema = DATABASE() AND table_name = 'schema_version'"
    };
}

statements! { @listed
    COLUMNS = [{columns}];
    VERSION = ["SELECT version FROM schema_version WHERE only = 1"];
}

// === impl Database ===

impl Database {
    /// The version of its schema; absent where none is recorded.
    pub async fn schema(&self) -> Result<Option<Version>> {
        if self.latest_rows(COLUMNS.query()).await?.is_empty() {
            return Ok(None);
        }
        let rows = self.latest_rows(VERSION.query()).await?;
        let version = |row: &Row| row.text(0)?.parse().map_err(Error::corrupt);
        rows.first().map(version).transpose()
    }

    /// Whether this release works with its schema: with every version since that of this release's own migrations, until
    /// one takes something away.
    pub async fn fits(&self) -> std::result::Result<(), SchemaError> {
        let own = self.own_schema();
        let works_with = own.works_with();
        match self.schema().await? {
            Some(found) if works_with.matches(&found) => Ok(()),
            found => Err(UnfitSchema { found, works_with, own: own.version.clone() }.into()),
        }
    }
}
