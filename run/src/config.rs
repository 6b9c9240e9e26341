//! Configuration: the command line and, behind it, the environment. Nothing else reads either.

use std::{
    ffi::OsStr,
    fmt::Display,
    marker::PhantomData,
    net::IpAddr,
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use clap::{Args, Parser, Subcommand, ValueEnum, builder::TypedValueParser, error::ErrorKind};
use jiff::SignedDuration;
use ogrom_protocols_model::{Locale, Locales, UserId};

use crate::{
    database::{Place, ReplicaList, UnknownPlace},
    health::HealthcheckCommand,
    identity::{IdentityOptions, TokenCommand, Tokens},
    limits::LimitOptions,
    log::LogOptions,
    observed::ObservedOptions,
    server::DrainOptions,
    upstream::Credentials,
    web::WebOptions,
};

/// The file of a service that is not told otherwise.
const FILE: &str = "ogrom.db";

/// The locales of a service that is not told otherwise, the default first.
const LOCALES: &str = "en-GB; GBP; en, de, fr | de-DE; EUR; en-GB, fr | de-CH; CHF; de-DE, fr, en-GB | \
                       fr-FR; EUR; en-GB, de | fr-CH; CHF; fr-FR, de, en-GB";

/// How much a service that is not told otherwise caches: 64 MiB.
const CACHE_BYTES: u64 = 64 << 20;

/// How much of what a service sends that is not told otherwise it keeps written: 32 MiB.
const REPRESENTATION_BYTES: u64 = 32 << 20;

/// The API of a fashion community: products, collages composed of them, comments, users.
#[derive(Debug, Parser)]
#[command(name = "ogrom", version, max_term_width = 100)]
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
}

/// Where the data is.
#[derive(Debug, Clone, Args)]
pub struct Database {
    /// The file of the embedded database, or the URL of one on a MySQL or MariaDB server, as
    /// `mysql://user:password@host:port/database`, or, for serving, the address of another service's API, as
    /// `http://host:port/v1/`; it may also stand in `DATABASE_URL` [default: ogrom.db]
    #[arg(long = "database", value_name = "FILE|URL", env = "OGROM_DATABASE", hide_env_values = true, value_parser = SecretPlace)]
    chosen: Option<Place>,
    /// The name that platforms give to it
    #[arg(long, hide = true, env = "DATABASE_URL", hide_env_values = true, value_parser = SecretPlace)]
    database_url: Option<Place>,
}

/// How to serve.
#[derive(Debug, Clone, Args)]
pub struct ServeCommand {
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment would become the help text of the whole command")]
    pub database: Database,
    /// The address to listen on; by default only this machine can connect
    #[arg(long, value_name = "IP", env = "OGROM_ADDRESS", default_value = "127.0.0.1")]
    pub address: IpAddr,
    /// The port to listen on; 0 takes any that is free
    #[arg(long, value_name = "PORT", env = "SERVER_PORT", default_value_t = 8080)]
    pub port: u16,
    /// The locales, the default first, each as `tag; currency; fallbacks`, separated by `|`
    #[arg(long, value_name = "LIST", env = "OGROM_LOCALES", default_value = LOCALES, value_parser = locales, hide_default_value = true)]
    pub locales: Locales,
    /// The bearer tokens that may write, as `user=token`, separated by commas; with `user+trace=token` the header
    /// `Ogrom-Trace: ?1` shows how an answer was decided, and with `user+moderate=token` what is others' may be changed;
    /// without any, and without JWTs, a token for development is made at each start
    #[arg(env = "OGROM_TOKENS", hide_env_values = true, value_parser = SecretList::<Tokens>::of("--tokens", "OGROM_TOKENS"), long = "tokens", value_name = "LIST", hide_short_help = true)]
    pub tokens: Option<Tokens>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment would become the help text of the whole command")]
    pub identity: IdentityOptions,
    /// The user whom the token for development stands for
    #[arg(long, value_name = "USER", env = "OGROM_DEVELOPER", default_value = "lena", value_parser = user)]
    pub developer: UserId,
    /// The bearer tokens by which a service behind knows those who may write here, as `user=token`, separated by commas
    #[arg(env = "OGROM_UPSTREAM_TOKENS", hide_env_values = true, value_parser = SecretList::<Credentials>::of("--upstream-tokens", "OGROM_UPSTREAM_TOKENS"), long = "upstream-tokens", value_name = "LIST", hide_short_help = true)]
    pub upstream_tokens: Option<Credentials>,
    /// Leave a new database empty, instead of filling it with the demo set
    #[arg(long, env = "OGROM_EMPTY")]
    pub empty: bool,
    /// For development: tell the path of every request through the decision graph, in its answer's header and on the page
    /// /_trace; only where nobody but this machine can connect
    #[arg(long, env = "OGROM_TRACE")]
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

/// What is read from instead of the database, as long as it shows what the asker must see.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Replicas")]
pub struct Replicas {
    /// The URLs of replicas of the database, separated by spaces; reads go to them, and whoever has written sees it all
    /// the same
    #[arg(long = "replicas", value_name = "URLS", env = "OGROM_REPLICAS", hide_env_values = true, value_parser = SecretList::<ReplicaList>::of("--replicas", "OGROM_REPLICAS"))]
    pub list: Option<ReplicaList>,
    /// How far a replica may lag behind; one that does more is left out until it has caught up
    #[arg(long, value_name = "TIME", env = "OGROM_REPLICA_LAG", default_value = "5s", value_parser = duration)]
    pub replica_lag: Duration,
}

/// How the service is protected from its sources, and they from it. Durations are written `500ms`, `2s`, `10m`.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Sources")]
pub struct Protection {
    /// How long a question to a source may take
    #[arg(long, value_name = "TIME", env = "OGROM_SOURCE_TIMEOUT", default_value = "5s", value_parser = duration)]
    pub source_timeout: Duration,
    /// How many questions that read a source is asked at once, and as many that write
    #[arg(long, value_name = "NUMBER", env = "OGROM_SOURCE_CONCURRENCY", default_value_t = 64)]
    pub source_concurrency: usize,
    /// How many questions may wait for those
    #[arg(long, value_name = "NUMBER", env = "OGROM_SOURCE_QUEUE", default_value_t = 1024)]
    pub source_queue: usize,
    /// How long a question waits for those
    #[arg(long, value_name = "TIME", env = "OGROM_SOURCE_WAIT", default_value = "1s", value_parser = duration)]
    pub source_wait: Duration,
    /// How many failures in a row open the circuit to a source
    #[arg(long, value_name = "NUMBER", env = "OGROM_BREAKER_FAILURES", default_value_t = 5)]
    pub breaker_failures: u32,
    /// How long the circuit stays open before one question tries whether the source is back, and then another
    #[arg(long, value_name = "TIME", env = "OGROM_BREAKER_OPEN", default_value = "1s", value_parser = duration)]
    pub breaker_open: Duration,
    /// How much memory the cache of answers may take; 0 for no cache
    #[arg(long, value_name = "BYTES", env = "OGROM_CACHE_BYTES", default_value_t = CACHE_BYTES)]
    pub cache_bytes: u64,
    /// How much memory the cache of written answers may take, which stands before it; 0 for no such cache
    #[arg(long, value_name = "BYTES", env = "OGROM_REPRESENTATION_BYTES", default_value_t = REPRESENTATION_BYTES)]
    pub representation_bytes: u64,
    /// How old a cached answer may be, and so how late a change shows that another process made
    #[arg(long, value_name = "TIME", env = "OGROM_CACHE_AGE", default_value = "5s", value_parser = duration)]
    pub cache_age: Duration,
    /// How much older a cached answer may be while its source is down
    #[arg(long, value_name = "TIME", env = "OGROM_CACHE_STALE", default_value = "10m", value_parser = duration)]
    pub cache_stale: Duration,
}

impl Protection {
    /// How many bytes of written answers are kept. None where the answers of the sources are not: only these tell for how
    /// long something holds.
    pub fn representations(&self) -> Option<u64> {
        (self.cache_bytes > 0 && self.representation_bytes > 0).then_some(self.representation_bytes)
    }
}

/// How to draw.
#[derive(Debug, Clone, Args)]
pub struct GraphCommand {
    /// What to draw it in
    #[arg(long, value_enum, default_value_t = GraphFormat::Text)]
    pub format: GraphFormat,
}

/// What the graph is drawn in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GraphFormat {
    /// Lines to read
    Text,
    /// The language of Graphviz
    Dot,
    /// A picture for browsers
    Svg,
}

/// How to print the document.
#[derive(Debug, Clone, Args)]
pub struct DocumentCommand {
    /// What to print it in
    #[arg(long, value_enum, default_value_t = DocumentFormat::Json)]
    pub format: DocumentFormat,
    /// The version of OpenAPI that it is written in
    #[arg(long = "version", value_enum, default_value_t = OpenapiVersion::V3_1)]
    pub openapi: OpenapiVersion,
    /// The locales, the default first, each as `tag; currency; fallbacks`, separated by `|`
    #[arg(long, value_name = "LIST", env = "OGROM_LOCALES", default_value = LOCALES, value_parser = locales, hide_default_value = true)]
    pub locales: Locales,
}

/// A version of OpenAPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OpenapiVersion {
    /// The one that the document is made in
    #[value(name = "3.1")]
    V3_1,
    /// An older one, for tools that know no newer
    #[value(name = "3.0")]
    V3_0,
}

/// What the document is printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DocumentFormat {
    /// JSON
    Json,
    /// YAML
    Yaml,
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

/// Reads where a database is. Does not repeat what was wrong: it may hold a password.
#[derive(Debug, Clone, Copy)]
struct SecretPlace;

/// Reads a list of tokens, or another secret. Unlike any other parser, does not repeat what was wrong: it is a secret all
/// the same.
#[derive(Debug)]
pub(crate) struct SecretList<T> {
    /// The option and its variable, which complaints name.
    names: [&'static str; 2],
    list: PhantomData<fn() -> T>,
}

// === impl Cli ===

impl Cli {
    /// Reads the command line and the environment of this process. Ends the process where they are wrong, or where only
    /// help was asked for.
    pub fn from_process() -> Self {
        Self::parse()
    }

    /// The command, which is to serve where there is none.
    pub fn into_command(self) -> Command {
        self.command.unwrap_or(Command::Serve(Box::new(self.serve)))
    }
}

// === impl Database ===

impl Database {
    /// Where it is.
    pub fn place(&self) -> Place {
        let place = self.chosen.as_ref().or(self.database_url.as_ref());
        place.cloned().unwrap_or_else(|| Place::File(FILE.into()))
    }
}

fn locales(text: &str) -> Result<Locales, String> {
    let locales: Vec<Locale> =
        text.split('|').map(|locale| locale.trim().parse()).collect::<Result<_, _>>()?;
    Locales::new(locales).map_err(|error| error.to_string())
}

pub(crate) fn user(text: &str) -> Result<UserId, ogrom_protocols_model::InvalidId> {
    text.parse()
}

pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let duration: SignedDuration =
        text.parse().map_err(|_| "a time is written as 500ms, 2s or 10m".to_owned())?;
    duration.try_into().map_err(|_| "a time is not negative".to_owned())
}

// === impl SecretPlace ===

impl TypedValueParser for SecretPlace {
    type Value = Place;

    fn parse_ref(
        &self,
        command: &clap::Command,
        _: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Place, clap::Error> {
        let subject = "'--database <FILE|URL>', OGROM_DATABASE or DATABASE_URL";
        match value.to_str() {
            Some(text) => text.parse().map_err(|error: UnknownPlace| wrong(command, subject, &error)),
            // No URL, and so a file of any name.
            None => Ok(Place::from(Path::new(value))),
        }
    }
}

// === impl SecretList ===

impl<T> SecretList<T> {
    pub(crate) const fn of(option: &'static str, variable: &'static str) -> Self {
        Self { names: [option, variable], list: PhantomData }
    }
}

impl<T> Clone for SecretList<T> {
    fn clone(&self) -> Self {
        Self { names: self.names, list: PhantomData }
    }
}

impl<T: FromStr<Err: Display> + Clone + Send + Sync + 'static> TypedValueParser for SecretList<T> {
    type Value = T;

    fn parse_ref(
        &self,
        command: &clap::Command,
        _: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<T, clap::Error> {
        let [option, variable] = self.names;
        let subject = format!("'{option}' or {variable}");
        let text = value.to_str().ok_or_else(|| wrong(command, &subject, &"it is not UTF-8"))?;
        text.parse().map_err(|error: T::Err| wrong(command, &subject, &error))
    }
}

/// What is said of a value that is not repeated.
fn wrong(command: &clap::Command, subject: &str, why: &dyn Display) -> clap::Error {
    command.clone().error(ErrorKind::ValueValidation, format!("wrong value for {subject}: {why}"))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn without_a_command_it_serves() {
        let cli = Cli::try_parse_from(["ogrom", "--port", "0"]).unwrap();
        assert!(matches!(cli.into_command(), Command::Serve(serve) if serve.port == 0));
    }

    #[test]
    fn tokens_that_are_wrong_are_not_repeated() {
        for list in ["0123456789abcdef", "lena=0123456789", "lena=0123456789abcdef,theo=0123456789abcdef"] {
            let error = Cli::try_parse_from(["ogrom", "--tokens", list]).unwrap_err().to_string();
            assert!(error.contains("OGROM_TOKENS") && !error.contains("456789"), "{error}");
        }
    }

    #[test]
    fn times_have_units() {
        let timeout = |text| {
            let cli = Cli::try_parse_from(["ogrom", &format!("--source-timeout={text}")])
                .map_err(|e| e.to_string())?;
            let Command::Serve(serve) = cli.into_command() else { panic!("it serves") };
            Ok::<_, String>(serve.protection.source_timeout)
        };
        assert_eq!(timeout("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(timeout("2m"), Ok(Duration::from_mins(2)));
        for wrong in ["2", "soon", "-1s", ""] {
            assert!(timeout(wrong).unwrap_err().contains("a time is"), "{wrong}");
        }
    }

    #[test]
    fn a_database_that_is_wrong_is_not_repeated() {
        let url = "postgres://lena:s3cret@db.example/ogrom";
        let error = Cli::try_parse_from(["ogrom", "--database", url]).unwrap_err().to_string();
        assert!(error.contains("DATABASE_URL") && !error.contains("s3cret"), "{error}");
    }

    #[test]
    fn the_wrong_part_of_a_list_is_named() {
        for (arguments, part) in
            [(["--locales", "de"], "'de' names no country"), (["--tokens", "lena"], "'lena'")]
        {
            let error = Cli::try_parse_from(["ogrom"].into_iter().chain(arguments)).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
    }
}
