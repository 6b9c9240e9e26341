//! The release that runs.

/// The release that runs: a value that the binary makes, since only that one knows what it was built of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    /// The name of the service, as in `ogrom`: that of its binary, of the service in traces, and the prefix of its metrics.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The commit that it was built from, if that is known.
    pub commit: Option<&'static str>,
    /// The version of the compiler.
    pub rust: &'static str,
    /// The crates of this workspace that it is made of, each as `name version`, separated by commas.
    pub crates: &'static str,
    /// The version of the database schema that it is made for, if it has a database.
    pub schema: Option<String>,
}

// === impl Build ===

impl Build {
    /// A release of this name and version, of which nothing else is known.
    pub const fn new(name: &'static str, version: &'static str) -> Self {
        Self { name, version, commit: None, rust: "unknown", crates: "", schema: None }
    }

    /// The commit, or `unknown`.
    pub fn commit(&self) -> &'static str {
        self.commit.unwrap_or("unknown")
    }
}
