//! The `container_commands` in `.ebextensions`: run in the folder of the bundle before its program starts.

use std::{
    collections::BTreeMap,
    path::Path,
    process::{Output, Stdio},
};

use tokio::process::Command;
use yaml_rust2::Yaml;

use crate::bundle::extensions;

/// A command that a deployment runs before it starts anything.
#[derive(Clone, Debug)]
pub(crate) struct ContainerCommand {
    command: String,
    /// The command runs only if this one succeeds.
    test: Option<String>,
}

/// The commands of all files, in the order of their names ("Customizing software on Linux servers"). The double refuses
/// elements that it does not simulate.
pub(crate) fn read(folder: &Path) -> Result<BTreeMap<String, ContainerCommand>, String> {
    let mut commands = BTreeMap::new();
    extensions::each(folder, |document| {
        let Some(found) = document["container_commands"].as_hash() else { return Ok(()) };
        for (name, elements) in found {
            let name = name.as_str().ok_or("a command has a name")?;
            let elements = elements.as_hash().ok_or_else(|| format!("{name} is no mapping"))?;
            let (mut command, mut test) = (None, None);
            for (element, value) in elements {
                match (element.as_str(), value) {
                    (Some("command"), Yaml::String(line)) => command = Some(line.clone()),
                    (Some("test"), Yaml::String(line)) => test = Some(line.clone()),
                    // Every instance is on this machine.
                    (Some("leader_only"), Yaml::Boolean(true)) => {}
                    _ => return Err(format!("this double does not simulate {element:?} of {name}")),
                }
            }
            let command = command.ok_or_else(|| format!("{name} has no command"))?;
            commands.insert(name.to_owned(), ContainerCommand { command, test });
        }
        Ok(())
    })?;
    Ok(commands)
}

// === impl ContainerCommand ===

impl ContainerCommand {
    /// Runs it, if it is to be run. The error is its output.
    pub(crate) async fn run(
        &self,
        folder: &Path,
        variables: &BTreeMap<String, String>,
    ) -> Result<(), String> {
        if let Some(test) = &self.test
            && !shell(test, folder, variables).await?.status.success()
        {
            return Ok(());
        }
        let output = shell(&self.command, folder, variables).await?;
        if output.status.success() {
            return Ok(());
        }
        let said = [output.stdout, output.stderr].concat();
        Err(format!(
            "'{}' failed ({}): {}",
            self.command,
            output.status,
            String::from_utf8_lossy(&said).trim()
        ))
    }
}

async fn shell(line: &str, folder: &Path, variables: &BTreeMap<String, String>) -> Result<Output, String> {
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", line]).env_clear().envs(variables).current_dir(folder).stdin(Stdio::null());
    shell.kill_on_drop(true).output().await.map_err(|error| error.to_string())
}
