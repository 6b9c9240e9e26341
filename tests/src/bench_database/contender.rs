//! The contenders, each a process of its own.

use std::process::Command;

use ogrom_tests::measure::{BoxError, process::Running};

/// One way to serve the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contender {
    /// axum and sqlx, with nothing else than the response needs.
    Plain,
    /// The service without its caches, and without the parts that the other lacks, too: log lines and content
    /// codings.
    Bare,
    /// The service with its defaults.
    Cached,
}

// === impl Contender ===

impl Contender {
    /// All of them, in the order of the tables.
    pub(crate) const ALL: [Self; 3] = [Self::Plain, Self::Bare, Self::Cached];

    /// Lets it serve the database of this URL.
    pub(crate) fn start(self, database: &str) -> Result<Running, BoxError> {
        let mut command = Command::new(std::env::current_exe()?);
        match self {
            Self::Plain => command.args(["plain", database]),
            Self::Bare => ogrom(&mut command, database).args(LESS),
            Self::Cached => ogrom(&mut command, database),
        };
        Running::start(&mut command)
    }
}

/// No representation is cached either if no result of a source is.
const LESS: [&str; 6] = ["--cache-bytes", "0", "--log-access", "false", "--compression", "false"];

fn ogrom<'c>(command: &'c mut Command, database: &str) -> &'c mut Command {
    command.args(["ogrom", "serve", "--port", "0", "--database", database])
}
