//! A double that is started, and one that runs.

use std::{
    fs, io,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tokio::{
    net::{TcpListener, UdpSocket},
    task::JoinSet,
};

use crate::{
    bundle::store::Store,
    core::Core,
    dns,
    fleet::Fleet,
    options::{Options, Speed},
    policy::{Policy, PolicyError},
    server,
    world::{Place, Setting, World, fault::Fault},
};

/// How many environments there can be that have no place of their own.
const SPARE: u8 = 8;

/// A double of Elastic Beanstalk's control plane.
#[derive(Debug)]
pub struct Double;

/// A double that runs, until it is stopped or dropped.
#[derive(Debug)]
pub struct Running {
    /// The address for calls.
    pub api: SocketAddr,
    /// The UDP address of its DNS server.
    pub dns: SocketAddr,
    core: Arc<Core>,
    tasks: JoinSet<()>,
}

/// Why a double cannot be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// One of its addresses cannot be listened at, or it has no room on the disk.
    #[error("the double of Elastic Beanstalk cannot start: {0}")]
    Io(#[from] io::Error),
    /// The policy cannot be read.
    #[error("{}: {error}", path.display())]
    File {
        /// Its file.
        path: PathBuf,
        /// The error of the system.
        error: io::Error,
    },
    /// The policy is no JSON.
    #[error("the policy is no JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The policy has an element that the double cannot evaluate.
    #[error(transparent)]
    Policy(#[from] PolicyError),
}

// === impl Double ===

impl Double {
    /// Starts one. It must be called on a running tokio runtime.
    pub async fn start(options: Options) -> Result<Running, StartError> {
        let policy = match &options.policy {
            None => None,
            Some(path) => {
                let text = fs::read(path).map_err(|error| StartError::File { path: path.clone(), error })?;
                Some(Policy::read(&serde_json::from_slice(&text)?)?)
            }
        };
        let (listener, socket) =
            (TcpListener::bind(options.listen).await?, UdpSocket::bind(options.dns).await?);
        let (api, dns) = (listener.local_addr()?, socket.local_addr()?);
        let store = Store::open(&options).await;
        let fleet = Fleet::new(store.clone(), &options)?;
        let setting = Setting {
            region: options.region,
            account: options.account,
            places: options.place.into_iter().collect(),
            spare: spare_places(options.instances)?,
        };
        let world = World::new(setting, Timestamp::now());
        let core = Arc::new(Core::new(world, policy, store, fleet, options.ttl));
        let mut tasks = JoinSet::new();
        let (for_calls, for_questions) = (Arc::clone(&core), Arc::clone(&core));
        tasks.spawn(async move { drop(server::serve(listener, for_calls).await) });
        tasks.spawn(async move { drop(dns::serve(socket, for_questions).await) });
        tasks.spawn(Arc::clone(&core).look());
        if let Speed::Times(times) = options.clock_speed {
            tasks.spawn(Arc::clone(&core).run(times));
        }
        Ok(Running { api, dns, core, tasks })
    }
}

/// Places for environments without one of their own. The ports are free at this moment.
fn spare_places(instances: u16) -> io::Result<Vec<Place>> {
    let wanted = (0..SPARE).flat_map(|_| 0..instances);
    // All of them are held at once, so that none is found twice.
    let held = wanted
        .map(|_| std::net::TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0)))
        .collect::<io::Result<Vec<_>>>()?;
    let mut ports = held.iter().map(|listener| listener.local_addr().map(|address| address.port()));
    let place = |number| {
        let balancer = Ipv4Addr::new(127, 0, 0, 2 + number);
        let address = |port: io::Result<u16>| port.map(|port| SocketAddr::from((balancer, port)));
        let instances =
            ports.by_ref().take(usize::from(instances)).map(address).collect::<io::Result<_>>()?;
        Ok(Place { balancer, instances })
    };
    (0..SPARE).map(place).collect()
}

// === impl Running ===

impl Running {
    /// The body of `GET /double/state`.
    pub fn state(&self) -> Value {
        server::state(&self.core)
    }

    /// Adds faults to those that wait for their call.
    pub fn faults(&self, faults: impl IntoIterator<Item = Fault>) {
        self.core.world().faults.extend(faults);
    }

    /// Lets so much virtual time pass, and returns when everything is done that had to be done on the way.
    pub async fn advance(&self, by: SignedDuration) {
        self.core.advance(by).await;
    }

    /// Changes the permissions of callers; without a policy, all is permitted.
    pub fn set_policy(&self, policy: Option<Policy>) {
        self.core.set_policy(policy);
    }

    /// Ends everything: its instances get SIGTERM, and SIGKILL after ten seconds.
    pub async fn stop(mut self) {
        self.tasks.shutdown().await;
        self.core.fleet.stop_all().await;
    }
}
