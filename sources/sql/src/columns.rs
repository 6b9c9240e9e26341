//! Between columns and domain values.

use std::{error::Error as StdError, str::FromStr};

use ogrom_protocols::Result;
use ogrom_protocols_model::{Timestamp, Version};
use serde::Deserialize;

use crate::{driver::Row, error::corrupt};

/// The value of the domain that this text spells.
pub(crate) fn parse<T: FromStr<Err: StdError + Send + Sync + 'static>>(text: &str) -> Result<T> {
    text.parse().map_err(corrupt)
}

/// How a version is stored.
pub(crate) fn stored(version: Version) -> i64 {
    signed(version.get())
}

/// How a number without a sign is stored. Databases count half as far, which is far enough.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl Row {
    /// The value of the domain that the text in this column spells.
    pub(crate) fn parse<T: FromStr<Err: StdError + Send + Sync + 'static>>(
        &self,
        column: usize,
    ) -> Result<T> {
        parse(self.text(column)?)
    }

    /// What the JSON document in this column holds.
    pub(crate) fn document<'r, T: Deserialize<'r>>(&'r self, column: usize) -> Result<T> {
        serde_json::from_str(self.text(column)?).map_err(corrupt)
    }

    /// The number in this column, which is never negative.
    pub(crate) fn count(&self, column: usize) -> Result<u64> {
        self.integer(column)?.try_into().map_err(corrupt)
    }

    /// The version in this column.
    pub(crate) fn version(&self, column: usize) -> Result<Version> {
        self.count(column).map(Version::new)
    }

    /// The instant in this column.
    pub(crate) fn timestamp(&self, column: usize) -> Result<Timestamp> {
        self.integer(column).map(Timestamp::from_millis)
    }
}
