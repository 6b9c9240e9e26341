//! Those who are compared, each a process of its own.

use std::process::Command;

use ogrom_tests::measure::{BoxError, process::Running};

/// One way to serve what is in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contender {
    /// axum and sqlx, and nothing that is not needed for the answer.
    Plain,
    /// The service without its caches, and without what the other does not do either: lines of log, and content codings.
    Bare,
    /// The service as it is without being told otherwise.
    Cached,
}

// === impl Contender ===

impl Contender {
    /// All of them, in the order of the tables.
    pub(crate) const ALL: [Self; 3] = [Self::Plain, Self::Bare, Self::Cached];

    /// Lets it serve what is in the database of this URL.
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

/// No representation is kept either where no answer of a source is.
const LESS: [&str; 6] = ["--cache-bytes", "0", "--log-access", "false", "--compression", "false"];

fn ogrom<'c>(command: &'c mut Command, database: &str) -> &'c mut Command {
    command.args(["ogrom", "serve", "--port", "0", "--database", database])
}
