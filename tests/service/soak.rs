//! A mixed load at a steady rate: nothing fails, and the end is like the beginning.
//!
//! `SOAK_MINUTES` is its duration; without it the test is brief. `SOAK_RATE` is how many jobs begin each second.

mod figures;
mod jobs;

use std::{
    env, thread,
    time::{Duration, Instant},
};

use ogrom_tests_mariadb::Server;

use self::{figures::Figures, jobs::Jobs};
use crate::{
    data,
    ogrom::{Folder, Service},
};

/// How many jobs begin each second.
const RATE: u32 = 100;

/// The length of the parts whose figures are compared: at length, and briefly.
const PARTS: [Duration; 2] = [Duration::from_mins(1), Duration::from_secs(2)];

/// How much the service may grow from the second part to the last, in KiB: less than 120 bytes for each request of twenty
/// minutes.
const FLAT: u64 = 16 << 10;

/// The number of minutes from which on response times are compared. For shorter ones chance is too large.
const COMPARED: usize = 10;

#[expect(clippy::disallowed_methods, reason = "a test has no command line for the time")]
fn told(name: &str) -> Option<usize> {
    env::var(name).ok().map(|number| number.parse().expect("a number"))
}

#[test]
fn mixed_load_fails_nothing_and_leaves_nothing_behind() {
    let minutes = told("SOAK_MINUTES");
    let (part, parts) = minutes.map_or((PARTS[1], 3), |minutes| (PARTS[0], minutes.max(3)));
    let rate = told("SOAK_RATE").map_or(RATE, |rate| rate.try_into().expect("a small number"));
    let server = Server::own();
    let folder = Folder::with_database(server.database());
    data::write(&folder);
    folder.run(&["import", "."]).well();
    // Even on a busy machine, a wait is no failure here.
    let mut command = folder.ogrom(&["--port", "0", "--source-wait", "9s", "--source-timeout", "9s"]);
    let service = Service::start(command.env("OGROM_TOKENS", format!("u0={}", jobs::TOKEN)));
    let jobs = Jobs::at(&service, rate);
    let begun = Instant::now();
    let mut all = Vec::new();
    for number in 1..=u32::try_from(parts).expect("a small number") {
        thread::sleep((part * number).saturating_sub(begun.elapsed()));
        let figures = Figures::of(jobs.asked(), service.size());
        if minutes.is_some() {
            tell(&format!("{number:>3}: {figures}"));
        }
        all.push(figures);
    }
    let late = Figures::of(jobs.end(), service.size());
    let (second, last) = (&all[1], &all[all.len() - 1]);
    let failed: Vec<_> = all.iter().chain([&late]).flat_map(|figures| &figures.failed).collect();
    assert!(failed.is_empty(), "{} failed: {:#?}", failed.len(), &failed[..failed.len().min(10)]);
    assert!(second.asked > 100 && last.asked > 100, "there was no load: {all:?}");
    assert!(last.resident < second.resident + FLAT, "it has grown: {all:?}");
    if parts >= COMPARED {
        assert!(last.p99 <= second.p99.mul_f64(1.3), "it has become slow: {second}, and then {last}");
    }
    service.stop();
}

#[expect(clippy::print_stderr, reason = "a long run shows its progress")]
fn tell(text: &str) {
    eprintln!("{text}");
}
