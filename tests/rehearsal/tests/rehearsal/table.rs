//! The table of all rehearsals, which `./test` shows at its end.

use std::{fs::File, io::Write, path::Path};

use ogrom_tests::load::Report;
use ogrom_tests_rehearsal::deployer::Ran;

/// Adds a row: the rehearsal, the exit code of the tool, and the results of clients.
pub(crate) fn add(name: &str, report: &Report, ran: Option<&Ran>) {
    let Report { succeeded, failed, longest_gap, p99, .. } = report;
    let (code, took) = match ran {
        Some(ran) => (ran.code.map_or("killed".to_owned(), |code| code.to_string()), ran.took.as_secs_f64()),
        None => ("-".to_owned(), 0.0),
    };
    let (gap, p99, failed) = (longest_gap.as_millis(), p99.as_millis(), failed.len());
    let row = format!("{name}\t{code}\t{took:.1}\t{succeeded}\t{failed}\t{gap}\t{p99}\n");
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rehearsal.tsv");
    let file = File::options().create(true).append(true).open(path);
    let _ = file.and_then(|mut file| file.write_all(row.as_bytes()));
}
