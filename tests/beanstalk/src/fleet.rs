//! The instances as processes: what the bundle's container would start, on this machine.

mod process;

use std::{
    collections::BTreeMap,
    fs, io,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use tempfile::TempDir;
use tokio::time::{Instant, sleep};

use crate::{
    bundle::{self, Unpacked, store::Store},
    fleet::process::Process,
    options::Options,
    world::task::{OptionSettings, Replacement, Started},
};

/// The namespace whose options are the variables of a container.
const PROPERTIES: &str = "aws:elasticbeanstalk:application:environment";

/// Everything that runs.
#[derive(Debug)]
pub(crate) struct Fleet {
    store: Store,
    /// On top of what an environment has.
    variables: Vec<(String, String)>,
    home: PathBuf,
    /// Deletes the home where nobody wants to keep it.
    _own: Option<TempDir>,
    /// How many folders there are.
    folders: AtomicU32,
    boot_time: Duration,
    running: Mutex<BTreeMap<SocketAddr, Process>>,
}

// === impl Fleet ===

impl Fleet {
    pub(crate) fn new(store: Store, options: &Options) -> io::Result<Self> {
        let own = if options.home.is_none() { Some(tempfile::tempdir()?) } else { None };
        let home = options.home.clone().or_else(|| Some(own.as_ref()?.path().to_owned())).unwrap_or_default();
        let (variables, folders, running) = (options.variable.clone(), AtomicU32::new(0), Mutex::default());
        let boot_time = Duration::from_secs(options.boot_time.into());
        Ok(Self { store, variables, home, _own: own, folders, boot_time, running })
    }

    /// Whether a bundle can be deployed, or why not.
    pub(crate) async fn check(&self, bundle: &crate::world::version::Location) -> Result<(), String> {
        self.unpack(bundle).await.map(|_| ())
    }

    /// Replaces what runs on some instances, on all of them at once.
    pub(crate) async fn deploy(&self, replacement: &Replacement) -> Result<Started, String> {
        let Replacement { bundle, instances, options, broken, .. } = replacement;
        let Some(bundle) = bundle else {
            self.stop(instances).await;
            let instances = instances.iter().map(|_| Ok(true)).collect();
            return Ok(Started { instances, options: OptionSettings::new() });
        };
        let unpacked = self.unpack(bundle).await?;
        let mut settings = unpacked.options.clone();
        settings.extend(options.clone());
        let variables = self.variables(&unpacked, &settings)?;
        let path =
            ("aws:elasticbeanstalk:environment:process:default".to_owned(), "HealthCheckPath".to_owned());
        let path = settings.get(&path).map_or("/", String::as_str);
        self.stop(instances).await;
        let mut started = Vec::new();
        for address in instances {
            started.push(match broken {
                true => Err("The Docker container unexpectedly ended after it was started.".to_owned()),
                false => self.start(&unpacked, *address, &variables, path),
            });
        }
        let (mut outcomes, until) = (Vec::new(), Instant::now() + self.boot_time);
        for (address, started) in instances.iter().zip(started) {
            outcomes.push(match started {
                Ok(()) => self.boots(*address, until).await,
                Err(why) => Err(why),
            });
        }
        Ok(Started { instances: outcomes, options: unpacked.options })
    }

    /// The variables of a container: what the image has, what the environment has, what belongs to this machine.
    fn variables(
        &self,
        unpacked: &Unpacked,
        settings: &OptionSettings,
    ) -> Result<BTreeMap<String, String>, String> {
        let properties = settings.iter().filter(|((namespace, _), _)| namespace == PROPERTIES);
        let properties = properties.map(|((_, name), value)| (name.clone(), value.clone()));
        let mut variables: BTreeMap<String, String> = unpacked.variables.iter().cloned().collect();
        variables.extend(properties);
        let port = variables.get("SERVER_PORT");
        if port.is_some_and(|port| *port != unpacked.port.to_string()) {
            let (port, exposed) = (port.cloned().unwrap_or_default(), unpacked.port);
            return Err(format!(
                "SERVER_PORT is {port}, and the Dockerfile exposes {exposed}: nothing would answer."
            ));
        }
        variables.extend(self.variables.iter().cloned());
        Ok(variables)
    }

    async fn unpack(&self, bundle: &crate::world::version::Location) -> Result<Unpacked, String> {
        let archive = self.store.get(bundle).await?;
        let folder = self.folder("bundle").map_err(|error| error.to_string())?;
        let unpacked = tokio::task::spawn_blocking(move || bundle::unpack(&archive, &folder)).await;
        unpacked.map_err(|error| error.to_string())?
    }

    fn start(
        &self,
        unpacked: &Unpacked,
        address: SocketAddr,
        variables: &BTreeMap<String, String>,
        path: &str,
    ) -> Result<(), String> {
        let folder = self.folder("instance").map_err(|error| error.to_string())?;
        let process = Process::start(unpacked, address, variables, &folder, path)?;
        self.running().insert(address, process);
        Ok(())
    }

    /// Waits until an instance passes its health check, ends, or takes too long.
    async fn boots(&self, address: SocketAddr, until: Instant) -> Result<bool, String> {
        loop {
            let Some(health) = self.running().get(&address).map(|process| process.health.clone()) else {
                return Ok(false);
            };
            if process::passes(&health).await {
                return Ok(true);
            }
            if let Some(why) = self.running().get_mut(&address).and_then(Process::ended) {
                return Err(why);
            }
            if Instant::now() > until {
                return Ok(false);
            }
            sleep(process::LOOK).await;
        }
    }

    /// Stops what runs on some instances, on all of them at once.
    pub(crate) async fn stop(&self, instances: &[SocketAddr]) {
        let mut stopping = Vec::new();
        for address in instances {
            stopping.extend(self.running().remove(address));
        }
        stopping.iter().for_each(Process::terminate);
        let until = Instant::now() + process::GRACE;
        for process in stopping {
            process.end(until).await;
        }
    }

    /// Stops everything.
    pub(crate) async fn stop_all(&self) {
        let all: Vec<SocketAddr> = self.running().keys().copied().collect();
        self.stop(&all).await;
    }

    /// Looks at everything that runs: whether it passes its health check.
    pub(crate) async fn look(&self) -> Vec<(SocketAddr, bool)> {
        let healths: Vec<_> =
            self.running().iter().map(|(address, process)| (*address, process.health.clone())).collect();
        let mut looks = tokio::task::JoinSet::new();
        for (address, health) in healths {
            looks.spawn(async move { (address, process::passes(&health).await) });
        }
        looks.join_all().await
    }

    /// The numbers of the processes, by where they listen.
    pub(crate) fn processes(&self) -> BTreeMap<String, Option<u32>> {
        self.running().iter().map(|(address, process)| (address.to_string(), process.number())).collect()
    }

    fn folder(&self, what: &str) -> io::Result<PathBuf> {
        let number = self.folders.fetch_add(1, Ordering::Relaxed);
        let folder = Path::new(&self.home).join(format!("{what}-{number}"));
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    fn running(&self) -> MutexGuard<'_, BTreeMap<SocketAddr, Process>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
