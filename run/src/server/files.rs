//! How many files and connections the system lets a process have open.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// How many may be open, after asking for as many as are permitted: what a process has at first is meant for those that
/// cannot do with more than 1024.
pub fn open_files() -> usize {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let permitted = match setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }) {
        Ok(()) => maximum,
        Err(_) => current,
    };
    permitted.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX))
}
