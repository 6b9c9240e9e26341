//! The environment variables of a process.

use std::{
    collections::BTreeMap,
    ffi::{OsStr, OsString},
};

/// The variables of a process. Some hold secrets, so that their values are not printed, not even for debugging.
#[derive(Clone, Default)]
pub struct Variables(BTreeMap<OsString, OsString>);

// === impl Variables ===

impl Variables {
    pub(crate) fn get(&self, name: &str) -> Option<&OsStr> {
        self.0.get(OsStr::new(name)).map(OsString::as_os_str)
    }

    /// The names that are UTF-8.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().filter_map(|name| name.to_str())
    }
}

impl FromIterator<(OsString, OsString)> for Variables {
    fn from_iter<T: IntoIterator<Item = (OsString, OsString)>>(variables: T) -> Self {
        Self(variables.into_iter().collect())
    }
}

impl std::fmt::Debug for Variables {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
