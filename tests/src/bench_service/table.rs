//! The results as a table of Markdown.

use std::io::{self, Write};

use ogrom_tests::measure::median;

use crate::{
    contender::Contender,
    rounds::{Measured, Pace},
};

/// Prints the speed and the cost of each contender: the median of all rounds. Shares are of one round each, as
/// medians, too.
pub(crate) fn print(Measured { rounds, rate, binary }: &Measured) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let of = |place: usize, what: fn(&Pace) -> f64| median(rounds.iter().map(|round| what(&round[place])));
    writeln!(
        out,
        "| | requests per second | CPU per request, µs | p50 and p99 at {rate} a second, ms | start to first response, ms | resident idle, MB |"
    )?;
    writeln!(out, "|---|--:|--:|--:|--:|--:|")?;
    for (place, contender) in Contender::ALL.iter().enumerate() {
        write!(out, "| {} | {:.0} ", contender.name(), of(place, |pace| pace.rate))?;
        write!(out, "| {:.1} ", of(place, |pace| pace.cpu))?;
        write!(out, "| {:.2}, {:.2} ", of(place, |pace| pace.p50), of(place, |pace| pace.p99))?;
        writeln!(out, "| {:.1} | {:.1} |", of(place, |pace| pace.start), of(place, |pace| pace.idle))?;
    }
    let share = |what: fn(&Pace) -> f64, than: usize| {
        median(rounds.iter().map(|round| what(&round[2]) / what(&round[than])))
    };
    writeln!(
        out,
        "\nOgrom's throughput is {:.2} of axum's, its p99 {:.2}, its CPU {:.2} of bare hyper's.",
        share(|pace| pace.rate, 1),
        share(|pace| pace.p99, 1),
        share(|pace| pace.cpu, 0),
    )?;
    match binary {
        Some(size) => writeln!(out, "The binary has {size:.1} MB."),
        None => writeln!(out, "The binary of the service is not built."),
    }
}
