//! The commands: what each does, from opening the database to its last line.

mod serve;

use std::{
    error::Error,
    io::{self, Write, stdout},
    pin::pin,
    process::exit,
    sync::Arc,
};

use ogrom_core::mount::Mounted;
use ogrom_core_fashion::moderation::SCOPES;
use ogrom_core_openapi::Document;
use ogrom_core_resource::{
    About, Caching,
    graph::draw::{Dot, Svg, Text},
};
use ogrom_core_route::BuildErrors;
use ogrom_protocols::Clock;
use ogrom_protocols_model::Locales;
use ogrom_run_import::{
    self as import, ImportError, ImportOptions, Importers, Interrupted, ProgressLine, Signals, Stop,
};
use ogrom_sources_memory::Memory;

use self::serve::serve;
use crate::{
    Cli, Command, Database, DocumentCommand, DocumentFormat, GraphCommand, GraphFormat, ImportCommand,
    OpenapiVersion,
    cli::APP,
    database, health, identity,
    log::{self, LogOptions},
    routes::{self, Surroundings},
    sources::Sources,
    system::{self, RandomIdentities, SystemClock},
};

/// Whatever stopped a command.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// Runs a command to its end; a service tells that it was built from this commit.
pub fn run(cli: Cli, commit: Option<&'static str>) -> Result<(), BoxError> {
    let command = cli.into_command();
    let _log = log::start(&LogOptions::of(&command));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(async {
        match command {
            Command::Serve(command) => serve(*command, commit).await,
            Command::Import(command) => import(command).await,
            Command::Migrate(database) => migrate(database).await,
            Command::Routes => list_routes(),
            Command::Graph(command) => draw_graph(&command),
            Command::Openapi(command) => print_document(command),
            Command::Healthcheck(command) => Ok(print(&health::check(&command)?)?),
            Command::Token(command) => {
                Ok(print(&identity::make(&command, SCOPES, &SystemClock, system::seed())?)?)
            }
            Command::Config(command) => Ok(print(&command.report::<Cli>(&APP)?)?),
        }
    });
    // A thread may read what never comes to its end.
    runtime.shutdown_background();
    done
}

/// The status that a process ends with which this has stopped: that of the signal, if it was one, and else 1.
pub fn status(error: &(dyn Error + 'static)) -> u8 {
    let mut stems = std::iter::successors(Some(error), |&error| error.source());
    stems.find_map(|error| error.downcast_ref::<Interrupted>()).map_or(1, |signal| signal.status())
}

/// An error with all that it stems from, on one line. What an error has said of its source already is not said again.
pub fn chain(error: &dyn Error) -> String {
    let sources = std::iter::successors(error.source(), |&error| error.source());
    sources.fold(error.to_string(), |text, source| match source.to_string() {
        said if text.ends_with(&said) => text,
        source => format!("{text}: {source}"),
    })
}

async fn import(command: ImportCommand) -> Result<(), BoxError> {
    let mut signals = Signals::caught().map_err(|error| format!("cannot listen to signals: {error}"))?;
    let stop = Stop::default();
    let mut whole = pin!(import_until(command, stop.clone()));
    tokio::select! {
        done = &mut whole => return done,
        because = signals.next() => stop.ask(because),
    }
    tokio::select! {
        done = &mut whole => done,
        // Somebody cannot wait for what is being committed.
        because = signals.next() => exit(because.status().into()),
    }
}

async fn import_until(command: ImportCommand, stop: Stop) -> Result<(), BoxError> {
    let database = database::up_to_date(&command.database.place()).await?;
    let options = ImportOptions { start: SystemClock.now(), rejects: command.rejects, stop };
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

fn surroundings(locales: Locales) -> Surroundings {
    Surroundings {
        locales: Arc::new(locales),
        clock: Arc::new(SystemClock),
        identities: Arc::new(RandomIdentities),
        caching: Caching::Asking,
    }
}

fn print(text: &str) -> io::Result<()> {
    print_on(stdout().lock(), text)
}

/// Whoever reads may have seen enough, as `head` has; that is no failure.
fn print_on(mut out: impl Write, text: &str) -> io::Result<()> {
    let printed = writeln!(out, "{text}").and_then(|()| out.flush());
    printed.or_else(|error| if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tracing_is_only_served_to_this_machine() {
        let cli = Cli::from_arguments(["ogrom", "serve", "--trace", "--address", "0.0.0.0", "--port", "0"]);
        let error = run(cli.unwrap(), None).unwrap_err().to_string();
        assert!(error.contains("0.0.0.0") && error.contains("--trace"), "{error}");
    }

    /// An output that fails.
    struct Failing(io::ErrorKind);

    impl Write for Failing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_who_has_seen_enough_is_no_failure_and_a_full_disk_is_one() {
        assert!(print_on(Failing(io::ErrorKind::BrokenPipe), "routes").is_ok());
        assert!(print_on(Failing(io::ErrorKind::StorageFull), "routes").is_err());
    }
}
