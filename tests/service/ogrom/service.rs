//! The binary as a service.

use std::{net::SocketAddr, process::Command};

use ogrom_tests::client::Client;

use super::{Ended, Running};

/// A service that runs.
#[derive(Debug)]
pub(crate) struct Service {
    running: Running,
    address: SocketAddr,
}

// === impl Service ===

impl Service {
    /// Starts a command that serves, and waits until it prints its address. There is no balancer here, so it ends
    /// immediately on SIGTERM, unless the command has another drain time.
    pub(crate) fn start(command: &mut Command) -> Self {
        if !command.get_envs().any(|(name, _)| name == "OGROM_DRAIN_TIME") {
            command.env("OGROM_DRAIN_TIME", "0s");
        }
        let running = Running::start(command);
        let said = running.out.wait_for("with the database", &running.err);
        let address = said.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        let address = address.and_then(|address| address.parse().ok());
        Self { address: address.unwrap_or_else(|| panic!("no address: {said}")), running }
    }

    /// An anonymous client.
    pub(crate) fn stranger(&self) -> Client {
        Client::new(SocketAddr::new([127, 0, 0, 1].into(), self.address.port()))
    }

    /// Its standard output so far, once it holds these words.
    pub(crate) fn said(&self, words: &str) -> String {
        self.running.out.wait_for(words, &self.running.err)
    }

    /// Its standard error so far, once it holds these words.
    pub(crate) fn complained(&self, words: &str) -> String {
        self.running.err.wait_for(words, &self.running.out)
    }

    /// How much memory it takes, in KiB.
    pub(crate) fn size(&self) -> u64 {
        self.running.size()
    }

    /// How many sockets it has open.
    pub(crate) fn sockets(&self) -> usize {
        self.running.sockets()
    }

    /// Lets no file that it writes grow beyond so many bytes, or lifts that limit.
    pub(crate) fn limit_files(&self, bytes: Option<u64>) {
        self.running.limit_files(bytes);
    }

    pub(crate) fn signal(&self, name: &str) {
        self.running.signal(name);
    }

    pub(crate) fn wait(self) -> Ended {
        self.running.wait()
    }

    /// Ends it as a system does.
    pub(crate) fn stop(self) -> Ended {
        self.signal("TERM");
        self.wait().well()
    }
}
