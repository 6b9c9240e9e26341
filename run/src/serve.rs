//! `ogrom serve`: puts the service together, and serves until a signal ends it.

use std::{net::SocketAddr, sync::Arc};

use ogrom_core_fashion::moderation::SCOPES;
use ogrom_protocols::{Context, TombstoneStore};
use ogrom_run_import::Summary;
use ogrom_server::{BoxError, Builder, Paths, command::print, purge_idempotency_keys, purge_tombstones};
use ogrom_server_sql::{DatabaseLocation, Opened, attach, with_replicas};
use ogrom_server_telemetry::Build;
use ogrom_sources_fashion_sql::Sql;

use crate::{
    ServeCommand, database,
    docs::Shop,
    routes,
    sources::{Sources, traced},
    upstream,
};

/// The opened back end of the service.
struct Backend {
    sources: Sources,
    /// The tombstones of a database of its own.
    tombstones: Option<Arc<dyn TombstoneStore>>,
    /// The rows of a database that was just made.
    filled: Option<Summary>,
}

pub(crate) async fn serve(command: ServeCommand, build: Build) -> Result<(), BoxError> {
    can_start(&command)?;
    let mut server = Builder::new(build, SCOPES, command.server.clone())?;
    let listener = command.listen.bind(&mut server)?;
    let address = listener.local_addr()?;
    let Backend { sources, tombstones, filled } = open_backend(&command, &mut server).await?;
    server.response_cache(command.protection.response_cache());
    let hint = match command.tokens.clone() {
        Some(tokens) => {
            server.tokens(tokens);
            None
        }
        None if server.takes_jwts() => None,
        None => {
            Some(token_of_development(&command, &mut server, address, &sources, tombstones.is_some()).await?)
        }
    };
    let services = server.services(command.locales.clone());
    server.background(purge_idempotency_keys(
        Arc::clone(&sources.idempotency),
        Arc::clone(&services.clock),
        Arc::clone(services.locales.default_locale()),
    ));
    if let Some(tombstones) = tombstones {
        server.background(purge_tombstones(
            tombstones,
            command.tombstone_age,
            Arc::clone(&services.clock),
            Arc::clone(services.locales.default_locale()),
        ));
    }
    let service = server.build::<Shop>(routes::api(&sources, &services))?;
    print(&banner(&command, address, filled, hint))?;
    Ok(ogrom_server_listen::serve(service, listener, command.connections).await?)
}

/// A loaded configuration has no faults. One that was put together otherwise is judged here.
fn can_start(command: &ServeCommand) -> Result<(), BoxError> {
    let faults = command.faults().into_iter().map(|fault| format!("--{}: {}", fault.option, fault.why));
    let faults: Vec<_> = faults.collect();
    if faults.is_empty() { Ok(()) } else { Err(faults.join("; ").into()) }
}

/// Opens the back end, and has the service depend on it.
async fn open_backend(command: &ServeCommand, server: &mut Builder) -> Result<Backend, BoxError> {
    let (location, protection) = (&command.database.location, &command.protection);
    if let DatabaseLocation::Service(base) = location {
        let credentials = command.upstream_tokens.clone().unwrap_or_default();
        let writers = command.tokens.clone().unwrap_or_default();
        let (sources, dependency) =
            upstream::sources(base, &credentials, &writers, protection, server.exporter())?;
        server.depends_on(dependency);
        return Ok(Backend { sources, tombstones: None, filled: None });
    }
    let Opened { database, filled } = database::open(location, !command.empty).await?;
    let database = with_replicas(location, database, &command.replicas)?;
    attach(server, &database);
    let source = traced(Arc::new(Sql::from(database)), server.exporter());
    let tombstones: Option<Arc<dyn TombstoneStore>> = Some(source.clone());
    let sources = Sources::protected(source, |guarded| guarded, protection);
    Ok(Backend { sources, tombstones, filled })
}

/// Makes a token for a service that has none in its configuration, and returns a hint at how to write.
async fn token_of_development(
    command: &ServeCommand,
    server: &mut Builder,
    address: SocketAddr,
    sources: &Sources,
    own_database: bool,
) -> Result<String, BoxError> {
    // A service behind does not know a token that is made here.
    let token = if own_database { server.development_token(&command.developer) } else { None };
    match token {
        Some(token) => developers_hint(sources, command, address, &token).await,
        None => {
            Ok("No tokens are configured, so that no client can write: set OGROM_TOKENS, or OGROM_JWT_KEYS."
                .to_owned())
        }
    }
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

/// The lines that are printed once the service is ready.
fn banner(
    command: &ServeCommand,
    address: SocketAddr,
    filled: Option<Summary>,
    hint: Option<String>,
) -> String {
    let location = &command.database.location;
    let listens = format!("ogrom listens on http://{address}/v1/ with the database '{location}'");
    let is_new =
        |rows: Summary| format!("The database is new and holds the demo set: {} rows.", rows.added());
    let traces = command.server.trace.then(|| {
        let page = Paths::default().traces;
        format!("Every request is traced: http://{address}{page} shows how it was decided.")
    });
    let lines = [Some(listens), filled.map(is_new), hint, traces];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}
