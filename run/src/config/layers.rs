//! Which files there are: a base, one per environment, and one that only this machine has.

use std::{ffi::OsStr, path::PathBuf};

use clap::Args;

use super::{
    mistake::{self, Mistake, Mistakes},
    origin::Origin,
    variables::Variables,
};

/// The variable of the directory.
const DIRECTORY: &str = "OGROM_CONFIG";

/// The variable of the environment.
const ENVIRONMENT: &str = "OGROM_ENVIRONMENT";

/// The name of the file that only this machine has; no environment is called so.
const LOCAL: &str = "local";

/// The environment where that file is refused.
const PRODUCTION: &str = "production";

/// Where the configuration is.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Configuration")]
pub(super) struct Layers {
    /// The directory of ogrom.toml, if not the one that the command is started in
    #[arg(long, value_name = "DIR", env = DIRECTORY, global = true)]
    config: Option<PathBuf>,
    /// The environment, such as `staging`, whose file ogrom.staging.toml counts more than ogrom.toml
    #[arg(long, value_name = "NAME", env = ENVIRONMENT, global = true)]
    environment: Option<String>,
}

/// A file of options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layer {
    pub(super) path: PathBuf,
    /// Whether others see it, since it is kept with the code. It holds no secret then.
    pub(super) shared: bool,
}

// === impl Layers ===

impl Layers {
    /// The files that are there, the one that counts most last.
    pub(super) fn files(&self, variables: &Variables, mistakes: &mut Mistakes) -> Vec<Layer> {
        let Some(directory) = mistakes.note(self.directory(variables)) else { return Vec::new() };
        let file = |name: &str| directory.join(name);
        let mut files = vec![Layer { path: file("ogrom.toml"), shared: true }];
        files.retain(|layer| layer.path.exists());
        let environment = mistakes.note(self.environment(variables)).flatten();
        if let Some((origin, name)) = &environment {
            let path = file(&format!("ogrom.{name}.toml"));
            if path.exists() {
                files.push(Layer { path, shared: true });
            } else {
                mistakes.push(wrong(
                    origin,
                    name,
                    &format!("the file {}, which is not there", path.display()),
                ));
            }
        }
        let path = file(&format!("ogrom.{LOCAL}.toml"));
        if !path.exists() {
            return files;
        }
        if environment.is_some_and(|(_, name)| name == PRODUCTION) {
            let why = format!("is not read in the environment '{PRODUCTION}', and must not be there");
            mistakes.push(Mistake::at(path.display(), why));
        } else {
            files.push(Layer { path, shared: false });
        }
        files
    }

    /// The directory of the files, which is there if it is named.
    fn directory(&self, variables: &Variables) -> Result<PathBuf, Mistake> {
        let said = self.config.as_ref().map(|path| (Origin::CommandLine("config".into()), path.clone()));
        let variable = || Some((Origin::Variable(DIRECTORY.into()), variables.get(DIRECTORY)?.into()));
        match said.or_else(variable) {
            None => Ok(PathBuf::new()),
            Some((_, path)) if path.is_dir() => Ok(path),
            Some((origin, path)) => Err(wrong(&origin, &path.to_string_lossy(), "a directory that is there")),
        }
    }

    /// The environment, whose name fits into that of a file.
    fn environment(&self, variables: &Variables) -> Result<Option<(Origin, String)>, Mistake> {
        let said = self.environment.clone().map(|name| (Origin::CommandLine("environment".into()), name));
        let value = |value: &OsStr| value.to_string_lossy().into_owned();
        let variable =
            || Some((Origin::Variable(ENVIRONMENT.into()), variables.get(ENVIRONMENT).map(value)?));
        let Some((origin, name)) = said.or_else(variable) else { return Ok(None) };
        let fits = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        if name == LOCAL || name.is_empty() || !name.bytes().all(fits) {
            let expected = format!("a name of lower-case letters, digits and '-', and not '{LOCAL}'");
            return Err(wrong(&origin, &name, &expected));
        }
        Ok(Some((origin, name)))
    }
}

fn wrong(origin: &Origin, found: &str, expected: &str) -> Mistake {
    Mistake::at(origin, mistake::wrong(&format!("{found:?}"), expected, ""))
}
