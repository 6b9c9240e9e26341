//! The traits over SQL: an embedded SQLite.
