//! The command line of the service: its commands, and the one list of its options.

mod faults;
mod parsers;
mod print;
mod sources;

use std::{ffi::OsString, net::IpAddr, path::PathBuf};

use clap::{
    Args, Parser, Subcommand, ValueHint,
    builder::{OsStringValueParser, TypedValueParser},
};
use ogrom_protocols_model::{Locales, UserId};
use ogrom_server_config::{App, ConfigCommand, Configured, Fault, Settings};

pub(crate) use self::parsers::user;
use self::parsers::{LOCALES, locales, place, tokens};
pub use self::{
    print::{DocumentCommand, DocumentFormat, GraphCommand, GraphFormat, OpenapiVersion},
    sources::{Protection, Replicas},
};
use crate::{
    database::Place,
    health::HealthcheckCommand,
    identity::{IdentityOptions, TokenCommand, Tokens},
    limits::LimitOptions,
    log::LogOptions,
    observed::ObservedOptions,
    server::DrainOptions,
    upstream::Credentials,
    web::WebOptions,
};

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

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the API; this is also what happens without a command
    Serve(Box<ServeCommand>),
    /// Load users, products, collages, comments and likes from JSON Lines files
    Import(ImportCommand),
    /// Create the database, or bring its tables up to date
    Migrate(Database),
    /// List all routes with their methods and keys
    Routes,
    /// Draw the graph by which every request is decided
    Graph(GraphCommand),
    /// Print the OpenAPI document of the API
    Openapi(DocumentCommand),
    /// Ask the service on this machine whether it is ready; fails where it is not
    Healthcheck(HealthcheckCommand),
    /// Make a JWT for development, or a key to sign such by
    Token(TokenCommand),
    /// Check the configuration, explain where each value comes from, or list all options
    Config(Box<ConfigCommand<ServeCommand>>),
}

/// Where the data is.
#[derive(Debug, Clone, Args)]
pub struct Database {
    /// The file of the embedded database, or the URL of one on a MySQL or MariaDB server, as
    /// `mysql://user:password@host:port/database`, or, for serving, the address of another service's API, as
    /// `http://host:port/v1/`; it may also stand in `DATABASE_URL`
    #[arg(long = "database", value_name = "FILE|URL", env, hide_env_values = true, value_hint = ValueHint::Url, default_value = "ogrom.db", value_parser = OsStringValueParser::new().try_map(|text| place(&text)))]
    place: Place,
}

/// How to serve.
#[derive(Debug, Clone, Args)]
pub struct ServeCommand {
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment would become the help text of the whole command")]
    pub database: Database,
    /// The address to listen on; by default only this machine can connect
    #[arg(long, value_name = "IP", env, default_value = "127.0.0.1")]
    pub address: IpAddr,
    /// The port to listen on; 0 takes any that is free; it may also stand in `SERVER_PORT`
    #[arg(long, value_name = "PORT", env, default_value_t = 8080)]
    pub port: u16,
    /// The locales, the default first, each as `tag; currency; fallbacks`, separated by `|`
    #[arg(long, value_name = "LIST", env, default_value = LOCALES, value_parser = locales, hide_default_value = true)]
    pub locales: Locales,
    /// The bearer tokens that may write, as `user=token`, separated by commas; with `user+trace=token` the header
    /// `Ogrom-Trace: ?1` shows how an answer was decided, and with `user+moderate=token` what is others' may be changed;
    /// without any, and without JWTs, a token for development is made at each start
    #[arg(
        env,
        hide_env_values = true,
        long = "tokens",
        value_name = "LIST",
        value_parser = tokens,
        hide_short_help = true
    )]
    pub tokens: Option<Tokens>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment would become the help text of the whole command")]
    pub identity: IdentityOptions,
    /// The user whom the token for development stands for
    #[arg(long, value_name = "USER", env, default_value = "lena", value_parser = user)]
    pub developer: UserId,
    /// The bearer tokens by which a service behind knows those who may write here, as `user=token`, separated by commas
    #[arg(
        env,
        hide_env_values = true,
        long = "upstream-tokens",
        value_name = "LIST",
        hide_short_help = true
    )]
    pub upstream_tokens: Option<Credentials>,
    /// Leave a new database empty, instead of filling it with the demo set
    #[arg(long, env)]
    pub empty: bool,
    /// For development: tell the path of every request through the decision graph, in its answer's header and on the page
    /// /_trace; only where nobody but this machine can connect
    #[arg(long, env)]
    pub trace: bool,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment would become the help text of the whole command")]
    pub protection: Protection,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment would become the help text of the whole command")]
    pub replicas: Replicas,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment would become the help text of the whole command")]
    pub limits: LimitOptions,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment would become the help text of the whole command")]
    pub drain: DrainOptions,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment would become the help text of the whole command")]
    pub observed: ObservedOptions,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment would become the help text of the whole command")]
    pub log: LogOptions,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment would become the help text of the whole command")]
    pub web: WebOptions,
}

/// What to load, and where to.
#[derive(Debug, Clone, Args)]
pub struct ImportCommand {
    /// The directory with users.jsonl, products.jsonl, … each plain or gzipped
    #[arg(value_name = "DIR")]
    pub from: PathBuf,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment would become the help text of the whole command")]
    pub database: Database,
    /// Where rows go that cannot be taken
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub rejects: PathBuf,
}

// === impl Cli ===

impl Cli {
    /// Reads the command line, the environment and the files of this process. Ends the process where they are wrong, or
    /// where only help is asked for.
    pub fn from_process() -> Self {
        ogrom_server_config::load_or_exit(&APP)
    }

    /// Parses arguments alone, the first of which is the name of the command: no variables, no files, no faults.
    pub fn from_arguments(
        arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    ) -> Result<Self, clap::Error> {
        APP.parse(arguments)
    }

    /// The command, which is to serve where there is none.
    pub fn into_command(self) -> Command {
        self.command.unwrap_or(Command::Serve(Box::new(self.serve)))
    }
}

impl Configured for Cli {
    fn faults(&self) -> Vec<Fault> {
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

// === impl Database ===

impl Database {
    /// Where it is.
    pub fn place(&self) -> Place {
        self.place.clone()
    }
}

#[cfg(test)]
mod tests;
