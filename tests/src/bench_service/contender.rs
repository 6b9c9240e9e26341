//! The contenders, each a process of its own.

pub(crate) mod axum;
pub(crate) mod hyper;

use std::{net::SocketAddr, path::Path, process::Command};

use ogrom_tests::measure::{BoxError, process::Running};

/// One way to serve products that are in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contender {
    /// hyper, which looks the content up and sends it, and does nothing else.
    Hyper,
    /// axum, which does the same under the layers that a service has.
    Axum,
    /// The service with its defaults.
    Ogrom,
}

// === impl Contender ===

impl Contender {
    /// All of them, in the order of the tables.
    pub(crate) const ALL: [Self; 3] = [Self::Hyper, Self::Axum, Self::Ogrom];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Hyper => "bare hyper",
            Self::Axum => "axum + tower-http",
            Self::Ogrom => "Ogrom",
        }
    }

    /// Lets it serve the same data as this service.
    pub(crate) fn start(self, service: SocketAddr, folder: &Path) -> Result<Running, BoxError> {
        let mut command = Command::new(std::env::current_exe()?);
        match self {
            Self::Hyper => command.args(["hyper", &service.to_string()]),
            Self::Axum => command.args(["axum", &service.to_string()]),
            Self::Ogrom => ogrom(&mut command, folder),
        };
        Running::start(&mut command)
    }
}

/// The command for a service with the demo set in this folder.
pub(crate) fn ogrom<'c>(command: &'c mut Command, folder: &Path) -> &'c mut Command {
    command.args(["ogrom", "serve", "--port", "0", "--database"]).arg(folder.join("ogrom.db"))
}
