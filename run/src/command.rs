//! The commands: what each does, from opening the database to its last line.

use std::{
    error::Error,
    io::{self, Write, stdout},
    net::SocketAddr,
    sync::Arc,
};

use ogrom_core::mount::Mounted;
use ogrom_core_openapi::Document;
use ogrom_core_resource::{
    About, Caching,
    graph::draw::{Dot, Svg, Text},
};
use ogrom_core_route::BuildErrors;
use ogrom_protocols::{Clock, Context};
use ogrom_protocols_model::Locales;
use ogrom_sources_memory::Memory;
use ogrom_sources_sql::Sql;
use tokio::net::TcpListener;

use crate::{
    Cli, Command, ConfigCommand, ConfigQuestion, Database, DocumentCommand, DocumentFormat, GraphCommand,
    GraphFormat, ImportCommand, OpenapiVersion, ServeCommand,
    database::{self, Opened, Place},
    front::Front,
    health::{self, Dependency, Health},
    housekeeping::keep_house,
    identity::{self, Bearers, Tokens},
    import::{self, ImportError, ImportOptions, Importers, ProgressLine, Summary},
    limits::{LimitOptions, Limits, Meters},
    log::{self, LogOptions},
    observed::{self, Metrics, ObservedOptions, Readers},
    representations::Representations,
    routes::{self, Operators, Surroundings},
    server::{self, Impatient, Life, Server, Signals},
    sources::Sources,
    system::{self, RandomIdentities, SystemClock},
    trace::Traces,
    upstream,
    web::Web,
};

/// How many files and connections a service opens beside those of its clients, at most.
const FILES_ELSEWHERE: usize = 512;

/// Whatever stopped a command.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// Runs a command to its end.
pub fn run(cli: Cli) -> Result<(), BoxError> {
    let command = cli.into_command();
    let _log = log::start(&LogOptions::of(&command));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match command {
            Command::Serve(command) => serve(*command).await,
            Command::Import(command) => import(command).await,
            Command::Migrate(database) => migrate(database).await,
            Command::Routes => list_routes(),
            Command::Graph(command) => draw_graph(&command),
            Command::Openapi(command) => print_document(command),
            Command::Healthcheck(command) => Ok(print(&health::check(&command)?)?),
            Command::Token(command) => Ok(print(&identity::make(&command, &SystemClock, system::seed())?)?),
            Command::Config(command) => tell_configuration(&command),
        }
    })
}

/// An error with all that it stems from, on one line. What an error has said of its source already is not said again.
pub fn chain(error: &dyn Error) -> String {
    let sources = std::iter::successors(error.source(), |&error| error.source());
    sources.fold(error.to_string(), |text, source| match source.to_string() {
        said if text.ends_with(&said) => text,
        source => format!("{text}: {source}"),
    })
}

async fn serve(command: ServeCommand) -> Result<(), BoxError> {
    if let Some((option, why)) = command.contradictions().into_iter().next() {
        return Err(format!("--{option}: {why}").into());
    }
    let jwts = identity::jwts(&command.identity, Arc::new(SystemClock))?;
    let address = SocketAddr::new(command.address, command.port);
    let listener = server::listen(address).map_err(|error| format!("cannot listen on {address}: {error}"))?;
    let address = listener.local_addr()?;
    let place = command.database.place();
    let metrics = Metrics::install()?;
    log::tell_of_panics();
    let Behind { sources, database, dependency, filled } = behind(&command, &place).await?;
    if let Some(database) = database.clone() {
        metrics.also(move || observed::pools(&database.pools()));
    }
    let mut words = vec![format!("ogrom listens on http://{address}/v1/ with the database '{place}'")];
    words.extend(
        filled
            .map(|summary| format!("The database is new and holds the demo set: {} rows.", summary.added())),
    );
    let tokens = match command.tokens {
        Some(tokens) => tokens,
        None if jwts.is_some() => Tokens::default(),
        // A service behind knows nothing of a token that is made here.
        None if !address.ip().is_loopback() || database.is_none() => {
            words.push(
                "No tokens are configured, so that nobody can write: set OGROM_TOKENS, or OGROM_JWT_KEYS."
                    .into(),
            );
            Tokens::default()
        }
        None => {
            let (tokens, token) = Tokens::fresh(command.developer.clone(), &RandomIdentities);
            words.push(developers_hint(&sources, &command, address, &token).await?);
            tokens
        }
    };
    let bearers = Bearers::new(tokens, jwts);
    let around = Surroundings { caching: command.web.caching(), ..surroundings(command.locales) };
    let web = Web::new(&command.web)?;
    let traces = command.trace.then(|| Arc::new(Traces::new(Arc::clone(&around.clock))));
    words.extend(traces.is_some().then(|| {
        let page = routes::TRACES;
        format!("Every request is traced: http://{address}{page} shows how it was decided.")
    }));
    let life = Life::default();
    let ObservedOptions { metrics_token: token, metrics_networks: networks, trace_sample } = command.observed;
    let operators = Operators {
        health: Health::of(life.clone(), vec![dependency]),
        metrics: Some((metrics, Readers { token, networks })),
        traces,
    };
    let front = front(&sources, &around, operators, bearers)?
        .logging(command.log.log_access, trace_sample)
        .with_web(web);
    let front = match command.protection.representations() {
        Some(bytes) => front.keeping(Arc::new(Representations::of(bytes))),
        None => front,
    };
    let limits = permitted(command.limits.among_ourselves(address.ip().is_loopback()));
    let signals = Signals::caught().map_err(|error| format!("cannot listen to signals: {error}"))?;
    let housekeeping = tokio::spawn(keep_house(
        Arc::clone(&sources.idempotency),
        Arc::clone(&around.clock),
        Arc::clone(around.locales.default_locale()),
    ));
    print(&words.join("\n"))?;
    serve_within(limits, front, listener, server::drain(signals, life.clone(), command.drain), life).await?;
    housekeeping.abort();
    if let Some(database) = database {
        database.close().await;
    }
    Ok(())
}

/// Serves within these limits until its life has come to its end.
async fn serve_within(
    options: LimitOptions,
    front: Front,
    listener: TcpListener,
    drain: impl Future<Output = Result<(), Impatient>>,
    life: Life,
) -> Result<(), Impatient> {
    let meters = Arc::new(Meters::default());
    let limits = Arc::new(Limits::new(&options, Arc::clone(&meters)));
    let server = Server::new(front.limited(Arc::clone(&limits)), options, life, meters);
    tokio::select! {
        () = server.serve(listener) => Ok(()),
        ended = drain => ended,
        never = limits.keep_forgetting() => match never {},
    }
}

/// The limits, with no more connections than the system permits, less those to the sources.
fn permitted(mut limits: LimitOptions) -> LimitOptions {
    let most = server::open_files().saturating_sub(FILES_ELSEWHERE).max(1);
    if limits.connections > most {
        tracing::warn!("the system permits {most} connections, of {} that are wanted", limits.connections);
    }
    limits.connections = limits.connections.min(most);
    limits
}

/// The routes with all that stands before them.
fn front(
    sources: &Sources,
    around: &Surroundings,
    operators: Operators,
    bearers: Bearers,
) -> Result<Front, BuildErrors> {
    let routes = routes::operated_service(sources, around, &operators)?;
    let front = Front::new(routes, bearers, Arc::clone(&around.identities));
    if let Some((metrics, _)) = &operators.metrics {
        let counts = front.counts();
        metrics.also(move || counts.sample());
    }
    Ok(match operators.traces {
        Some(traces) => front.tracing(traces),
        None => front,
    })
}

/// Where the data of a service is.
struct Behind {
    sources: Sources,
    /// The database of its own, if it has one.
    database: Option<Sql>,
    /// What it cannot do without.
    dependency: Dependency,
    /// What a database that was just made was filled with.
    filled: Option<Summary>,
}

async fn behind(command: &ServeCommand, place: &Place) -> Result<Behind, BoxError> {
    if let Place::Service(base) = place {
        let credentials = command.upstream_tokens.clone().unwrap_or_default();
        let writers = command.tokens.clone().unwrap_or_default();
        let (sources, dependency) = upstream::sources(base, &credentials, &writers, &command.protection)?;
        return Ok(Behind { sources, database: None, dependency, filled: None });
    }
    let Opened { database, filled } = database::open(place, !command.empty).await?;
    let database = database::with_replicas(place, database, &command.replicas)?;
    let sources = Sources::protected(Arc::new(database.clone()), |guarded| guarded, &command.protection);
    let dependency = database::dependency(database.clone());
    Ok(Behind { sources, database: Some(database), dependency, filled })
}

/// How to write with the token that was just made.
async fn developers_hint(
    sources: &Sources,
    ServeCommand { developer, locales, .. }: &ServeCommand,
    address: SocketAddr,
    token: &str,
) -> Result<String, BoxError> {
    let locale = locales.default_locale();
    let known = sources.users.user_by_id(&Context::new("start", Arc::clone(locale)), developer).await?;
    let doubt =
        if known.is_some() { "" } else { " (who is not in this database: choose another with --developer)" };
    Ok(format!(
        "Writing needs a token. This one is for development, ends with this process, and stands for the user \
         '{developer}'{doubt}:\n\n  curl -i http://{address}/v1/{}/collages -H 'Authorization: Bearer {token}' \
         -H 'Content-Type: application/json' -d '{{\"title\": \"My first collage\", \"items\": []}}'\n",
        locale.tag()
    ))
}

async fn import(command: ImportCommand) -> Result<(), BoxError> {
    let database = database::up_to_date(&command.database.place()).await?;
    let options = ImportOptions { start: SystemClock.now(), rejects: command.rejects };
    let into = Importers::all_into(&Arc::new(database.clone()));
    let imported = import::import(&command.from, &into, &options, &mut ProgressLine::to_stderr()).await;
    database.close().await;
    let summary = match &imported {
        Ok(summary) => Some(summary),
        Err(ImportError::Stopped { so_far, .. }) => Some(&**so_far),
        Err(_) => None,
    };
    summary.map_or(Ok(()), |summary| print(&summary.to_string()))?;
    imported.map(drop).map_err(Into::into)
}

async fn migrate(database: Database) -> Result<(), BoxError> {
    let place = database.place();
    database::up_to_date(&place).await?.close().await;
    print(&format!("The database '{place}' is up to date."))?;
    Ok(())
}

fn list_routes() -> Result<(), BoxError> {
    let routes = over_nothing(Locales::new(["en-GB; GBP".parse()?])?)?;
    let rows: Vec<_> =
        routes.leaves().map(|(template, endpoint)| (template, endpoint.about().clone())).collect();
    let width = rows.iter().map(|(template, _)| template.len()).max().unwrap_or_default();
    let row = |(template, about): &(String, About)| {
        format!("{template:width$}  {:24}  {}", about.key.name(), about.methods)
    };
    let rows: Vec<_> = rows.iter().map(row).collect();
    Ok(print(&rows.join("\n"))?)
}

/// The service without data. Building endpoints asks no source anything, so that any will do.
fn over_nothing(locales: Locales) -> Result<Mounted, BuildErrors> {
    routes::service(&Sources::all_from(&Arc::new(Memory::default())), &surroundings(locales))
}

/// The document of the API in these locales.
pub(crate) fn document(locales: Locales) -> Result<Document, BoxError> {
    Ok(routes::document(&over_nothing(locales)?)?)
}

fn print_document(command: DocumentCommand) -> Result<(), BoxError> {
    let document = document(command.locales)?;
    let document = match command.openapi {
        OpenapiVersion::V3_1 => document,
        OpenapiVersion::V3_0 => document.in_version_3_0(),
    };
    let text = match command.format {
        DocumentFormat::Json => document.to_json(),
        DocumentFormat::Yaml => document.to_yaml(),
    };
    Ok(print(text.trim_end())?)
}

fn draw_graph(command: &GraphCommand) -> Result<(), BoxError> {
    let drawing = match command.format {
        GraphFormat::Text => Text.to_string(),
        GraphFormat::Dot => Dot.to_string(),
        GraphFormat::Svg => Svg::default().to_string(),
    };
    Ok(print(&drawing)?)
}

fn tell_configuration(ConfigCommand { question, settings }: &ConfigCommand) -> Result<(), BoxError> {
    let told = match question {
        ConfigQuestion::Check(_) => settings.summary(),
        ConfigQuestion::Explain(command) => settings.explain(command.key.as_deref(), command.format)?,
    };
    Ok(print(&told)?)
}

fn surroundings(locales: Locales) -> Surroundings {
    Surroundings {
        locales: Arc::new(locales),
        clock: Arc::new(SystemClock),
        identities: Arc::new(RandomIdentities),
        caching: Caching::Asking,
    }
}

fn print(text: &str) -> io::Result<()> {
    let mut out = stdout().lock();
    writeln!(out, "{text}")?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[test]
    fn tracing_is_only_served_to_this_machine() {
        let cli = Cli::try_parse_from(["ogrom", "serve", "--trace", "--address", "0.0.0.0", "--port", "0"]);
        let error = run(cli.unwrap()).unwrap_err().to_string();
        assert!(error.contains("0.0.0.0") && error.contains("--trace"), "{error}");
    }
}
