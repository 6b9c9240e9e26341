//! haproxy before services, which it checks for readiness.

#![expect(
    clippy::missing_panics_doc,
    reason = "a harness panics where something fails, and so fails the test"
)]

use std::{
    fmt::Write as _,
    fs,
    net::{IpAddr, SocketAddr, TcpListener, TcpStream},
    process::Command,
    thread,
    time::{Duration, Instant},
};

use crate::{
    group::{Group, PATIENCE, Process},
    plain::ask,
};

/// A balancer that runs. Killed when it is dropped.
#[derive(Debug)]
pub struct Balancer {
    _process: Process,
    address: SocketAddr,
    counter: Counter,
    services: usize,
}

/// The address of a balancer's metrics.
#[derive(Debug, Clone, Copy)]
pub struct Counter(SocketAddr);

// === impl Balancer ===

impl Balancer {
    /// One before these services: it polls the readiness of each every 200 ms, acts on the second failure, and sends
    /// no request twice.
    pub fn at(address: SocketAddr, services: &[SocketAddr], group: &Group) -> Self {
        let statistics = free_address(address.ip());
        let mut servers = String::new();
        for (number, service) in services.iter().enumerate() {
            let _ = writeln!(servers, "  server s{number} {service} check inter 200ms fall 2 rise 1");
        }
        let configuration = format!(
            "global\n  maxconn 4000\n\
             defaults\n  mode http\n  timeout connect 2s\n  timeout client 30s\n  timeout server 30s\n  timeout check 2s\n  retries 0\n\
             \x20 timeout http-keep-alive 60s\n\
             frontend all\n  bind {address}\n  default_backend services\n\
             backend services\n  option forwardfor\n  balance roundrobin\n  http-reuse always\n  option httpchk GET /health/ready\n\
             {servers}\
             frontend statistics\n  bind {statistics}\n  stats enable\n  stats uri /\n"
        );
        let name = format!("haproxy-{}", address.ip());
        let file = group.folder().join(format!("{name}-{}.cfg", address.port()));
        fs::write(&file, configuration).expect("a file can be written");
        let mut process = group.start(&name, Command::new(program("haproxy")).arg("-f").arg(file));
        process.until("a port", |_| TcpStream::connect(address).is_ok());
        Self { _process: process, address, counter: Counter(statistics), services: services.len() }
    }

    /// Its address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits until it takes all services for ready.
    pub fn sees_all_ready(&self) {
        let began = Instant::now();
        while self.ready() < self.services {
            assert!(began.elapsed() < PATIENCE, "{} of {} are ready", self.ready(), self.services);
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// How many services it takes for ready.
    pub fn ready(&self) -> usize {
        let statistics = self.counter.table().unwrap_or_default();
        let lines = statistics.lines().filter(|line| line.starts_with("services,s"));
        lines.filter(|line| line.contains(",UP,")).count()
    }

    /// The address of its metrics.
    pub fn counter(&self) -> Counter {
        self.counter
    }
}

// === impl Counter ===

impl Counter {
    /// How many requests have come so far, and how many of them got a 5xx response; absent if it has ended.
    pub fn requests(&self) -> Option<[u64; 2]> {
        let table = self.table()?;
        let mut lines = table.lines().map(|line| line.trim_start_matches("# ").split(','));
        let names = lines.next()?;
        let frontend = lines.find(|line| line.clone().take(2).eq(["all", "FRONTEND"]))?;
        let number = |wanted| {
            let (_, number) = names.clone().zip(frontend.clone()).find(|(name, _)| *name == wanted)?;
            number.parse().ok()
        };
        Some([number("req_tot")?, number("hrsp_5xx")?])
    }

    fn table(self) -> Option<String> {
        ask(self.0, "GET", "/;csv", &[], b"").ok().map(|(_, table)| table)
    }
}

/// A port at this address without a listener.
pub fn free_address(ip: IpAddr) -> SocketAddr {
    let listener = TcpListener::bind((ip, 0)).expect("a port is free");
    listener.local_addr().expect("it has an address")
}

/// Debian installs servers in folders that are in the PATH of administrators alone.
pub fn program(name: &str) -> String {
    let path = format!("/usr/sbin/{name}");
    if fs::exists(&path).unwrap_or_default() { path } else { name.to_owned() }
}
