//! The commands of every service beside serving.

mod print;

use std::{
    error::Error,
    io::{self, Write, stdout},
};

use clap::Subcommand;
use ogrom_core::{mount::Mounted, scope::Scope};
use ogrom_core_resource::EndpointInfo;
use ogrom_server_identity::{self as identity, TokenCommand};

pub use self::print::{DocumentFormat, DocumentOptions, GraphCommand, GraphFormat, OpenapiVersion};
use crate::{
    BoxError,
    health::{self, HealthcheckCommand},
    system::{self, SystemClock},
    trace::draw::{Dot, PlainText, Svg},
};

/// The commands of every service beside serving.
#[derive(Debug, Clone, Subcommand)]
pub enum PlatformCommand {
    /// List all routes with their methods and keys
    Routes,
    /// Draw the decision graph of HTTP that every request walks
    Graph(GraphCommand),
    /// Check that the service on this machine is ready, and fail if it is not
    Healthcheck(HealthcheckCommand),
    /// Make a JWT for development, or a key to sign JWTs
    Token(TokenCommand),
}

// === impl PlatformCommand ===

impl PlatformCommand {
    /// Runs the command, for a service with these scopes and routes, and prints its result.
    pub fn run(
        self,
        scopes: &[Scope],
        routes: impl FnOnce() -> Result<Mounted, BoxError>,
    ) -> Result<(), BoxError> {
        let text = match self {
            Self::Routes => list(&routes()?),
            Self::Graph(command) => draw(&command),
            Self::Healthcheck(command) => health::check(&command)?,
            Self::Token(command) => identity::make(&command, scopes, &SystemClock, system::seed())?,
        };
        Ok(print(&text)?)
    }
}

/// Prints a result on standard output.
pub fn print(text: &str) -> io::Result<()> {
    print_on(stdout().lock(), text)
}

/// An error with all its sources, on one line. A source that the error names already is omitted.
pub fn chain(error: &dyn Error) -> String {
    let sources = std::iter::successors(error.source(), |&error| error.source());
    sources.fold(error.to_string(), |text, source| match source.to_string() {
        said if text.ends_with(&said) => text,
        source => format!("{text}: {source}"),
    })
}

fn list(routes: &Mounted) -> String {
    let rows: Vec<_> =
        routes.leaves().map(|(template, endpoint)| (template, endpoint.info().clone())).collect();
    let width = rows.iter().map(|(template, _)| template.len()).max().unwrap_or_default();
    let row = |(template, info): &(String, EndpointInfo)| {
        format!("{template:width$}  {:24}  {}", info.key.name(), info.methods)
    };
    let rows: Vec<_> = rows.iter().map(row).collect();
    rows.join("\n")
}

fn draw(command: &GraphCommand) -> String {
    match command.format {
        GraphFormat::Text => PlainText.to_string(),
        GraphFormat::Dot => Dot.to_string(),
        GraphFormat::Svg => Svg::default().to_string(),
    }
}

/// A reader such as `head` may have read enough, which is no failure.
fn print_on(mut out: impl Write, text: &str) -> io::Result<()> {
    let printed = writeln!(out, "{text}").and_then(|()| out.flush());
    printed.or_else(|error| if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })
}

#[cfg(test)]
mod tests {
    use super::*;

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
