//! `ogrom serve`: puts everything together, and serves until it is told to stop.

use std::{net::SocketAddr, sync::Arc};

use ogrom_core_fashion::moderation::SCOPES;
use ogrom_core_route::BuildErrors;
use ogrom_protocols::Context;
use ogrom_run_import::Summary;
use ogrom_sources_sql::Sql;
use tokio::{net::TcpListener, task::JoinHandle};

use super::{BoxError, print, surroundings};
use crate::{
    ServeCommand,
    database::{self, Opened, Place},
    front::Front,
    health::{Dependency, Health},
    housekeeping::keep_house,
    identity::{self, Bearers, Tokens},
    limits::{LimitOptions, Limits, Meters},
    log,
    observed::{self, Metrics, Readers, Recording},
    representations::Representations,
    routes::{self, Operators, Surroundings},
    server::{self, DrainOptions, Impatient, Life, Server, Signals, Stage},
    sources::Sources,
    system::{RandomIdentities, SystemClock},
    trace::Traces,
    upstream,
    web::Web,
};

/// How many files and connections a service opens beside those of its clients, at most.
const FILES_ELSEWHERE: usize = 512;

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

pub(super) async fn serve(command: ServeCommand, commit: Option<&'static str>) -> Result<(), BoxError> {
    can_start(&command)?;
    let metrics = Metrics::install(commit)?;
    let jwts = identity::jwts(&command.identity, SCOPES, Arc::new(SystemClock))?;
    let web = Web::new(&command.web)?;
    let address = SocketAddr::new(command.address, command.port);
    let listener = server::listen(address).map_err(|error| format!("cannot listen on {address}: {error}"))?;
    let address = listener.local_addr()?;
    let place = command.database.place();
    log::tell_of_panics();
    let (recording, spans) = Recording::begin(&command.observed);
    let Behind { sources, database, dependency, filled } = behind(&command, &place, &recording).await?;
    if let Some(database) = database.clone() {
        metrics.also(move |_| observed::pools(&database.pools()));
    }
    let mut words = vec![format!("ogrom listens on http://{address}/v1/ with the database '{place}'")];
    let is_new =
        |rows: Summary| format!("The database is new and holds the demo set: {} rows.", rows.added());
    words.extend(filled.map(is_new));
    let tokens = match command.tokens.clone() {
        Some(tokens) => tokens,
        None if jwts.is_some() => Tokens::default(),
        None => {
            let (tokens, hint) = tokens(&command, address, &sources, database.is_some()).await?;
            words.push(hint);
            tokens
        }
    };
    let around = Surroundings { caching: command.web.caching(), ..surroundings(command.locales.clone()) };
    let traces = command.trace.then(|| Arc::new(Traces::new(Arc::clone(&around.clock))));
    words.extend(traces.is_some().then(|| {
        let page = routes::TRACES;
        format!("Every request is traced: http://{address}{page} shows how it was decided.")
    }));
    let life = Life::default();
    let readers = Readers {
        token: command.observed.metrics_token.clone(),
        networks: command.observed.metrics_networks.clone(),
    };
    let health = Health::of(life.clone(), vec![dependency]);
    let operators = Operators { health, commit, metrics: Some((metrics, readers)), traces };
    let front = front(&command, &sources, &around, operators, Bearers::new(tokens, jwts))?.with_web(web);
    #[cfg(feature = "otlp")]
    let front = front.exporting(recording.spans());
    let limits = permitted(command.limits.clone().among_ourselves(address.ip().is_loopback()));
    let signals = Signals::caught().map_err(|error| format!("cannot listen to signals: {error}"))?;
    let housekeeping = housekeeping(&sources, &around);
    print(&words.join("\n"))?;
    let ending = async {
        housekeeping.abort();
        spans.send().await;
        if let Some(database) = database {
            database.close().await;
        }
    };
    Ok(serve_within(command.drain, limits, front, listener, signals, life, ending).await?)
}

/// Whoever loads a configuration has been told at which place each fault is; others put a command together themselves.
fn can_start(command: &ServeCommand) -> Result<(), BoxError> {
    let faults = command.faults().into_iter().map(|fault| format!("--{}: {}", fault.option, fault.why));
    let faults: Vec<_> = faults.collect();
    if faults.is_empty() { Ok(()) } else { Err(faults.join("; ").into()) }
}

/// The tokens of a service that was told none, and what to tell of them.
async fn tokens(
    command: &ServeCommand,
    address: SocketAddr,
    sources: &Sources,
    own_database: bool,
) -> Result<(Tokens, String), BoxError> {
    // A service behind knows nothing of a token that is made here.
    if !address.ip().is_loopback() || !own_database {
        let hint = "No tokens are configured, so that nobody can write: set OGROM_TOKENS, or OGROM_JWT_KEYS.";
        return Ok((Tokens::default(), hint.to_owned()));
    }
    let (tokens, token) = Tokens::fresh(command.developer.clone(), &RandomIdentities);
    Ok((tokens, developers_hint(sources, command, address, &token).await?))
}

fn housekeeping(sources: &Sources, around: &Surroundings) -> JoinHandle<()> {
    tokio::spawn(keep_house(
        Arc::clone(&sources.idempotency),
        Arc::clone(&around.clock),
        Arc::clone(around.locales.default_locale()),
    ))
}

/// Serves within these limits until its life has come to its end. What is to be done then has no more time than the drain
/// leaves: a database or a collector that hangs must not keep the process.
async fn serve_within(
    drain: DrainOptions,
    options: LimitOptions,
    front: Front,
    listener: TcpListener,
    signals: Signals,
    life: Life,
    ending: impl Future<Output = ()>,
) -> Result<(), Impatient> {
    let drained = server::drain(signals, life.clone(), drain);
    let meters = Arc::new(Meters::default());
    let limits = Arc::new(Limits::new(&options, Arc::clone(&meters)));
    let server = Server::new(front.limited(Arc::clone(&limits)), options, life.clone(), meters);
    let whole_life = async {
        server.serve(listener).await;
        life.proceed(Stage::Closing);
        ending.await;
    };
    tokio::select! {
        () = whole_life => Ok(()),
        drained = drained => drained,
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
    command: &ServeCommand,
    sources: &Sources,
    around: &Surroundings,
    operators: Operators,
    bearers: Bearers,
) -> Result<Front, BuildErrors> {
    let routes = routes::operated_service(sources, around, &operators)?;
    let front = Front::new(routes, bearers, Arc::clone(&around.identities))
        .logging(command.log.log_access, command.observed.trace_sample);
    if let Some((metrics, _)) = &operators.metrics {
        let counts = front.counts();
        metrics.also(move |text| counts.tell(text));
    }
    let front = match command.protection.representations() {
        Some(bytes) => front.keeping(Arc::new(Representations::of(bytes))),
        None => front,
    };
    Ok(match operators.traces {
        Some(traces) => front.tracing(traces),
        None => front,
    })
}

async fn behind(command: &ServeCommand, place: &Place, recording: &Recording) -> Result<Behind, BoxError> {
    if let Place::Service(base) = place {
        let credentials = command.upstream_tokens.clone().unwrap_or_default();
        let writers = command.tokens.clone().unwrap_or_default();
        let (sources, dependency) =
            upstream::sources(base, &credentials, &writers, &command.protection, recording)?;
        return Ok(Behind { sources, database: None, dependency, filled: None });
    }
    let Opened { database, filled } = database::open(place, !command.empty).await?;
    let database = database::with_replicas(place, database, &command.replicas)?;
    let source = recording.of_questions(Arc::new(database.clone()));
    let sources = Sources::protected(source, |guarded| guarded, &command.protection);
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
