//! The command line of the service: its commands, and the one list of its options.

mod faults;

use std::{ffi::OsString, path::PathBuf, time::Duration};

use clap::{
    Args, Parser, Subcommand, ValueHint,
    builder::{OsStringValueParser, TypedValueParser},
};
use ogrom_core_fashion::moderation::SCOPES;
use ogrom_protocols_model::{Locales, UserId};
use ogrom_server::{
    Credentials, Protection, ServerOptions,
    command::{DocumentOptions, PlatformCommand},
    locales,
};
use ogrom_server_config::{App, ConfigCommand, ConfigFault, Configured, Settings, duration};
use ogrom_server_identity::Tokens;
use ogrom_server_listen::{ConnectionOptions, ListenOptions};
use ogrom_server_sql::{DatabaseLocation, Replicas, location};
use ogrom_server_telemetry::log::LogOptions;

/// The default locales of the service, the default locale of a request first.
const LOCALES: &str = "en-GB; GBP; en, de, fr | de-DE; EUR; en-GB, fr | de-CH; CHF; de-DE, fr, en-GB | \
                       fr-FR; EUR; en-GB, de | fr-CH; CHF; fr-FR, de, en-GB";

/// The service, as its configuration sees it.
pub(crate) const APP: App = App {
    name: "ogrom",
    prefix: "OGROM",
    unprefixed: &["port"],
    platform_variables: &[("port", "SERVER_PORT"), ("database", "DATABASE_URL")],
};

/// The API of a fashion community: products, collages composed of them, comments, users.
#[derive(Debug, Parser)]
#[command(name = "ogrom", version, max_term_width = 100, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: ServeCommand,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the API; the default command
    Serve(Box<ServeCommand>),
    /// Load users, products, collages, comments and likes from JSON Lines files
    Import(ImportCommand),
    /// Create the database, or bring its tables up to date
    Migrate(DatabaseOptions),
    /// Print the OpenAPI document of the API
    Openapi(OpenapiCommand),
    /// The commands of every service
    #[command(flatten)]
    Platform(PlatformCommand),
    /// Check the configuration, print the source of each value, or list all options
    Config(Box<ConfigCommand<ServeCommand>>),
}

/// The location of the data.
#[derive(Debug, Clone, Args)]
pub struct DatabaseOptions {
    /// The file of the embedded database, or the URL of a MySQL or MariaDB database, such as
    /// `mysql://user:password@host:port/database`. To serve, also the API of another such service, such as
    /// `http://host:port/v1/`. Also read from `DATABASE_URL`
    #[arg(long = "database", value_name = "FILE|URL", env, hide_env_values = true, value_hint = ValueHint::Url, default_value = "ogrom.db", value_parser = OsStringValueParser::new().try_map(|text| location(&text)))]
    pub location: DatabaseLocation,
}

/// The options of the command `serve`.
#[derive(Debug, Clone, Args)]
#[expect(missing_docs, reason = "a doc comment would become the help text of the whole command")]
pub struct ServeCommand {
    #[command(flatten)]
    pub database: DatabaseOptions,
    #[command(flatten)]
    pub listen: ListenOptions,
    /// The locales, the default first, each as `tag; currency; fallbacks`, separated by `|`
    #[arg(long, value_name = "LIST", env, default_value = LOCALES, value_parser = locales, hide_default_value = true)]
    pub locales: Locales,
    /// The bearer tokens with the scope `write`, as `user=token`, separated by commas. `user+trace=token` adds the scope
    /// `trace`: with the header `Ogrom-Trace: ?1`, the response shows its path through the decision graph.
    /// `user+moderate=token` adds the scope `moderate`, for changes to entities of other users. Without tokens and JWTs,
    /// each start makes a token for development
    #[arg(
        env,
        hide_env_values = true,
        long = "tokens",
        value_name = "LIST",
        value_parser = |text: &str| Tokens::parse(text, SCOPES),
        hide_short_help = true
    )]
    pub tokens: Option<Tokens>,
    /// The user of the token for development
    #[arg(long, value_name = "USER", env, default_value = "lena")]
    pub developer: UserId,
    /// The bearer tokens for writes to an upstream service, as `user=token`, separated by commas
    #[arg(
        env,
        hide_env_values = true,
        long = "upstream-tokens",
        value_name = "LIST",
        hide_short_help = true
    )]
    pub upstream_tokens: Option<Credentials>,
    /// Leave a new database empty instead of filling it with demo data
    #[arg(long, env)]
    pub empty: bool,
    /// How long a request for something that was deleted gets 410 before it gets 404
    #[arg(long, value_name = "TIME", env, default_value = "2160h", value_parser = duration)]
    pub tombstone_age: Duration,
    #[command(flatten)]
    pub protection: Protection,
    #[command(flatten)]
    pub replicas: Replicas,
    #[command(flatten)]
    pub server: ServerOptions,
    #[command(flatten)]
    pub connections: ConnectionOptions,
}

/// The options of the command `openapi`.
#[derive(Debug, Clone, Args)]
#[expect(missing_docs, reason = "a doc comment would become the help text of the whole command")]
pub struct OpenapiCommand {
    #[command(flatten)]
    pub document: DocumentOptions,
    /// The locales, the default first, each as `tag; currency; fallbacks`, separated by `|`
    #[arg(long, value_name = "LIST", env, default_value = LOCALES, value_parser = locales, hide_default_value = true)]
    pub locales: Locales,
}

/// The files to load, and their destination.
#[derive(Debug, Clone, Args)]
pub struct ImportCommand {
    /// The directory with users.jsonl, products.jsonl, … each plain or gzipped
    #[arg(value_name = "DIR")]
    pub from: PathBuf,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment would become the help text of the whole command")]
    pub database: DatabaseOptions,
    /// The directory for files of rejected rows
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub rejects: PathBuf,
}

// === impl Cli ===

impl Cli {
    /// Reads the command line, the environment and the files of this process. Exits if they are wrong, or if the command
    /// line asks for help.
    pub fn from_process() -> Self {
        ogrom_server_config::load_or_exit(&APP)
    }

    /// Parses arguments alone, the first of which is the name of the command: no variables, no files, no faults.
    pub fn from_arguments(
        arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    ) -> Result<Self, clap::Error> {
        APP.parse(arguments)
    }

    /// The command; by default, to serve.
    pub fn into_command(self) -> Command {
        self.command.unwrap_or(Command::Serve(Box::new(self.serve)))
    }
}

impl Configured for Cli {
    fn faults(&self) -> Vec<ConfigFault> {
        match &self.command {
            None => self.serve.faults(),
            Some(Command::Serve(serve)) => serve.faults(),
            Some(Command::Config(config)) => {
                // The start looks into the file when it opens it, as all commands do that need it.
                let all =
                    |serve: &ServeCommand| serve.faults().into_iter().chain(serve.fault_of_file()).collect();
                config.options().map(all).unwrap_or_default()
            }
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

// === impl Command ===

impl Command {
    /// The options of its log.
    pub(crate) fn log(&self) -> LogOptions {
        match self {
            Self::Serve(serve) => serve.server.log.clone(),
            _ => LogOptions::default(),
        }
    }
}

#[cfg(test)]
mod tests;
