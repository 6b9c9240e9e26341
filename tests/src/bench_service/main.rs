//! Compares the service as it runs with peers that do as much: all layers on, the same products, by turns.

mod contender;
mod products;
mod rounds;
mod table;

use std::net::SocketAddr;

use clap::{Parser, Subcommand};
use mimalloc::MiMalloc;
use ogrom_tests::measure::BoxError;

/// Compares the service with axum under the layers of tower-http that do the same, and with bare hyper: products that are
/// in memory, by their identifiers, over HTTP/1.1.
#[derive(Debug, Parser)]
#[command(name = "bench-service")]
struct Arguments {
    /// How often each contender has its turn
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// How many requests a second come while it is measured how long they take
    #[arg(long, default_value_t = 8000)]
    rate: u32,
    #[command(subcommand)]
    part: Option<Part>,
}

/// The parts that run in a process of their own; also for profiling.
#[derive(Debug, Subcommand)]
enum Part {
    /// Let bare hyper serve the same data as this service
    Hyper { service: SocketAddr },
    /// Let axum serve the same data as this service
    Axum { service: SocketAddr },
    /// Run the service with these arguments
    Ogrom {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

/// That of the service, for all contenders.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> Result<(), BoxError> {
    let arguments = Arguments::parse();
    match arguments.part {
        Some(Part::Hyper { service }) => contender::hyper::serve(service),
        Some(Part::Axum { service }) => contender::axum::serve(service),
        Some(Part::Ogrom { arguments }) => {
            let arguments = std::iter::once("ogrom".to_owned()).chain(arguments);
            ogrom_run::command::run(ogrom_run::Cli::from_arguments(arguments)?, ogrom_run::build(None))
        }
        None => table::print(&rounds::measure(arguments.rounds, arguments.rate)?).map_err(Into::into),
    }
}
