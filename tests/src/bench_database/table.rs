//! The results as a table of Markdown.

use std::io::{self, Write};

use ogrom_tests::measure::median;

use crate::rounds::{Pace, Rounds};

/// Prints the speed of each contender and the cost of a request, with the service's share of the plain one. All
/// values are medians over all rounds; so are the shares, each of one round.
pub(crate) fn print(rounds: &Rounds) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "Requests per second, and CPU time per request in µs: of the service + of the database\n")?;
    writeln!(
        out,
        "| job | axum + sqlx | Ogrom, no cache | Ogrom | no cache/axum | Ogrom/axum | CPU: axum + sqlx | no cache | Ogrom |"
    )?;
    writeln!(out, "|---|--:|--:|--:|--:|--:|--:|--:|--:|")?;
    for (job, rounds) in rounds {
        let of =
            |place: usize, what: fn(&Pace) -> f64| median(rounds.iter().map(|round| what(&round[place])));
        let share = |place: usize| median(rounds.iter().map(|round| round[place].rate / round[0].rate));
        let rate = |place| of(place, |pace| pace.rate);
        let cpu =
            |place| format!("{:.0} + {:.0}", of(place, |pace| pace.cpu), of(place, |pace| pace.database));
        write!(out, "| {} | {:.0} | {:.0} | {:.0} ", job.name(), rate(0), rate(1), rate(2))?;
        write!(out, "| {:.2} | {:.2} ", share(1), share(2))?;
        writeln!(out, "| {} | {} | {} |", cpu(0), cpu(1), cpu(2))?;
    }
    Ok(())
}
