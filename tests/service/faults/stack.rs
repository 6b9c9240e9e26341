//! A service with data, and one before it, with a gate in between.

use std::{
    cell::{OnceCell, RefCell},
    net::SocketAddr,
};

use ogrom_tests::client::Client;

use super::{TOKEN, gate::Gate, with_data};
use crate::ogrom::{Folder, Service};

/// The token of the same user at the upstream service.
const THERE: &str = "the-token-of-the-service-behind";

/// A service over another one, each of which can be killed and restarted at the same address.
pub(super) struct Stack {
    pub(super) gate: Gate,
    pub(super) before: Place,
    pub(super) behind: Place,
    folder: Folder,
}

/// The address of a service, also while it is down.
#[derive(Default)]
pub(super) struct Place {
    address: OnceCell<SocketAddr>,
    service: RefCell<Option<Service>>,
}

// === impl Place ===

impl Place {
    pub(super) fn address(&self) -> SocketAddr {
        *self.address.get().expect("it was started once")
    }

    /// Kills the service, if it runs: that happens to one that is dropped.
    pub(super) fn kill(&self) {
        drop(self.service.take());
    }

    fn start(&self, folder: &Folder, settings: &[(&str, &str)]) {
        let port = self.address.get().map_or(0, SocketAddr::port).to_string();
        let mut command = folder.ogrom(&["--port", &port]);
        let service = Service::start(command.envs(settings.iter().copied()));
        self.address.get_or_init(|| service.stranger().address());
        self.service.replace(Some(service));
    }

    fn start_behind(&self, folder: &Folder) {
        let tokens = format!("u0={THERE}");
        self.start(folder, &[("OGROM_DATABASE", "ogrom.db"), ("OGROM_TOKENS", &tokens)]);
    }

    /// Does something with the service, which runs.
    pub(super) fn with<T>(&self, act: impl FnOnce(&Service) -> T) -> T {
        act(self.service.borrow().as_ref().expect("it runs"))
    }

    pub(super) fn stranger(&self) -> Client {
        Client::new(self.address())
    }
}

// === impl Stack ===

impl Stack {
    pub(super) fn start() -> Self {
        let (folder, behind) = (with_data("ogrom.db"), Place::default());
        behind.start_behind(&folder);
        let gate = Gate::to(behind.address().port());
        let stack = Self { gate, before: Place::default(), behind, folder };
        stack.start_before();
        stack
    }

    pub(super) fn start_before(&self) {
        let database = format!("http://127.0.0.1:{}/v1/", self.gate.port());
        let (here, there) = (format!("u0={TOKEN}"), format!("u0={THERE}"));
        let settings = [
            ("OGROM_DATABASE", &*database),
            ("OGROM_TOKENS", &here),
            ("OGROM_UPSTREAM_TOKENS", &there),
            // So short that faults outlast it: then earlier results are out of date.
            ("OGROM_CACHE_AGE", "1s"),
        ];
        self.before.start(&self.folder, &settings);
    }

    pub(super) fn start_behind(&self) {
        self.behind.start_behind(&self.folder);
    }
}
