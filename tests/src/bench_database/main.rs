//! Compares the service on MariaDB with the least that axum and sqlx take to do the same.

mod contender;
mod data;
mod job;
mod plain;
mod rounds;
mod table;

use std::net::SocketAddr;

use clap::{Parser, Subcommand};
use mimalloc::MiMalloc;
use ogrom_tests::measure::BoxError;

use crate::job::Job;

/// Compares the service on MariaDB with a minimal one of axum and sqlx: the same statements on the same server, the
/// same responses, by turns. The service runs twice, without its cache and with its defaults. Needs mariadbd.
#[derive(Debug, Parser)]
#[command(name = "bench-database")]
struct Arguments {
    /// How often each contender has its turn with each job
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    #[command(subcommand)]
    part: Option<Part>,
}

/// The parts that run in a process of their own; also for profiling.
#[derive(Debug, Subcommand)]
enum Part {
    /// Bring up a server with the data, print the URL of its database, and stay until a line comes in
    Database,
    /// Send one turn's requests to the server at this address
    Ask { address: SocketAddr, job: Job },
    /// Let the contender of axum and sqlx serve on a free port of this machine, which is printed
    Plain { database: String },
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
        Some(Part::Database) => rounds::stay(),
        Some(Part::Ask { address, job }) => rounds::ask(address, job),
        Some(Part::Plain { database }) => plain::serve(&database),
        Some(Part::Ogrom { arguments }) => {
            let arguments = std::iter::once("ogrom".to_owned()).chain(arguments);
            ogrom_run::command::run(ogrom_run::Cli::from_arguments(arguments)?, ogrom_run::build(None))
        }
        None => table::print(&rounds::measure(arguments.rounds)?).map_err(Into::into),
    }
}
