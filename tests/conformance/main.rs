//! The engine keeps to HTTP: the case table over real connections, and the cases beside it.

mod always;
mod beyond;
mod command;
mod control;
mod once;
mod race;
mod streams;
mod table;
