//! The instances as processes: the program of the bundle's container, on this machine.

mod guard;
mod image;
mod process;

use std::{
    collections::BTreeMap,
    io,
    net::SocketAddr,
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tempfile::TempDir;
use tokio::{
    task::JoinSet,
    time::{Instant, sleep},
};

use crate::{
    bundle::store::Store,
    fleet::{
        guard::Guard,
        image::{Image, Images},
        process::Process,
    },
    options::Options,
    world::{
        task::{Answering, OptionSettings, Replacement, Started},
        version::Location,
    },
};

/// Everything that runs.
#[derive(Debug)]
pub(crate) struct Fleet {
    store: Store,
    images: Images,
    guard: Guard,
    /// In addition to the environment's own.
    variables: Vec<(String, String)>,
    /// Where instances write.
    home: PathBuf,
    /// Deletes the home unless it is to be kept.
    _own: Option<TempDir>,
    boot_time: Duration,
    running: Mutex<BTreeMap<SocketAddr, Process>>,
}

// === impl Fleet ===

impl Fleet {
    pub(crate) fn new(store: Store, options: &Options) -> io::Result<Self> {
        let own = if options.home.is_none() { Some(tempfile::tempdir()?) } else { None };
        let home = own.as_ref().map(|own| own.path().to_owned()).or_else(|| options.home.clone());
        let home = home.ok_or(io::ErrorKind::NotFound)?;
        Ok(Self {
            store,
            images: Images::new(home.join("images")),
            guard: Guard::start()?,
            variables: options.variable.clone(),
            home,
            _own: own,
            boot_time: Duration::from_secs(options.boot_time.into()),
            running: Mutex::default(),
        })
    }

    /// Whether a bundle can be deployed, or why not.
    pub(crate) async fn check(&self, bundle: &Location) -> Result<(), String> {
        let archive = self.store.get(bundle).await?;
        self.images.of(archive).await.map(|_| ())
    }

    /// Replaces the programs of some instances, all of them at the same time.
    pub(crate) async fn deploy(&self, replacement: &Replacement) -> Result<Started, String> {
        let Replacement { bundle, instances, options, broken, .. } = replacement;
        let Some(bundle) = bundle else {
            self.stop(instances).await;
            let instances = instances.iter().map(|_| Ok(true)).collect();
            return Ok(Started { instances, options: OptionSettings::new() });
        };
        let archive = self.store.get(bundle).await?;
        let unpacked = self.images.of(archive).await?;
        let image = unpacked.with(options, &self.variables)?;
        for (name, command) in &unpacked.commands {
            let failed = |why| format!("Command {name} failed: {why}");
            command.run(&unpacked.folder, &image.variables).await.map_err(failed)?;
        }
        self.stop(instances).await;
        let mut started = Vec::new();
        for address in instances {
            let ended = || "The Docker container unexpectedly ended after it was started.".to_owned();
            started.push(if *broken { Err(ended()) } else { self.start(&image, *address).await });
        }
        let (mut outcomes, until) = (Vec::new(), Instant::now() + self.boot_time);
        for (address, started) in instances.iter().zip(started) {
            outcomes.push(match started {
                Ok(()) => self.boots(*address, until).await,
                Err(why) => Err(why),
            });
        }
        Ok(Started { instances: outcomes, options: image.bundle_options })
    }

    async fn start(&self, image: &Image, address: SocketAddr) -> Result<(), String> {
        let process = Process::start(image, address, &self.home).await?;
        self.guard.watch(process.number());
        self.running().insert(address, process);
        Ok(())
    }

    /// Waits until an instance passes its health check, ends, or takes too long. From then on it is checked.
    async fn boots(&self, address: SocketAddr, until: Instant) -> Result<Answering, String> {
        loop {
            let Some(health) = self.running().get(&address).map(|process| process.health.clone()) else {
                return Ok(false);
            };
            let passes = process::passes(&health).await;
            if let Some(process) = self.running().get_mut(&address) {
                if let Some(why) = process.ended() {
                    return Err(why);
                }
                if passes || Instant::now() > until {
                    process.booted = true;
                    return Ok(passes);
                }
            }
            sleep(process::LOOK).await;
        }
    }

    /// Stops the programs of some instances, all of them at the same time.
    pub(crate) async fn stop(&self, instances: &[SocketAddr]) {
        let mut stopping = Vec::new();
        for address in instances {
            stopping.extend(self.running().remove(address));
        }
        stopping.iter().for_each(Process::terminate);
        let until = Instant::now() + process::GRACE;
        for process in stopping {
            let number = process.number();
            process.end(until).await;
            self.guard.forget(number);
        }
    }

    /// Stops everything.
    pub(crate) async fn stop_all(&self) {
        let all: Vec<SocketAddr> = self.running().keys().copied().collect();
        self.stop(&all).await;
    }

    /// Runs the health check of every instance that has booted.
    pub(crate) async fn look(&self) -> Vec<(SocketAddr, Answering)> {
        let mut looks = JoinSet::new();
        for (address, process) in self.running().iter().filter(|(_, process)| process.booted) {
            let (address, number, health) = (*address, process.number(), process.health.clone());
            looks.spawn(async move { (address, number, process::passes(&health).await) });
        }
        let seen = looks.join_all().await;
        // The result for a replaced instance does not apply to its successor.
        let running = self.running();
        let number = |address: &SocketAddr| running.get(address).map(Process::number);
        let seen = seen.into_iter().filter(|(address, looked_at, _)| number(address) == Some(*looked_at));
        seen.map(|(address, _, passes)| (address, passes)).collect()
    }

    /// The numbers of the processes, by their addresses.
    pub(crate) fn processes(&self) -> BTreeMap<String, u32> {
        self.running().iter().map(|(address, process)| (address.to_string(), process.number())).collect()
    }

    fn running(&self) -> MutexGuard<'_, BTreeMap<SocketAddr, Process>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
