//! haproxy before services, which it checks for readiness.

use std::{
    fmt::Write as _,
    fs,
    net::TcpListener,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// How long anything may take. Only a test that fails waits so long.
const PATIENCE: Duration = Duration::from_secs(30);

/// A balancer that runs. Killed when it is dropped.
pub(super) struct Balancer {
    child: Child,
    port: u16,
    statistics: u16,
    services: usize,
    _folder: TempDir,
}

// === impl Balancer ===

impl Balancer {
    /// One before services on these ports: it asks each whether it is ready every 200 ms, believes the second no, and sends
    /// no request twice.
    pub(super) fn before(services: &[u16]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let [port, statistics] = free_ports();
        let mut servers = String::new();
        for (number, service) in services.iter().enumerate() {
            let _ =
                writeln!(servers, "  server s{number} 127.0.0.1:{service} check inter 200ms fall 2 rise 1");
        }
        let configuration = format!(
            "global\n  maxconn 4000\n\
             defaults\n  mode http\n  timeout connect 2s\n  timeout client 30s\n  timeout server 30s\n  timeout check 2s\n  retries 0\n\
             frontend all\n  bind 127.0.0.1:{port}\n  default_backend services\n\
             backend services\n  balance roundrobin\n  http-reuse always\n  option httpchk GET /health/ready\n\
             {servers}\
             frontend statistics\n  bind 127.0.0.1:{statistics}\n  stats enable\n  stats uri /\n"
        );
        let file = folder.path().join("haproxy.cfg");
        fs::write(&file, configuration).expect("a file can be written");
        let haproxy = ["haproxy", "/usr/sbin/haproxy"].into_iter().find_map(|haproxy| {
            let mut command = Command::new(haproxy);
            command.arg("-f").arg(&file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            command.spawn().ok()
        });
        let child = haproxy.expect("haproxy is installed, as ./test does");
        Self { child, port, statistics, services: services.len(), _folder: folder }
    }

    /// Where it listens.
    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// Waits until it takes all services for ready.
    pub(super) fn sees_all_ready(&self) {
        let began = Instant::now();
        while self.ready() < self.services {
            assert!(began.elapsed() < PATIENCE, "{} of {} are ready", self.ready(), self.services);
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// How many services it takes for ready.
    fn ready(&self) -> usize {
        let Some(statistics) = get(self.statistics, "/;csv") else { return 0 };
        let lines = statistics.lines().filter(|line| line.starts_with("services,s"));
        lines.filter(|line| line.contains(",UP,")).count()
    }
}

impl Drop for Balancer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Two ports that nobody listens on.
fn free_ports() -> [u16; 2] {
    let listeners = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").expect("a port is free"));
    listeners.map(|listener| listener.local_addr().expect("an address").port())
}

/// What is there; absent where nobody listens.
fn get(port: u16, path: &str) -> Option<String> {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream
        .write_all(format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").as_bytes())
        .ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(answer)
}
