//! Rows: what their columns hold.

use ogrom_protocols::{Error, Result};
use sqlx::{Decode, MySql, Row as _, Sqlite, Type, mysql::MySqlRow, sqlite::SqliteRow};

/// One row of a result. Columns are numbered from 0. A column that holds something else is [`Error::Corrupt`].
#[derive(Debug)]
pub struct Row(Values);

#[derive(Debug)]
enum Values {
    Sqlite(SqliteRow),
    MySql(MySqlRow),
}

// === impl Row ===

impl Row {
    pub(super) fn of_sqlite(row: SqliteRow) -> Self {
        Self(Values::Sqlite(row))
    }

    pub(super) fn of_mysql(row: MySqlRow) -> Self {
        Self(Values::MySql(row))
    }

    /// The text in this column.
    pub fn text(&self, column: usize) -> Result<&str> {
        self.get(column)
    }

    /// The text in this column, where there is one.
    pub fn optional_text(&self, column: usize) -> Result<Option<String>> {
        self.get(column)
    }

    /// The bytes in this column.
    pub fn bytes(&self, column: usize) -> Result<Vec<u8>> {
        self.get(column)
    }

    /// The integer in this column.
    pub fn integer(&self, column: usize) -> Result<i64> {
        self.get(column)
    }

    /// The integer in this column, where there is one.
    pub fn optional_integer(&self, column: usize) -> Result<Option<i64>> {
        self.get(column)
    }

    fn get<'r, T>(&'r self, column: usize) -> Result<T>
    where
        T: Decode<'r, Sqlite> + Type<Sqlite> + Decode<'r, MySql>,
    {
        match &self.0 {
            Values::Sqlite(row) => row.try_get(column),
            // Keys are bytes to MySQL, and texts all the same.
            Values::MySql(row) => row.try_get_unchecked(column),
        }
        .map_err(Error::corrupt)
    }
}
