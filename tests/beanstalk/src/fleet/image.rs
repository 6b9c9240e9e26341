//! The folders that bundles are unpacked to, each once, and the image of an environment.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::PathBuf,
    sync::Arc,
};

use sha2::{Digest, Sha256};
use tokio::{sync::Mutex, task::spawn_blocking};

use crate::{
    bundle::{self, Unpacked},
    world::task::OptionSettings,
};

/// The namespace whose options are the variables of a container.
const PROPERTIES: &str = "aws:elasticbeanstalk:application:environment";

/// The namespace of the balancer's health check of an instance.
const PROCESS: &str = "aws:elasticbeanstalk:environment:process:default";

/// The unpacked bundles, by the digest of the archive.
#[derive(Debug)]
pub(crate) struct Images {
    home: PathBuf,
    known: Mutex<HashMap<[u8; 32], Arc<Unpacked>>>,
}

/// The program that an instance of an environment starts.
#[derive(Debug)]
pub(crate) struct Image {
    pub(crate) program: PathBuf,
    pub(crate) arguments: Vec<String>,
    pub(crate) variables: BTreeMap<String, String>,
    /// The path of its health check.
    pub(crate) health: String,
    /// The options in the bundle.
    pub(crate) bundle_options: OptionSettings,
}

// === impl Images ===

impl Images {
    pub(crate) fn new(home: PathBuf) -> Self {
        Self { home, known: Mutex::default() }
    }

    /// The files in this archive. They depend on its bytes alone, not on the bundle's name.
    pub(crate) async fn of(&self, archive: Vec<u8>) -> Result<Arc<Unpacked>, String> {
        let mut known = self.known.lock().await;
        let digest = Sha256::digest(&archive).into();
        if let Some(unpacked) = known.get(&digest) {
            return Ok(Arc::clone(unpacked));
        }
        let folder = self.home.join(known.len().to_string());
        let unpack = move || {
            // The remains of an attempt that failed.
            drop(fs::remove_dir_all(&folder));
            fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
            bundle::unpack(&archive, &folder)
        };
        let unpacked = Arc::new(spawn_blocking(unpack).await.map_err(|error| error.to_string())??);
        known.insert(digest, Arc::clone(&unpacked));
        Ok(unpacked)
    }
}

// === impl Unpacked ===

impl Unpacked {
    /// The program that an environment with these options starts. Variables are those of the image, of the
    /// environment and of this machine; the later ones override the earlier.
    pub(in crate::fleet) fn with(
        &self,
        options: &OptionSettings,
        machine: &[(String, String)],
    ) -> Result<Image, String> {
        let mut settings = self.options.clone();
        settings.extend(options.clone());
        let properties = settings.iter().filter(|((namespace, _), _)| namespace == PROPERTIES);
        let properties = properties.map(|((_, name), value)| (name.clone(), value.clone()));
        let mut variables: BTreeMap<String, String> = self.variables.iter().cloned().collect();
        variables.extend(properties);
        if let Some(port) = variables.get("SERVER_PORT").filter(|port| **port != self.port.to_string()) {
            let exposed = self.port;
            return Err(format!(
                "SERVER_PORT is {port}, and the Dockerfile exposes {exposed}: nothing would respond."
            ));
        }
        variables.extend(machine.iter().cloned());
        let path = settings.get(&(PROCESS.to_owned(), "HealthCheckPath".to_owned()));
        Ok(Image {
            program: self.program.clone(),
            arguments: self.arguments.clone(),
            variables,
            health: path.cloned().unwrap_or_else(|| "/".to_owned()),
            bundle_options: self.options.clone(),
        })
    }
}
