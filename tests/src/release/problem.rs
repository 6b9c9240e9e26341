//! A failure of the tool itself, as opposed to its findings.

use std::fmt;
use std::io;
use std::path::Path;
use std::process::Command;

/// Why the check could not run, in words for the caller.
#[derive(Debug)]
pub(crate) struct Problem(String);

/// The output of a program that succeeded.
pub(crate) fn output(command: &mut Command) -> Result<String, Problem> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| Problem(format!("{name} does not start: {error}")))?;
    if !output.status.success() {
        return Err(Problem(format!(
            "{name} failed:\n{}",
            String::from_utf8_lossy(&output.stderr).trim_end()
        )));
    }
    String::from_utf8(output.stdout).map_err(|error| Problem(format!("{name}: {error}")))
}

// === impl Problem ===

impl Problem {
    pub(crate) fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }

    /// With a file.
    pub(crate) fn file(path: &Path, error: impl fmt::Display) -> Self {
        Self(format!("{}: {error}", path.display()))
    }
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        Self(error.to_string())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
