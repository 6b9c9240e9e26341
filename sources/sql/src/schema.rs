//! The schema of a database as a semantic version, which the database itself records.
//!
//! A migration that only adds (a table, a column that may be absent, an index) raises the minor version: a release that worked
//! with the schema before still does. One that takes something away raises the major version, and comes a release after
//! the last one that needed it. So the old and the new release work side by side on the schema that the new one brings,
//! while one takes over from the other, and when it has to give back.

mod recorded;

use ogrom_protocols::Error;
use semver::{Version, VersionReq};

pub(crate) use self::recorded::ALL;
use crate::Migration;

/// The tables of a domain.
#[derive(Debug)]
pub struct Schema {
    /// The version that the last migration records.
    pub version: Version,
    /// All migrations in their order, numbered from 1 through all lists. A new domain begins with
    /// [`SHARED`](crate::SHARED): `&[SHARED, migrations!("../migrations": "0001_notes")]`. Later migrations, and later lists, are
    /// appended.
    pub migrations: &'static [&'static [Migration]],
}

/// A schema that this release does not work with.
#[derive(Debug, thiserror::Error)]
#[error("its schema is {}, and this release works with {works_with}", Shown(found.as_ref()))]
#[non_exhaustive]
pub struct UnfitSchema {
    /// The version that the database records; absent where it has no tables of ours, or very old ones.
    pub found: Option<Version>,
    /// The versions that would fit.
    pub works_with: VersionReq,
    /// The version of this release's own migrations.
    pub own: Version,
}

/// Why a schema was not found to fit.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// It does not.
    #[error(transparent)]
    Unfit(#[from] UnfitSchema),
    /// The database does not say.
    #[error("its schema cannot be read")]
    Unreadable(#[from] Error),
}

struct Shown<'a>(Option<&'a Version>);

// === impl Schema ===

impl Schema {
    /// The versions that a release with this schema works with: every one since its own, until one takes something away.
    fn works_with(&self) -> VersionReq {
        let Version { major, minor, patch, .. } = self.version;
        let since = semver::Comparator {
            op: semver::Op::Caret,
            major,
            minor: Some(minor),
            patch: Some(patch),
            pre: semver::Prerelease::EMPTY,
        };
        VersionReq { comparators: vec![since] }
    }
}

// === impl UnfitSchema ===

impl UnfitSchema {
    /// Whether migrations mend it; else only a newer release works with the database.
    pub fn is_behind(&self) -> bool {
        self.found.as_ref().is_none_or(|found| *found < self.own)
    }
}

// === impl Shown ===

impl std::fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Some(version) => version.fmt(f),
            None => f.write_str("not there yet"),
        }
    }
}
