//! The results as tables of Markdown.

use std::io::{self, Write};

use crate::{solo::Costs, wire::Paces};

/// Prints the cost of each job, with Ogrom's share of the others.
pub(crate) fn print_solo(costs: &Costs) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "Per request, without a network: instructions, and heap allocations beyond those of raw hyper\n"
    )?;
    writeln!(
        out,
        "| job | hyper | axum | Ogrom | Ogrom/axum | Ogrom/hyper | allocations: hyper | axum | Ogrom |"
    )?;
    writeln!(out, "|---|--:|--:|--:|--:|--:|--:|--:|--:|")?;
    for (job, costs) in costs {
        let [hyper, axum, ogrom] = costs[..] else { continue };
        let [h, a, o] = [hyper, axum, ogrom].map(|cost| cost.instructions.unwrap_or(f64::NAN));
        write!(out, "| {} | {h:.0} | {a:.0} | {o:.0} | {:.2} | {:.2} ", job.name(), o / a, o / h)?;
        let beyond = [axum, ogrom].map(|cost| cost.allocations - hyper.allocations);
        writeln!(out, "| {:.0} | {:+.0} | {:+.0} |", hyper.allocations, beyond[0], beyond[1])?;
    }
    writeln!(out)
}

/// Prints how fast each contender is over TCP.
pub(crate) fn print_wire(paces: &Paces) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "Over TCP on this machine: requests per second, and CPU time of the server per request in µs\n"
    )?;
    writeln!(out, "| job | hyper | axum | Ogrom | CPU: hyper | axum | Ogrom | Ogrom/axum | Ogrom/hyper |")?;
    writeln!(out, "|---|--:|--:|--:|--:|--:|--:|--:|--:|")?;
    for (job, paces) in paces {
        let [hyper, axum, ogrom] = &paces[..] else { continue };
        let (h, a, o) = (hyper.cpu(), axum.cpu(), ogrom.cpu());
        write!(out, "| {} | {:.0} | {:.0} | {:.0} ", job.name(), hyper.rate(), axum.rate(), ogrom.rate())?;
        writeln!(out, "| {h:.1} | {a:.1} | {o:.1} | {:.2} | {:.2} |", o / a, o / h)?;
    }
    Ok(())
}
