//! The commands of the service: what each does, from opening the database to its last line.

use std::{error::Error, pin::pin, process::exit, sync::Arc};

use ogrom_core::mount::{BuildErrors, Mounted};
use ogrom_core_fashion::moderation::SCOPES;
use ogrom_protocols::Clock;
use ogrom_protocols_model::Locales;
use ogrom_run_import::{
    self as import, ImportError, ImportOptions, Importers, Interrupted, ProgressLine, Stop, StopSignals,
};
pub use ogrom_server::command::chain;
use ogrom_server::{BoxError, Services, command::print, system::SystemClock};
use ogrom_server_sql::up_to_date;
use ogrom_server_telemetry::{Build, log};
use ogrom_sources_fashion_memory::Memory;
use ogrom_sources_fashion_sql::{SCHEMA, Sql};

use crate::{
    Cli, Command, DatabaseOptions, ImportCommand, OpenapiCommand, cli::APP, document::info, routes,
    serve::serve, sources::Sources,
};

/// Runs a command of this build to its end.
pub fn run(cli: Cli, build: Build) -> Result<(), BoxError> {
    let command = cli.into_command();
    let _log = log::start(&command.log());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(async {
        match command {
            Command::Serve(command) => serve(*command, build).await,
            Command::Import(command) => import(command).await,
            Command::Migrate(database) => migrate(database).await,
            Command::Openapi(command) => print_document(command),
            Command::Platform(command) => {
                command.run(SCOPES, || Ok(over_nothing(Locales::new(["en-GB; GBP".parse()?])?)?))
            }
            Command::Config(command) => Ok(print(&command.report::<Cli>(&APP)?)?),
        }
    });
    // A thread may read from a source that never ends.
    runtime.shutdown_background();
    done
}

/// The exit status of a process that failed with this error: that of the signal, if it was one, and else 1.
pub fn status(error: &(dyn Error + 'static)) -> u8 {
    let mut sources = std::iter::successors(Some(error), |&error| error.source());
    sources.find_map(|error| error.downcast_ref::<Interrupted>()).map_or(1, |signal| signal.status())
}

async fn import(command: ImportCommand) -> Result<(), BoxError> {
    let mut signals = StopSignals::caught().map_err(|error| format!("cannot listen to signals: {error}"))?;
    let stop = Stop::default();
    let mut whole = pin!(import_until(command, stop.clone()));
    tokio::select! {
        done = &mut whole => return done,
        because = signals.next() => stop.ask(because),
    }
    tokio::select! {
        done = &mut whole => done,
        // A second signal does not wait for what is being committed.
        because = signals.next() => exit(because.status().into()),
    }
}

async fn import_until(command: ImportCommand, stop: Stop) -> Result<(), BoxError> {
    let database = up_to_date(&command.database.location, &SCHEMA).await?;
    let options = ImportOptions { start: SystemClock.now(), rejects: command.rejects, stop };
    let into = Importers::all_into(&Arc::new(Sql::from(database.clone())));
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

async fn migrate(DatabaseOptions { location }: DatabaseOptions) -> Result<(), BoxError> {
    up_to_date(&location, &SCHEMA).await?.close().await;
    Ok(print(&format!("The database '{location}' is up to date."))?)
}

/// The service without data. Endpoints are built without a call of their sources, so that any will do.
pub(crate) fn over_nothing(locales: Locales) -> Result<Mounted, BuildErrors> {
    routes::service(&Sources::all_from(&Arc::new(Memory::default())), &Services::of_system(locales))
}

fn print_document(OpenapiCommand { document: options, locales }: OpenapiCommand) -> Result<(), BoxError> {
    let routes = ogrom_server::described_routes(&over_nothing(locales)?);
    Ok(print(options.text(routes, &info())?.trim_end())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tracing_is_only_served_to_this_machine() {
        let cli = Cli::from_arguments(["ogrom", "serve", "--trace", "--address", "0.0.0.0", "--port", "0"]);
        let error = run(cli.unwrap(), crate::build(None)).unwrap_err().to_string();
        assert!(error.contains("0.0.0.0") && error.contains("--trace"), "{error}");
    }
}
