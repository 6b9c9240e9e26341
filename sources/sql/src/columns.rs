//! Values of a domain, as columns hold them.

use std::{error::Error as StdError, str::FromStr};

use ogrom_protocols::{Error, Result};
use ogrom_protocols_model::{Timestamp, Version};
use serde::Deserialize;

use crate::Row;

/// The value that this text spells; [`Error::Corrupt`] where it spells none.
pub fn parse<T: FromStr<Err: StdError + Send + Sync + 'static>>(text: &str) -> Result<T> {
    text.parse().map_err(Error::corrupt)
}

/// A version, as it is stored.
pub fn stored(version: Version) -> i64 {
    signed(version.get())
}

/// A number without a sign, as it is stored. Databases count half as far: greater numbers are stored as the greatest.
pub fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl Row {
    /// The value that the text in this column spells.
    pub fn parse<T: FromStr<Err: StdError + Send + Sync + 'static>>(&self, column: usize) -> Result<T> {
        parse(self.text(column)?)
    }

    /// The value of the JSON document in this column.
    pub fn document<'r, T: Deserialize<'r>>(&'r self, column: usize) -> Result<T> {
        serde_json::from_str(self.text(column)?).map_err(Error::corrupt)
    }

    /// The number in this column, which is never negative.
    pub fn count(&self, column: usize) -> Result<u64> {
        self.integer(column)?.try_into().map_err(Error::corrupt)
    }

    /// The version in this column.
    pub fn version(&self, column: usize) -> Result<Version> {
        self.count(column).map(Version::new)
    }

    /// The instant in this column.
    pub fn timestamp(&self, column: usize) -> Result<Timestamp> {
        self.integer(column).map(Timestamp::from_millis)
    }
}
