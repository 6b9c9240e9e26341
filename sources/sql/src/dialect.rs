//! The texts of statements, and the few places where SQL dialects differ.

/// Makes a constant [`Statement`](crate::Statement) of each statement, written once in parts:
/// `BY_ID = ["SELECT id, text FROM notes WHERE id = ?" (for_update)];`.
///
/// A string literal is the same in every dialect. A part in round brackets is a fragment of [`dialect!`](crate::dialect). A
/// part in curly brackets is a macro of the file itself, which gets the dialect: `{columns}` stands for `columns!(sqlite)`.
/// The results are static texts. Tests find them all in the list `ALL`.
#[macro_export]
macro_rules! statements {
    (@listed $($statement:tt)+) => {
        $crate::statements! { @constants $($statement)+ }
        $crate::statements! { @list [] $($statement)+ }
    };
    (@constants $($(#[$doc:meta])* $name:ident = [$($part:tt)+];)+) => {
        $($(#[$doc])* pub(crate) const $name: $crate::Statement = $crate::Statement {
            sqlite: concat!($($crate::dialect!(sqlite $part)),+),
            mysql: concat!($($crate::dialect!(mysql $part)),+),
        };)+
    };
    (@list [$($only:tt)*] $($(#[$doc:meta])* $name:ident = [$($part:tt)+];)+) => {
        /// All statements of this file.
        $($only)*
        pub(crate) const ALL: &[(&str, $crate::Statement)] = &[$((stringify!($name), $name)),+];
    };
    ($($statement:tt)+) => {
        $crate::statements! { @constants $($statement)+ }
        $crate::statements! { @list [#[cfg(test)]] $($statement)+ }
    };
}

/// Spells a fragment of a statement in a dialect, `sqlite` or `mysql`: `dialect!(mysql (for_update))`.
///
/// - `(ids)`: the table `ids` with the column `value`, made of one bound JSON array of identifiers;
/// - `(rows a key, b text, c integer)`: a table with these columns, made of one bound JSON array of objects; a key is a
///   text of up to 255 characters;
/// - `(join_in_order)`: joins a table that is looked up for each row of the one before, whatever the optimiser prefers;
/// - `(force_index "name")`: behind the table of a list, the index that has its order. MySQL would sooner walk past the first
///   pages of a list than look for the place where a page begins; SQLite needs no hint;
/// - `(keyset_before "a" "b")`, `(keyset_after "a" "b")`: the rows that come in descending or ascending order behind a pair of
///   columns. Binds the three values of [`Query::after`](crate::Query::after). SQLite finds a comparison of rows in an
///   index, but would rather use one of the first column alone, which is no help among equals; so that value stands aside.
///   MySQL searches an index from its start for a comparison of rows, and gets it taken apart;
/// - `(for_update)`: at the end of a query whose result decides on a change, so that no other writer gets the same result;
///   SQLite has but one writer;
/// - `(update_from "table" "set" columns…)`: sets columns in the rows of a table that have the `id` of a row of `changed`,
///   which is `(rows …)` of these columns.
#[macro_export]
macro_rules! dialect {
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
            "JSON_TABLE(?, '$[*]' COLUMNS (", $crate::dialect!(mysql column $column $type),
            $(", ", $crate::dialect!(mysql column $columns $types),)* "))"
        )
    };
    (mysql column $column:ident $type:ident) => {
        concat!(
            stringify!($column), " ", $crate::dialect!(mysql type $type),
            " PATH '$.", stringify!($column), "'"
        )
    };
    (mysql type key) => { "VARCHAR(255) CHARACTER SET utf8mb4" };
    (mysql type text) => { "LONGTEXT CHARACTER SET utf8mb4" };
    (mysql type integer) => { "BIGINT" };
    (sqlite (join_in_order)) => { " CROSS JOIN " };
    (mysql (join_in_order)) => { " STRAIGHT_JOIN " };
    (sqlite (force_index $index:literal)) => { "" };
    (mysql (force_index $index:literal)) => { concat!(" FORCE INDEX (", $index, ")") };
    (sqlite (keyset_before $rank:literal $id:literal)) => {
        concat!("? IS NOT NULL AND (", $rank, ", ", $id, ") < (?, ?)")
    };
    (mysql (keyset_before $rank:literal $id:literal)) => {
        concat!("(", $rank, " < ? OR (", $rank, " = ? AND ", $id, " < ?))")
    };
    (sqlite (keyset_after $rank:literal $id:literal)) => {
        concat!("? IS NOT NULL AND (", $rank, ", ", $id, ") > (?, ?)")
    };
    (mysql (keyset_after $rank:literal $id:literal)) => {
        concat!("(", $rank, " > ? OR (", $rank, " = ? AND ", $id, " > ?))")
    };
    (sqlite (for_update)) => { "" };
    (mysql (for_update)) => { " FOR UPDATE" };
    (sqlite (update_from $table:literal $set:literal $($columns:tt)+)) => {
        concat!(
            "UPDATE ", $table, " SET ", $set, " FROM ", $crate::dialect!(sqlite (rows $($columns)+)),
            " AS changed WHERE ", $table, ".id = changed.id"
        )
    };
    (mysql (update_from $table:literal $set:literal $($columns:tt)+)) => {
        concat!(
            "UPDATE ", $crate::dialect!(mysql (rows $($columns)+)), " AS changed STRAIGHT_JOIN ", $table,
            " ON ", $table, ".id = changed.id SET ", $set
        )
    };
}
