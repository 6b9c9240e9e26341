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
}

/// Makes a constant of each statement. Tests find them all in the list `ALL`.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = [$($part:tt)+];)+) => {
        $($(#[$doc])* pub(crate) const $name: $crate::dialect::Statement = $crate::dialect::Statement {
            sqlite: concat!($($crate::dialect::spell!(sqlite $part)),+),
        };)+

        /// All statements of this file.
        #[cfg(test)]
        pub(crate) const ALL: &[(&str, $crate::dialect::Statement)] = &[$((stringify!($name), $name)),+];
    };
}

/// Spells one part of a statement:
///
/// - `(ids)`: a table with the column `value`, made of one bound JSON array of texts;
/// - `(rows a text, b integer)`: a table with these columns, made of one bound JSON array of objects;
/// - `(joined column)`: the texts of all rows in one, with commas between; NULL where there are none;
/// - `(before a b)`, `(after a b)`: what comes in descending or ascending order behind a pair of columns. Binds three
///   values: the first column's twice, then the second's. SQLite finds a comparison of rows in an index, but would rather
///   use one of the first column alone, which is no help among equals; so that value stands aside. Other databases search
///   an index from its start for a comparison of rows, and need it taken apart;
/// - `(change table set columns…)`: sets columns in the rows of a table that have the `id` of a row of `change`, which
///   is `(rows …)` of these columns.
macro_rules! spell {
    ($dialect:tt $text:literal) => { $text };
    ($dialect:tt {$fragment:ident}) => { $fragment!($dialect) };
    (sqlite (ids)) => { "json_each(?)" };
    (sqlite (rows $column:ident $type:ident $(, $columns:ident $types:ident)*)) => {
        concat!(
            "(SELECT value ->> '", stringify!($column), "' AS ", stringify!($column),
            $(", value ->> '", stringify!($columns), "' AS ", stringify!($columns),)*
            " FROM json_each(?))"
        )
    };
    (sqlite (joined $column:literal)) => { concat!("group_concat(", $column, ")") };
    (sqlite (before $rank:literal $id:literal)) => {
        concat!("? IS NOT NULL AND (", $rank, ", ", $id, ") < (?, ?)")
    };
    (sqlite (after $rank:literal $id:literal)) => {
        concat!("? IS NOT NULL AND (", $rank, ", ", $id, ") > (?, ?)")
    };
    (sqlite (change $table:literal $set:literal $($columns:tt)+)) => {
        concat!(
            "UPDATE ", $table, " SET ", $set, " FROM ", $crate::dialect::spell!(sqlite (rows $($columns)+)),
            " AS change WHERE ", $table, ".id = change.id"
        )
    };
}

pub(crate) use {spell, statements};
