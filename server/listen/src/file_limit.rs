//! How many files and connections the system lets a process have open.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Raises the limit on open files to what is permitted, and returns it. The first limit of a process is low for old programs
/// that cannot do with more than 1024.
pub fn raise_file_limit() -> usize {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let permitted = match setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }) {
        Ok(()) => maximum,
        Err(_) => current,
    };
    permitted.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX))
}
