//! Processes: their first line, and their CPU time.

use std::{
    fs,
    io::{BufRead, BufReader},
    net::SocketAddr,
    process::{Child, ChildStdout, Command, Stdio},
};

use super::BoxError;

/// Clock ticks in a second, as Linux reports them to every program.
const TICKS: f64 = 100.0;

/// A server in a process of its own, which ends with this value.
#[derive(Debug)]
pub struct Running {
    process: Child,
    address: SocketAddr,
    /// Open, since a service that cannot print any more ends.
    _output: BufReader<ChildStdout>,
}

// === impl Running ===

impl Running {
    /// Starts a command that prints its address in its first line. Its log is discarded, as fast as possible.
    pub fn start(command: &mut Command) -> Result<Self, BoxError> {
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut output = BufReader::new(process.stdout.take().ok_or("the server has no output")?);
        let mut line = String::new();
        output.read_line(&mut line)?;
        let address = line.split_once("http://").and_then(|(_, rest)| rest.split('/').next()?.parse().ok());
        let address = address.ok_or_else(|| format!("the server does not serve: {line}"))?;
        Ok(Self { process, address, _output: output })
    }

    /// Its address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How much memory it has in use, in MB.
    pub fn resident(&self) -> Result<f64, BoxError> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|line| line.trim().strip_suffix(" kB")).ok_or("/proc shows no memory")?;
        Ok(kib.trim().parse::<f64>()? * 1024.0 / 1e6)
    }

    /// The CPU time that it has had, in seconds.
    pub fn cpu(&self) -> Result<f64, BoxError> {
        cpu(self.process.id())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The CPU time that the process of this number has had, in seconds: by proc(5) fields 14 and 15 of `stat`.
pub fn cpu(process: u32) -> Result<f64, BoxError> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let (_, fields) = stat.rsplit_once(") ").ok_or("/proc has another form than expected")?;
    let times = fields.split(' ').skip(11).take(2).map(str::parse::<u32>);
    Ok(f64::from(times.sum::<Result<u32, _>>()?) / TICKS)
}
