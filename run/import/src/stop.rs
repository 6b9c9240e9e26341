//! How an import ends before its end: when it is asked to, after the batch that is being committed.

use std::{error::Error, fmt, io};

use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
};

/// Asks an import to stop; its clones ask the same one.
#[derive(Debug, Clone)]
pub struct Stop(watch::Sender<Option<Interrupted>>);

/// The signal that asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interrupted {
    /// SIGINT, by somebody at a terminal.
    Interrupt,
    /// SIGTERM, by a system.
    Terminate,
}

/// The signals that ask a command to stop.
#[derive(Debug)]
pub struct StopSignals {
    interrupt: Signal,
    terminate: Signal,
}

// === impl Stop ===

impl Stop {
    /// Asks for it.
    pub fn ask(&self, because: Interrupted) {
        self.0.send_replace(Some(because));
    }

    /// Waits until it is asked for.
    pub(super) async fn asked(&self) -> Interrupted {
        let mut receiver = self.0.subscribe();
        match receiver.wait_for(Option::is_some).await.map(|asked| *asked) {
            Ok(Some(because)) => because,
            // Nobody is left who could ask.
            _ => std::future::pending().await,
        }
    }
}

impl Default for Stop {
    fn default() -> Self {
        Self(watch::Sender::new(None))
    }
}

// === impl Interrupted ===

impl Interrupted {
    /// The status that a command ends with which the signal has ended, as shells have it: 128 and the number of the signal.
    pub fn status(self) -> u8 {
        match self {
            Self::Interrupt => 128 + 2,
            Self::Terminate => 128 + 15,
        }
    }
}

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Interrupt => "it was interrupted by SIGINT",
            Self::Terminate => "it was interrupted by SIGTERM",
        })
    }
}

impl Error for Interrupted {}

// === impl StopSignals ===

impl StopSignals {
    /// Catches SIGINT and SIGTERM, which from now on do not end the process by themselves.
    pub fn caught() -> io::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// Waits for the next of them.
    pub async fn next(&mut self) -> Interrupted {
        tokio::select! {
            _ = self.interrupt.recv() => Interrupted::Interrupt,
            _ = self.terminate.recv() => Interrupted::Terminate,
        }
    }
}
