//! Rehearsed deployments: no client of the public name notices one, whatever fault happens.
//!
//! The long ones are those of `./test --rehearsal`.

mod contended;
mod controls;
mod deployed;
mod faults;
mod held;
mod killed;
mod permitted;
mod readme;
mod refused;
mod table;

use std::{thread, time::Duration};

use ogrom_tests_rehearsal::{
    deployer::Ran,
    stage::Stage,
    traffic::{GRACE, Seen},
    versions::{Programs, Version},
};

/// Built by cargo before the tests begin.
const PROGRAMS: Programs = Programs {
    service: env!("CARGO_BIN_EXE_ogrom-rehearsed"),
    deployer: env!("CARGO_BIN_EXE_ogrom-docker-deploy-rehearsed"),
    beanstalk: env!("CARGO_BIN_EXE_ogrom-tests-beanstalk-rehearsed"),
};

/// How long clients are there before something is done.
const BEFORE: Duration = Duration::from_secs(1);

/// How long the clients stay after it: longer than an old version may respond, so that the last one is seen to stay.
const AFTER: Duration = Duration::from_secs(GRACE.as_secs() + 1);

/// The observations of clients during an action.
fn seen<T>(stage: &Stage, act: impl FnOnce() -> T) -> (Seen, T) {
    let traffic = stage.traffic();
    thread::sleep(BEFORE);
    let done = act();
    thread::sleep(AFTER);
    (traffic.end(), done)
}

/// Carries out an action under load, and the clients notice nothing. No request fails, each acknowledged change is
/// kept, and the responses come from these versions in this order.
#[track_caller]
fn unnoticed(name: &str, stage: &Stage, deployed: &[&Version], act: impl FnOnce() -> Ran) -> Ran {
    let (seen, ran) = seen(stage, act);
    table::add(name, &seen.report, Some(&ran));
    assert!(seen.report.failed.is_empty(), "{}\n{}", seen.report, ran.log);
    seen.in_order(deployed).unwrap_or_else(|error| panic!("{error}\n{}", ran.log));
    let written = stage.written();
    let lost: Vec<_> = seen.acknowledged.iter().filter(|change| !written.contains(*change)).collect();
    assert!(lost.is_empty() && !seen.acknowledged.is_empty(), "acknowledged, and not there: {lost:?}");
    ran
}

/// The checks of the tests on a run.
trait Ended {
    /// The same, if it ended with this code and these texts.
    fn ended(self, code: i32, words: &[&str]) -> Self;
}

impl Ended for Ran {
    #[track_caller]
    fn ended(self, code: i32, words: &[&str]) -> Self {
        assert_eq!(self.code, Some(code), "{}\n{}", self.log, self.words());
        let said = self.words() + &self.log;
        let unsaid: Vec<_> = words.iter().filter(|words| !said.contains(**words)).collect();
        assert!(unsaid.is_empty(), "does not say {unsaid:?}: {said}");
        self
    }
}
