//! Requests per second and CPU time per request over TCP on this machine, the contenders alternately.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    process::Command,
    thread,
    time::{Duration, Instant},
};

use hyper_util::rt::TokioIo;
use ogrom_tests::measure::process::Running;
use tokio::net::TcpListener;

use crate::{BoxError, contender::Contender, job::Job};

/// The results of a contender over TCP.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Pace {
    requests: u32,
    took: Duration,
    /// CPU time of the server's process, in seconds.
    busy: f64,
}

/// The paces of a job, in the order of [`Contender::ALL`].
pub(crate) type Paces = Vec<(Job, Vec<Pace>)>;

/// How often each contender has its turn with each job, and for how long.
const TURNS: usize = 4;
const TURN: Duration = Duration::from_millis(500);

/// Parallel connections, each of which sends its next request after the response to the previous one.
const CONNECTIONS: usize = 8;

/// Serves on a free port, on one thread, until the process is ended.
pub(crate) fn serve(contender: Contender) -> Result<(), BoxError> {
    let server = contender.server()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let local = tokio::task::LocalSet::new();
    local.block_on(&runtime, async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        writeln!(io::stdout(), "http://{}/", listener.local_addr()?)?;
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            tokio::task::spawn_local(server.clone().serve(TokioIo::new(stream)));
        }
    })
}

/// Measures every job with every contender.
pub(crate) fn measure() -> Result<Paces, BoxError> {
    let servers: Vec<_> = Contender::ALL.into_iter().map(start).collect::<Result<_, _>>()?;
    let mut paces = Vec::new();
    for job in Job::ALL {
        let mut of_job = vec![Pace::default(); servers.len()];
        for _ in 0..TURNS {
            for (server, pace) in servers.iter().zip(&mut of_job) {
                pace.add(take_turn(server, job)?);
            }
        }
        paces.push((job, of_job));
    }
    Ok(paces)
}

/// Starts this very program again, to serve as a contender.
fn start(contender: Contender) -> Result<Running, BoxError> {
    Running::start(Command::new(std::env::current_exe()?).args(["serve", contender.name()]))
}

/// Sends one turn's requests to a server.
fn take_turn(server: &Running, job: Job) -> Result<Pace, BoxError> {
    let (address, before, started) = (server.address(), server.cpu()?, Instant::now());
    let counts = thread::scope(|scope| {
        let clients: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(|| ask(address, job))).collect();
        let joined = clients.into_iter().map(|client| client.join().map_err(|_| "a client panicked")?);
        joined.collect::<Result<Vec<_>, BoxError>>()
    })?;
    Ok(Pace { requests: counts.iter().sum(), took: started.elapsed(), busy: server.cpu()? - before })
}

// === impl Pace ===

impl Pace {
    /// Requests per second.
    pub(crate) fn rate(&self) -> f64 {
        f64::from(self.requests) / self.took.as_secs_f64()
    }

    /// CPU time of the server per request, in microseconds.
    pub(crate) fn cpu(&self) -> f64 {
        self.busy / f64::from(self.requests) * 1e6
    }

    fn add(&mut self, other: Self) {
        self.requests += other.requests;
        self.took += other.took;
        self.busy += other.busy;
    }
}

/// Sends one turn's requests, and returns how many responses came.
fn ask(address: SocketAddr, job: Job) -> Result<u32, BoxError> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let request = job.request();
    stream.write_all(&request)?;
    // All responses to a job are of one length.
    let mut answer = first(&mut stream)?;
    let until = Instant::now() + TURN;
    let mut count = 1;
    while Instant::now() < until {
        stream.write_all(&request)?;
        stream.read_exact(&mut answer)?;
        count += 1;
    }
    Ok(count)
}

/// The first response of a connection, in full.
fn first(stream: &mut TcpStream) -> Result<Vec<u8>, BoxError> {
    let mut answer = Vec::new();
    let mut part = [0; 4096];
    loop {
        let count = stream.read(&mut part)?;
        if count == 0 {
            return Err("the server closed the connection".into());
        }
        answer.extend_from_slice(&part[..count]);
        let text = String::from_utf8_lossy(&answer);
        let Some((head, content)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let bodiless = head.starts_with("HTTP/1.1 304");
        if bodiless || content.len() == length.unwrap_or("0").parse::<usize>()? {
            return Ok(answer);
        }
    }
}
