//! Rows: what their columns hold.

use ogrom_protocols::Result;
use sqlx::{Decode, MySql, Row as _, Sqlite, Type, mysql::MySqlRow, sqlite::SqliteRow};

use crate::error::corrupt;

/// One row of an answer. Columns are numbered from 0.
#[derive(Debug)]
pub(crate) enum Row {
    Sqlite(SqliteRow),
    MySql(MySqlRow),
}

// === impl Row ===

impl Row {
    /// The text in this column.
    pub(crate) fn text(&self, column: usize) -> Result<&str> {
        self.get(column)
    }

    /// The text in this column, where there is one.
    pub(crate) fn optional_text(&self, column: usize) -> Result<Option<String>> {
        self.get(column)
    }

    /// The bytes in this column.
    pub(crate) fn bytes(&self, column: usize) -> Result<Vec<u8>> {
        self.get(column)
    }

    /// The integer in this column.
    pub(crate) fn integer(&self, column: usize) -> Result<i64> {
        self.get(column)
    }

    /// The integer in this column, where there is one.
    pub(crate) fn optional_integer(&self, column: usize) -> Result<Option<i64>> {
        self.get(column)
    }

    fn get<'r, T>(&'r self, column: usize) -> Result<T>
    where
        T: Decode<'r, Sqlite> + Type<Sqlite> + Decode<'r, MySql>,
    {
        match self {
            Self::Sqlite(row) => row.try_get(column),
            // Keys are bytes to MySQL, and texts all the same.
            Self::MySql(row) => row.try_get_unchecked(column),
        }
        .map_err(corrupt)
    }
}
