//! A guard that ends all instances with the double, in whatever way the double ends.

use std::{
    io::{self, Write},
    process::{ChildStdin, Command, Stdio},
    sync::{Mutex, PoisonError},
};

/// A process that ends all started processes that still run, once the double is gone.
#[derive(Debug)]
pub(crate) struct Guard(Mutex<ChildStdin>);

// === impl Guard ===

impl Guard {
    /// Starts it. It belongs to no terminal, so that it survives an interrupt of the double.
    pub(crate) fn start() -> io::Result<Self> {
        let mut guard = Command::new("setsid");
        guard.args(["--fork", "sh", "-c", include_str!("guard.sh"), "guard"]);
        let mut started = guard.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let pipe = started.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
        // It has gone on in the background.
        started.wait()?;
        Ok(Self(Mutex::new(pipe)))
    }

    /// A process was started.
    pub(crate) fn watch(&self, number: u32) {
        self.say('+', number);
    }

    /// A process has ended, and its number may be reused.
    pub(crate) fn forget(&self, number: u32) {
        self.say('-', number);
    }

    fn say(&self, what: char, number: u32) {
        let mut pipe = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // If the guard was killed, a double that exits normally still ends its processes.
        drop(writeln!(pipe, "{what}{number}"));
    }
}
