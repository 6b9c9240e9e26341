//! A rolling restart behind a balancer loses no request, and without draining it does.
//!
//! The balancer is haproxy, which never sends a request twice here, so that nothing hides a request that is lost. In
//! `ROLLING_ROUNDS` stands how often both services are restarted, unless it shall be brief.

mod balancer;
mod load;

use std::{env, net::SocketAddr, thread, time::Duration};

use self::{balancer::Balancer, load::Load};
use crate::ogrom::{Folder, Service};

/// How many requests per second are sent, whatever becomes of them: briefly, and at length.
const RATES: [u32; 2] = [400, 1000];

/// How long a service is away that is restarted.
const AWAY: Duration = Duration::from_millis(300);

/// How long both services serve before the next is restarted.
const BETWEEN: Duration = Duration::from_millis(1500);

/// Two services over databases of the same content, restarted in turn on the ports where the balancer looks for them.
struct Fleet {
    services: Vec<(Folder, Option<Service>, u16)>,
    drain_time: &'static str,
}

// === impl Fleet ===

impl Fleet {
    fn start(drain_time: &'static str) -> Self {
        let mut fleet = Self { services: Vec::new(), drain_time };
        for _ in 0..2 {
            let folder = Folder::new();
            let service = fleet.serve(&folder, 0);
            let port = service.stranger().address().port();
            fleet.services.push((folder, Some(service), port));
        }
        fleet
    }

    fn serve(&self, folder: &Folder, port: u16) -> Service {
        let mut command = folder.ogrom(&["--port", &port.to_string()]);
        Service::start(command.env("OGROM_DRAIN_TIME", self.drain_time))
    }

    fn ports(&self) -> Vec<u16> {
        self.services.iter().map(|(.., port)| *port).collect()
    }

    /// Stops each in turn, and starts it again.
    fn roll(&mut self, balancer: &Balancer) {
        for number in 0..self.services.len() {
            if let Some(service) = self.services[number].1.take() {
                service.stop();
            }
            thread::sleep(AWAY);
            let (folder, _, port) = &self.services[number];
            let service = self.serve(folder, *port);
            self.services[number].1 = Some(service);
            balancer.sees_all_ready();
            thread::sleep(BETWEEN);
        }
    }
}

/// How many requests were sent, and how many of them failed and how, while both are restarted so often.
fn rolled(drain_time: &'static str, rate: u32, rounds: usize) -> (usize, Vec<String>) {
    let mut fleet = Fleet::start(drain_time);
    let balancer = Balancer::before(&fleet.ports());
    balancer.sees_all_ready();
    let load = Load::at(SocketAddr::from(([127, 0, 0, 1], balancer.port())), rate);
    thread::sleep(BETWEEN);
    (0..rounds).for_each(|_| fleet.roll(&balancer));
    load.end()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test has nobody who could pass on how long it may take")]
fn a_rolling_restart_loses_no_request() {
    let rounds = env::var("ROLLING_ROUNDS").ok().map(|rounds| rounds.parse().expect("a number"));
    let (rate, rounds) = rounds.map_or((RATES[0], 2), |rounds| (RATES[1], rounds));
    let (sent, failed) = rolled("1s", rate, rounds);
    assert!(sent > 2_000, "only {sent} were sent");
    assert!(
        failed.is_empty(),
        "of {sent} requests {} failed: {:#?}",
        failed.len(),
        &failed[..failed.len().min(10)]
    );
}

/// The control: if this loses nothing, the other one shows nothing.
#[test]
fn without_draining_some_are_lost() {
    let (sent, failed) = rolled("0s", RATES[0], 1);
    assert!(!failed.is_empty(), "of {sent} requests none failed");
}
