//! The command line: the commands, and the one list of options.

use clap::{
    Args, Parser, Subcommand, ValueHint,
    builder::{OsStringValueParser, TypedValueParser},
};
use ogrom_server::{ServerOptions, command};
use ogrom_server_config::{App, ConfigCommand, ConfigFault, Configured, Settings};
use ogrom_server_identity::Tokens;
use ogrom_server_listen::{ConnectionOptions, ListenOptions};
use ogrom_server_sql::{DatabaseLocation, Replicas, faults, location};

use crate::endpoints::SCOPES;

/// The service, as its configuration sees it.
pub(crate) const APP: App =
    App { name: "notes", prefix: "NOTES", unprefixed: &["port"], platform_variables: &[] };

/// A board of notes, for all to read.
#[derive(Debug, Parser)]
#[command(name = "notes", version, max_term_width = 100, args_conflicts_with_subcommands = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: ServeOptions,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the API; this is also what happens without a command
    Serve(Box<ServeOptions>),
    /// Create the database, or bring its tables up to date
    Migrate(DatabaseOptions),
    /// Check the configuration, explain where each value comes from, or list all options
    Config(Box<ConfigCommand<ServeOptions>>),
    /// The commands of every service
    #[command(flatten)]
    Platform(command::PlatformCommand),
}

/// Where the notes are.
#[derive(Debug, Clone, Args)]
pub(crate) struct DatabaseOptions {
    /// The file of the embedded database, or the URL of one on a MySQL or MariaDB server, as
    /// `mysql://user:password@host:port/database`
    #[arg(long, value_name = "FILE|URL", env, hide_env_values = true, value_hint = ValueHint::Url, default_value = "notes.db", value_parser = OsStringValueParser::new().try_map(|text| location(&text)))]
    pub(crate) database: DatabaseLocation,
}

/// How to serve.
#[derive(Debug, Clone, Args)]
pub(crate) struct ServeOptions {
    #[command(flatten)]
    pub(crate) database: DatabaseOptions,
    #[command(flatten)]
    pub(crate) replicas: Replicas,
    #[command(flatten)]
    pub(crate) listen: ListenOptions,
    /// The bearer tokens that may write, as `user=token`, separated by commas; `user+tidy=token` may change notes of others
    #[arg(long, value_name = "LIST", env, hide_env_values = true, value_parser = |text: &str| Tokens::parse(text, SCOPES))]
    pub(crate) tokens: Option<Tokens>,
    /// How many notes the board has room for
    #[arg(long, value_name = "NUMBER", env, default_value_t = 10_000)]
    pub(crate) room: u32,
    #[command(flatten)]
    pub(crate) server: ServerOptions,
    #[command(flatten)]
    pub(crate) connections: ConnectionOptions,
}

// === impl Cli ===

impl Cli {
    /// The command, which is to serve where there is none.
    pub(crate) fn into_command(self) -> Command {
        self.command.unwrap_or(Command::Serve(Box::new(self.serve)))
    }
}

impl Configured for Cli {
    fn faults(&self) -> Vec<ConfigFault> {
        match &self.command {
            None => self.serve.faults(),
            Some(Command::Serve(serve)) => serve.faults(),
            Some(Command::Config(config)) => config.options().map(ServeOptions::faults).unwrap_or_default(),
            Some(_) => Vec::new(),
        }
    }

    fn settings_mut(&mut self) -> Option<&mut Settings> {
        match &mut self.command {
            Some(Command::Config(config)) => Some(config.settings_mut()),
            _ => None,
        }
    }
}

// === impl ServeOptions ===

impl ServeOptions {
    /// The faults that keep the service from starting although each value is valid.
    fn faults(&self) -> Vec<ConfigFault> {
        let database = faults(&self.database.database, &self.replicas);
        [self.listen.faults(&self.server), database, self.server.faults(SCOPES)]
            .into_iter()
            .flatten()
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_option_is_declared_well() {
        APP.debug_assert::<Cli>();
    }
}
