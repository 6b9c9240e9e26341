//! Leases, which the system releases with their process, however it ends, and the guard that waits for that.

use std::{
    fs::File,
    path::Path,
    process::{Command, Stdio},
};

/// How often a guard finds no lease before a shared server ends: long enough to get from one test binary to the next.
pub(crate) const LOOKS_BEFORE_A_SHARED_SERVER_ENDS: u32 = 30;

/// A lock on a file.
#[derive(Debug)]
pub(crate) struct Lease(#[expect(dead_code, reason = "holds the lock while it is open")] File);

// === impl Lease ===

impl Lease {
    /// Waits for the exclusive lease.
    pub(crate) fn exclusive(path: &Path) -> Self {
        let file = open(path);
        file.lock().expect("the file system knows locks");
        Self(file)
    }

    /// Waits for a shared lease.
    pub(crate) fn shared(path: &Path) -> Self {
        let file = open(path);
        file.lock_shared().expect("the file system knows locks");
        Self(file)
    }
}

fn open(path: &Path) -> File {
    let file = File::options().create(true).truncate(false).write(true).open(path);
    file.unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Starts the guard of a server. It belongs to no terminal and to no test, so that it outlives them.
pub(crate) fn guard(directory: &Path, lease: &Path, looks: u32) {
    let mut guard = Command::new("setsid");
    guard
        .args(["--fork", "sh", "-c", include_str!("guard.sh"), "guard"])
        .args([directory, lease])
        .arg(looks.to_string());
    guard.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    assert!(guard.status().is_ok_and(|status| status.success()), "util-linux brings setsid");
}
