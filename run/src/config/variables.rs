//! The environment variables: those that options declare, those that platforms set, those that nothing reads.

use std::{
    collections::BTreeMap,
    ffi::{OsStr, OsString},
};

/// What the name of each variable begins with that is ours alone.
pub(super) const PREFIX: &str = "OGROM_";

/// Names that platforms give to variables: each counts where ours is not set.
const PLATFORM: [(&str, &str); 2] = [("PORT", "SERVER_PORT"), ("OGROM_DATABASE", "DATABASE_URL")];

/// The variables of a process. Some hold secrets, so that they are not printed, not even for debugging.
#[derive(Default)]
pub(super) struct Variables(BTreeMap<OsString, OsString>);

// === impl Variables ===

impl Variables {
    pub(super) fn get(&self, name: &str) -> Option<&OsStr> {
        self.0.get(OsStr::new(name)).map(OsString::as_os_str)
    }

    /// The values under this name, the one that counts last.
    pub(super) fn under<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a str, &'a OsStr)> {
        let others = PLATFORM.iter().filter(move |(ours, _)| *ours == name).map(|(_, theirs)| *theirs);
        others.chain([name]).filter_map(|name| Some((name, self.get(name)?)))
    }

    /// The names of those that are ours alone.
    pub(super) fn ours(&self) -> impl Iterator<Item = &str> {
        self.0.keys().filter_map(|name| name.to_str()).filter(|name| name.starts_with(PREFIX))
    }
}

impl FromIterator<(OsString, OsString)> for Variables {
    fn from_iter<T: IntoIterator<Item = (OsString, OsString)>>(variables: T) -> Self {
        Self(variables.into_iter().collect())
    }
}
