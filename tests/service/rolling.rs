//! A rolling restart with a balancer loses no request, and without draining it does.
//!
//! The balancer is haproxy, which never sends a request twice here, so that it hides no lost request.
//! `ROLLING_ROUNDS` is the number of restarts of both services; without it the test is brief.

use std::{env, net::SocketAddr, thread, time::Duration};

use http_body_util::Full;
use ogrom_tests::{
    balancer::{Balancer, free_address},
    group::Group,
    load::{Load, Report, Request},
};

use crate::ogrom::{Folder, Service};

/// How many requests per second are sent, whatever their results: briefly, and at length.
const RATES: [u32; 2] = [400, 1000];

/// How long a service is away that is restarted.
const AWAY: Duration = Duration::from_millis(300);

/// How long both services serve before the next is restarted.
const BETWEEN: Duration = Duration::from_millis(1500);

/// Two services over databases with the same data, restarted in turn on the ports that the balancer uses.
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

    fn addresses(&self) -> Vec<SocketAddr> {
        self.services.iter().map(|(.., port)| SocketAddr::from(([127, 0, 0, 1], *port))).collect()
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

/// A page that is one of two.
fn page(number: usize) -> Request {
    let path = if number.is_multiple_of(2) { "products?limit=2" } else { "collages?limit=2" };
    http::Request::get(format!("/v1/en-GB/{path}")).body(Full::default()).expect("a request")
}

/// The results of the requests while both are restarted so often.
fn rolled(drain_time: &'static str, rate: u32, rounds: usize) -> Report {
    let mut fleet = Fleet::start(drain_time);
    let group = Group::default();
    let balancer = Balancer::at(free_address([127, 0, 0, 1].into()), &fleet.addresses(), &group);
    balancer.sees_all_ready();
    let load = Load::at(balancer.address(), rate, page);
    thread::sleep(BETWEEN);
    (0..rounds).for_each(|_| fleet.roll(&balancer));
    Report::of(&load.end())
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test has no command line for the time")]
fn a_rolling_restart_loses_no_request() {
    let rounds = env::var("ROLLING_ROUNDS").ok().map(|rounds| rounds.parse().expect("a number"));
    let (rate, rounds) = rounds.map_or((RATES[0], 2), |rounds| (RATES[1], rounds));
    let report = rolled("1s", rate, rounds);
    assert!(report.succeeded > 2_000 && report.failed.is_empty(), "{report}");
}

/// The control: if this loses nothing, the other one proves nothing.
#[test]
fn without_draining_some_are_lost() {
    let report = rolled("0s", RATES[0], 1);
    assert!(!report.failed.is_empty(), "{report}");
}
