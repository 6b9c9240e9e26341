//! The rounds: each contender has its turn, on one server, with the same requests.

use std::{
    io::{self, Write},
    net::SocketAddr,
    time::{Duration, Instant},
};

use ogrom_tests::measure::{
    BoxError, client,
    process::{self, Running},
    requests::Requests,
};
use ogrom_tests_mariadb::Server;

use crate::{contender::Contender, data, job::Job};

/// As long as the service's cache lifetime. A turn begins when the whole cache is out of date, since the others had
/// their turns. So it loads all items once a turn, as often as a service that runs on.
const TURN: Duration = Duration::from_secs(5);

/// How many of a job's requests show whether the contenders do the same.
const SAMPLES: usize = 20;

/// The results of a contender in a turn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    /// Requests per second.
    pub(crate) rate: f64,
    /// CPU time of the contender's process per request, in microseconds.
    pub(crate) cpu: f64,
    /// CPU time of the database server per request, in microseconds.
    pub(crate) database: f64,
}

/// The paces of a job: for each round, in the order of [`Contender::ALL`].
pub(crate) type Rounds = Vec<(Job, Vec<[Pace; 3]>)>;

/// Measures every job with every contender.
pub(crate) fn measure(rounds: usize) -> Result<Rounds, BoxError> {
    let server = Server::own();
    let database = server.database();
    data::import(&database)?;
    let jobs = agreed(&server, &database)?;
    let contenders = start(&database)?;
    let mut measured = Vec::new();
    for (job, requests) in jobs {
        let mut paces = Vec::new();
        for round in 1..=rounds {
            let turn = |contender: &Running| turn(&server, contender, &requests);
            let [plain, bare, cached] = contenders.each_ref().map(turn);
            paces.push([plain?, bare?, cached?]);
            writeln!(io::stderr(), "{}: round {round} of {rounds}: {:.0?}", job.name(), paces[round - 1])?;
        }
        measured.push((job, paces));
    }
    Ok(measured)
}

/// Brings up a server with the data, and stays until a line comes in.
pub(crate) fn stay() -> Result<(), BoxError> {
    let server = Server::own();
    let database = server.database();
    data::import(&database)?;
    writeln!(io::stdout(), "{database}")?;
    io::stdin().read_line(&mut String::new())?;
    Ok(())
}

/// Sends one turn's requests, and prints how many responses came in a second.
pub(crate) fn ask(address: SocketAddr, job: Job) -> Result<(), BoxError> {
    let rate = client::ask(address, &job.requests(address)?, TURN)? / TURN.as_secs_f64();
    Ok(writeln!(io::stdout(), "{rate:.0}")?)
}

fn start(database: &str) -> Result<[Running; 3], BoxError> {
    let [plain, bare, cached] = Contender::ALL.map(|contender| contender.start(database));
    Ok([plain?, bare?, cached?])
}

/// The requests of each job, once the contenders are known to agree. They differ from the measured ones: for a
/// statement that is prepared while statements are logged, the values are logged, too, from then on.
fn agreed(server: &Server, database: &str) -> Result<Vec<(Job, Requests)>, BoxError> {
    server.note_statements();
    let contenders = start(database)?;
    let agreed = |job: Job| {
        server.note_statements();
        let requests = job.requests(contenders[1].address())?;
        requests.all().iter().take(SAMPLES).try_for_each(|request| agree(server, &contenders, request))?;
        Ok((job, requests))
    };
    Job::ALL.into_iter().map(agreed).collect()
}

/// Stops if the contenders' responses differ in any byte, or if their queries to the database differ.
fn agree(server: &Server, contenders: &[Running; 3], request: &[u8]) -> Result<(), BoxError> {
    let tell = |contender: &Running| {
        server.note_statements();
        let answer = String::from_utf8(client::once(contender.address(), request)?)?;
        Ok::<_, BoxError>((answer, server.noted_statements()))
    };
    let [plain, bare, cached] = contenders.each_ref().map(tell);
    let (plain, bare, cached) = (plain?, bare?, cached?);
    if plain == bare && plain == cached {
        return Ok(());
    }
    let asked = String::from_utf8_lossy(request);
    Err(format!("the contenders do not do the same: {asked}\n{plain:?}\n{bare:?}\n{cached:?}").into())
}

fn turn(server: &Server, contender: &Running, requests: &Requests) -> Result<Pace, BoxError> {
    let cpu = || Ok::<_, BoxError>((contender.cpu()?, process::cpu(server.process())?));
    let (began, before) = (Instant::now(), cpu()?);
    let count = client::ask(contender.address(), requests, TURN)?;
    let (took, after) = (began.elapsed(), cpu()?);
    let each = |before, after| (after - before) / count * 1e6;
    Ok(Pace {
        rate: count / took.as_secs_f64(),
        cpu: each(before.0, after.0),
        database: each(before.1, after.1),
    })
}
