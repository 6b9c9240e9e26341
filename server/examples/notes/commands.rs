//! The commands, from the start of each to its last line.

use std::sync::Arc;

use ogrom_protocols_model::Locales;
use ogrom_server::{
    BoxError, Builder, Services,
    command::{chain, print},
    mount, purge_idempotency_keys,
};
use ogrom_server_sql::{attach, open, up_to_date, with_replicas};
use ogrom_server_telemetry::{
    Build,
    log::{self, LogOptions},
};

use crate::{
    endpoints::SCOPES,
    memory::Memory,
    options::{APP, Cli, Command, ServeOptions},
    routes::{self, Words},
    sql::{SCHEMA, Sql},
};

/// Runs a command to its end. The error has its causes.
pub(crate) fn run(cli: Cli) -> Result<(), String> {
    let command = cli.into_command();
    let options = match &command {
        Command::Serve(options) => options.server.log.clone(),
        _ => LogOptions::default(),
    };
    let _log = log::start(&options);
    let runtime = tokio::runtime::Runtime::new().map_err(|error| chain(&error))?;
    runtime.block_on(execute(command)).map_err(|error| chain(&*error))
}

async fn execute(command: Command) -> Result<(), BoxError> {
    match command {
        Command::Serve(options) => serve(*options).await,
        Command::Migrate(options) => {
            up_to_date(&options.database, &SCHEMA).await?.close().await;
            Ok(print(&format!("The database '{}' is up to date.", options.database))?)
        }
        Command::Config(command) => Ok(print(&command.report::<Cli>(&APP)?)?),
        Command::Platform(command) => command.run(SCOPES, || {
            let services = Services::of_system(locales()?);
            Ok(mount::<Words>(routes::api(&Arc::new(Memory::default()), &services, 0))?)
        }),
    }
}

async fn serve(options: ServeOptions) -> Result<(), BoxError> {
    let ServeOptions { database, replicas, listen, tokens, room, server, connections } = options;
    let location = database.database;
    let mut server = Builder::new(build(), SCOPES, server)?;
    let listener = listen.bind(&mut server)?;
    let database = with_replicas(&location, open(&location, &SCHEMA).await?, &replicas)?;
    attach(&mut server, &database);
    server.tokens(tokens.unwrap_or_default());
    let (board, services) = (Arc::new(Sql::from(database)), server.services(locales()?));
    let locale = Arc::clone(services.locales.default_locale());
    server.background(purge_idempotency_keys(board.clone(), services.clock.clone(), locale));
    let service = server.build::<Words>(routes::api(&board, &services, room))?;
    print(&format!("notes listens on http://{}/ with the database '{location}'", listener.local_addr()?))?;
    Ok(ogrom_server_listen::serve(service, listener, connections).await?)
}

/// The release that runs.
fn build() -> Build {
    Build { schema: Some(SCHEMA.version.to_string()), ..Build::new("notes", env!("CARGO_PKG_VERSION")) }
}

/// Sources are called in a locale. Notes are the same in all.
fn locales() -> Result<Locales, BoxError> {
    Ok(Locales::new(["en-GB; GBP".parse()?])?)
}
