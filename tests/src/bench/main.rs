//! Compares the same work done by raw hyper, by axum and by an Ogrom endpoint with its route table.

mod contender;
mod job;
mod memory;
mod shop;
mod solo;
mod table;
mod wire;

use std::{alloc::System, error::Error};

use clap::{Parser, Subcommand};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

use crate::{contender::Contender, job::Job};

/// Counts each contender's allocations. Counting costs all of them the same.
#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Why the comparison broke off.
type BoxError = Box<dyn Error + Send + Sync>;

/// Compares the same work done by raw hyper, by axum and by Ogrom: instructions and heap allocations per request, then
/// requests per second and CPU time per request over TCP.
#[derive(Debug, Parser)]
#[command(name = "bench")]
struct Arguments {
    /// Leave out TCP, whose numbers depend on the other load of the machine
    #[arg(long)]
    quick: bool,
    #[command(subcommand)]
    part: Option<Part>,
}

/// One part of the comparison, which runs in a process of its own; also for profiling
#[derive(Debug, Subcommand)]
enum Part {
    /// Run one job so many times on a contender, without a network, and print how often it allocated
    Loop { contender: Contender, job: Job, times: usize },
    /// Let a contender serve on a free port of this machine, which is printed
    Serve { contender: Contender },
}

fn main() -> Result<(), BoxError> {
    let arguments = Arguments::parse();
    match arguments.part {
        Some(Part::Loop { contender, job, times }) => solo::run(contender, job, times),
        Some(Part::Serve { contender }) => wire::serve(contender),
        None => compare(arguments.quick),
    }
}

fn compare(quick: bool) -> Result<(), BoxError> {
    solo::agree()?;
    table::print_solo(&solo::measure()?)?;
    if !quick {
        table::print_wire(&wire::measure()?)?;
    }
    Ok(())
}
