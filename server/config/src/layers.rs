//! The files of a configuration: a base, one per environment, and one that only this machine has.

use std::{ffi::OsStr, path::PathBuf};

use clap::ArgMatches;

use super::{
    app::{App, DIRECTORY, ENVIRONMENT},
    diagnostic::{self, Diagnostic, Diagnostics},
    origin::Origin,
    variables::Variables,
};

/// The name of the file that only this machine has; no environment has this name.
const LOCAL: &str = "local";

/// The environment where that file is refused.
const PRODUCTION: &str = "production";

/// Where the files are, as the command line says it.
#[derive(Debug, Clone)]
pub(crate) struct Layers<'a> {
    app: &'a App,
    directory: Option<PathBuf>,
    environment: Option<String>,
}

/// A file of options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layer {
    pub(crate) path: PathBuf,
    /// Whether others see it, since it is kept with the code. It holds no secret then.
    pub(crate) shared: bool,
}

// === impl Layers ===

impl<'a> Layers<'a> {
    /// The layers that the command line selects.
    pub(crate) fn of(app: &'a App, matches: &ArgMatches) -> Self {
        let directory = matches.get_one(DIRECTORY).cloned();
        Self { app, directory, environment: matches.get_one(ENVIRONMENT).cloned() }
    }

    /// The files that exist; a later one overrides an earlier one.
    pub(crate) fn files(&self, variables: &Variables, diagnostics: &mut Diagnostics) -> Vec<Layer> {
        let Some(directory) = diagnostics.note(self.directory(variables)) else { return Vec::new() };
        let App { name: app, .. } = self.app;
        let base = directory.join(format!("{app}.toml"));
        let file = |name: &str| directory.join(format!("{app}.{name}.toml"));
        let mut files = vec![Layer { path: base, shared: true }];
        files.retain(|layer| layer.path.exists());
        let environment = diagnostics.note(self.environment(variables)).flatten();
        if let Some((origin, name)) = &environment {
            let path = file(name);
            if path.exists() {
                files.push(Layer { path, shared: true });
            } else {
                let expected = format!("the file {}, which is not there", path.display());
                diagnostics.push(wrong(origin, name, &expected));
            }
        }
        let path = file(LOCAL);
        if !path.exists() {
            return files;
        }
        if environment.is_some_and(|(_, name)| name == PRODUCTION) {
            let why = format!("is not read in the environment '{PRODUCTION}', and must not be there");
            diagnostics.push(Diagnostic::at(path.display(), why));
        } else {
            files.push(Layer { path, shared: false });
        }
        files
    }

    /// The directory of the files, which is there if it is named.
    fn directory(&self, variables: &Variables) -> Result<PathBuf, Diagnostic> {
        let option = self.directory.clone().map(|path| (Origin::CommandLine(DIRECTORY.into()), path));
        let variable = || self.variable(DIRECTORY, variables).map(|(origin, path)| (origin, path.into()));
        match option.or_else(variable) {
            None => Ok(PathBuf::new()),
            Some((_, path)) if path.is_dir() => Ok(path),
            Some((origin, path)) => Err(wrong(&origin, &path.to_string_lossy(), "a directory that is there")),
        }
    }

    /// The environment, whose name fits into that of a file.
    fn environment(&self, variables: &Variables) -> Result<Option<(Origin, String)>, Diagnostic> {
        let option = self.environment.clone().map(|name| (Origin::CommandLine(ENVIRONMENT.into()), name));
        let variable = || {
            let (origin, name) = self.variable(ENVIRONMENT, variables)?;
            Some((origin, name.to_string_lossy().into_owned()))
        };
        let Some((origin, name)) = option.or_else(variable) else { return Ok(None) };
        let fits = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        if name == LOCAL || name.is_empty() || !name.bytes().all(fits) {
            let expected = format!("a name of lower-case letters, digits and '-', and not '{LOCAL}'");
            return Err(wrong(&origin, &name, &expected));
        }
        Ok(Some((origin, name)))
    }

    fn variable<'b>(&self, long: &str, variables: &'b Variables) -> Option<(Origin, &'b OsStr)> {
        let name = self.app.variable(long);
        let value = variables.get(&name)?;
        Some((Origin::Variable(name), value))
    }
}

fn wrong(origin: &Origin, found: &str, expected: &str) -> Diagnostic {
    Diagnostic::at(origin, diagnostic::wrong(&format!("{found:?}"), expected, ""))
}
