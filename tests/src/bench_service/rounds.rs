//! The rounds: each contender has its turn, with the same requests.

use std::{
    fs,
    io::{self, Write},
    process::Command,
    time::{Duration, Instant},
};

use ogrom_tests::measure::{
    BoxError, client,
    process::Running,
    requests::{Requests, get},
};

use crate::{
    contender::{Contender, ogrom},
    products,
};

/// How long a contender gets requests as fast as it responds, and how long at a fixed rate.
const TURN: Duration = Duration::from_secs(3);

/// The results of a contender in a turn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    /// Requests per second, sent as fast as it responds.
    pub(crate) rate: f64,
    /// CPU time of its process per request, in microseconds.
    pub(crate) cpu: f64,
    /// How long half of the requests took that came at a fixed rate, in milliseconds.
    pub(crate) p50: f64,
    /// How long 99 of 100 took.
    pub(crate) p99: f64,
    /// From the start of a process of it to its first response, in milliseconds.
    pub(crate) start: f64,
    /// Its memory before the first request, in MB.
    pub(crate) idle: f64,
}

/// The measurements.
pub(crate) struct Measured {
    /// For each round, in the order of [`Contender::ALL`].
    pub(crate) rounds: Vec<[Pace; 3]>,
    /// How many requests came in a second where their time was measured.
    pub(crate) rate: u32,
    /// The size of the service's binary, in MB; absent if it is not built.
    pub(crate) binary: Option<f64>,
}

/// Measures every contender.
pub(crate) fn measure(count: usize, rate: u32) -> Result<Measured, BoxError> {
    let folder = tempfile::tempdir()?;
    let source = Running::start(ogrom(&mut Command::new(std::env::current_exe()?), folder.path()))?;
    let requests = products::requests(source.address())?;
    let contenders = Contender::ALL.map(|contender| contender.start(source.address(), folder.path()));
    let [hyper, axum, service] = contenders;
    let contenders = [hyper?, axum?, service?];
    agree(&contenders, &requests)?;
    let mut rounds = Vec::new();
    for round in 1..=count {
        let paces = [0, 1, 2].map(|place| {
            let (start, idle) =
                started(|| Contender::ALL[place].start(source.address(), folder.path()), &requests)?;
            turn(&contenders[place], &requests, rate).map(|pace| Pace { start, idle, ..pace })
        });
        let [hyper, axum, service] = paces;
        rounds.push([hyper?, axum?, service?]);
        writeln!(io::stderr(), "round {round} of {count}: {:.2?}", rounds[round - 1])?;
    }
    let binary = std::env::current_exe()?.with_file_name("ogrom");
    #[expect(clippy::cast_precision_loss, reason = "no binary is so large")]
    let binary = fs::metadata(binary).ok().map(|file| file.len() as f64 / 1e6);
    Ok(Measured { rounds, rate, binary })
}

/// Stops if the contenders' responses differ in any byte.
fn agree(contenders: &[Running; 3], requests: &Requests) -> Result<(), BoxError> {
    for request in requests.all() {
        let [hyper, axum, service] = contenders.each_ref().map(|one| client::once(one.address(), request));
        let service = service?;
        if hyper? != service || axum? != service {
            return Err(format!("not the same: {}", String::from_utf8_lossy(request)).into());
        }
    }
    Ok(())
}

/// How long a contender takes to its first response, and how much memory it has before.
fn started(
    start: impl FnOnce() -> Result<Running, BoxError>,
    requests: &Requests,
) -> Result<(f64, f64), BoxError> {
    let begun = Instant::now();
    let running = start()?;
    let idle = running.resident()?;
    client::once(running.address(), requests.all().first().map_or(&get("/"), |request| request))?;
    Ok((begun.elapsed().as_secs_f64() * 1e3, idle))
}

fn turn(contender: &Running, requests: &Requests, rate: u32) -> Result<Pace, BoxError> {
    let (began, before) = (Instant::now(), contender.cpu()?);
    let count = client::ask(contender.address(), requests, TURN)?;
    let (took, after) = (began.elapsed(), contender.cpu()?);
    let mut times = client::at_rate(contender.address(), requests, rate, TURN)?;
    times.sort_unstable();
    let share = |part: usize| times.get(times.len() * part / 100).map_or(f64::NAN, Duration::as_secs_f64);
    Ok(Pace {
        rate: count / took.as_secs_f64(),
        cpu: (after - before) / count * 1e6,
        p50: share(50) * 1e3,
        p99: share(99) * 1e3,
        start: 0.0,
        idle: 0.0,
    })
}
