//! The texts of statements, and the few places where SQL dialects differ.
//!
//! A statement is written once, in parts: a string literal is the same everywhere, a part in round brackets is spelt by
//! the dialect, see [`spell`], and a part in curly brackets is a macro of the noun's own file, which is given the
//! dialect. What comes out is a static text.

/// One statement in every dialect.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Statement {
    /// For SQLite.
    pub(crate) sqlite: &'static str,
    /// For MySQL and MariaDB.
    pub(crate) mysql: &'static str,
}

/// Makes a constant of each statement. Tests find them all in the list `ALL`.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = [$($part:tt)+];)+) => {
        $($(#[$doc])* pub(crate) const $name: $crate::dialect::Statement = $crate::dialect::Statement {
            sqlite: concat!($($crate::dialect::spell!(sqlite $part)),+),
            mysql: concat!($($crate::dialect::spell!(mysql $part)),+),
        };)+

        /// All statements of this file.
        #[cfg(test)]
        pub(crate) const ALL: &[(&str, $crate::dialect::Statement)] = &[$((stringify!($name), $name)),+];
    };
}

/// Spells one part of a statement:
///
/// - `(ids)`: the table `ids` with the column `value`, made of one bound JSON array of identifiers;
/// - `(rows a key, b text, c integer)`: a table with these columns, made of one bound JSON array of objects; a key is a
///   text of up to 255 characters;
/// - `(then)`: joins a table that is looked up for each row of the one before, whatever the database thinks of it;
/// - `(by index)`: behind the table of a list, the index that has its order. SQLite needs no telling; MySQL would sooner
///   walk past the first pages of a list than look for the place where a page begins;
/// - `(before a b)`, `(after a b)`: what comes in descending or ascending order behind a pair of columns. Binds three
///   values: the first column's twice, then the second's. SQLite finds a comparison of rows in an index, but would rather
///   use one of the first column alone, which is no help among equals; so that value stands aside. MySQL searches an
///   index from its start for a comparison of rows, and gets it taken apart;
/// - `(locked)`: at the end of a question whose answer decides on a change, lest another writer gets the same answer;
///   SQLite has but one writer;
/// - `(change table set columns…)`: sets columns in the rows of a table that have the `id` of a row of `changed`, which
///   is `(rows …)` of these columns.
macro_rules! spell {
    ($dialect:tt $text:literal) => { $text };
    ($dialect:tt {$fragment:ident}) => { $fragment!($dialect) };
    (sqlite (ids)) => { "json_each(?) AS ids" };
    (mysql (ids)) => {
        "JSON_TABLE(?, '$[*]' COLUMNS (value VARCHAR(255) CHARACTER SET utf8mb4 PATH '$')) AS ids"
    };
    (sqlite (rows $column:ident $type:ident $(, $columns:ident $types:ident)*)) => {
        concat!(
            "(SELECT value ->> '", stringify!($column), "' AS ", stringify!($column),
            $(", value ->> '", stringify!($columns), "' AS ", stringify!($columns),)*
            " FROM json_each(?))"
        )
    };
    (mysql (rows $column:ident $type:ident $(, $columns:ident $types:ident)*)) => {
        concat!(
            "JSON_TABLE(?, '$[*]' COLUMNS (", $crate::dialect::spell!(mysql column $column $type),
            $(", ", $crate::dialect::spell!(mysql column $columns $types),)* "))"
        )
    };
    (mysql column $column:ident $type:ident) => {
        concat!(
            stringify!($column), " ", $crate::dialect::spell!(mysql type $type),
            " PATH '$.", stringify!($column), "'"
        )
    };
    (mysql type key) => { "VARCHAR(255) CHARACTER SET utf8mb4" };
    (mysql type text) => { "LONGTEXT CHARACTER SET utf8mb4" };
    (mysql type integer) => { "BIGINT" };
    (sqlite (then)) => { " CROSS JOIN " };
    (mysql (then)) => { " STRAIGHT_JOIN " };
    (sqlite (by $index:literal)) => { "" };
    (mysql (by $index:literal)) => { concat!(" FORCE INDEX (", $index, ")") };
    (sqlite (before $rank:literal $id:literal)) => {
        concat!("? IS NOT NULL AND (", $rank, ", ", $id, ") < (?, ?)")
    };
    (mysql (before $rank:literal $id:literal)) => {
        concat!("(", $rank, " < ? OR (", $rank, " = ? AND ", $id, " < ?))")
    };
    (sqlite (after $rank:literal $id:literal)) => {
        concat!("? IS NOT NULL AND (", $rank, ", ", $id, ") > (?, ?)")
    };
    (mysql (after $rank:literal $id:literal)) => {
        concat!("(", $rank, " > ? OR (", $rank, " = ? AND ", $id, " > ?))")
    };
    (sqlite (locked)) => { "" };
    (mysql (locked)) => { " FOR UPDATE" };
    (sqlite (change $table:literal $set:literal $($columns:tt)+)) => {
        concat!(
            "UPDATE ", $table, " SET ", $set, " FROM ", $crate::dialect::spell!(sqlite (rows $($columns)+)),
            " AS changed WHERE ", $table, ".id = changed.id"
        )
    };
    (mysql (change $table:literal $set:literal $($columns:tt)+)) => {
        concat!(
            "UPDATE ", $crate::dialect::spell!(mysql (rows $($columns)+)), " AS changed STRAIGHT_JOIN ", $table,
            " ON ", $table, ".id = changed.id SET ", $set
        )
    };
}

pub(crate) use {spell, statements};
