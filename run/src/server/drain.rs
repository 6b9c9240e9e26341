//! The end of a service, as signals ask for it: first it is not ready, then it accepts nobody, then nothing runs or is open.

use std::{io, time::Duration};

use clap::Args;
use ogrom_server_config::{duration, limit};
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    time::sleep,
};

use super::{Life, Stage};

/// The longest that either part of an end may take.
const LONGEST: Duration = Duration::from_hours(1);

/// How the service ends. Durations are written `500ms`, `2s`, `10m`.
#[derive(Debug, Clone, Copy, Args)]
#[command(next_help_heading = "Stopping")]
pub struct DrainOptions {
    /// How long SIGTERM leaves the service accepting, so that whoever balances can see that it is not ready any more: its
    /// interval between two checks times the failures that it waits for, and a little more
    #[arg(long, value_name = "TIME", env, default_value = "1s", value_parser = |text: &str| not_for_ever(duration(text)?))]
    pub drain_time: Duration,
    /// How long requests that are running may take to end after that, and the database to be closed
    #[arg(long, value_name = "TIME", env, default_value = "8s", value_parser = |text: &str| not_for_ever(limit(text)?))]
    pub drain_requests: Duration,
}

/// The signals that ask a process to end.
#[derive(Debug)]
pub struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

/// A second signal came before the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a second signal ended it at once, whatever was running")]
pub struct Impatient;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// By a system, which may have balancers before it.
    Terminate,
    /// By somebody at a terminal.
    Interrupt,
}

// === impl Signals ===

impl Signals {
    /// Catches SIGTERM and SIGINT, which from now on do not end the process by themselves.
    pub fn caught() -> io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) -> Asked {
        tokio::select! {
            _ = self.terminate.recv() => Asked::Terminate,
            _ = self.interrupt.recv() => Asked::Interrupt,
        }
    }
}

/// Waits for a signal and leads the life to its end. A service that has ended what runs by itself does not wait for it.
///
/// SIGINT comes from a terminal, where nobody balances and somebody waits: it leaves the draining out.
pub async fn drain(mut signals: Signals, life: Life, options: DrainOptions) -> Result<(), Impatient> {
    if signals.next().await == Asked::Terminate && !options.drain_time.is_zero() {
        life.proceed(Stage::Draining);
        tracing::info!("the service is draining for {:?}: not ready, and accepting", options.drain_time);
        unless_asked_again(&mut signals, options.drain_time).await?;
    }
    life.proceed(Stage::Stopping);
    tracing::info!("the service is stopping: it accepts nobody, and ends what runs");
    unless_asked_again(&mut signals, options.drain_requests).await?;
    let limit = options.drain_requests;
    if life.stage() < Stage::Closing {
        tracing::warn!("requests were still running after {limit:?} and are cut off");
    } else {
        tracing::warn!("the database was still not closed after {limit:?} and is left as it is");
    }
    life.proceed(Stage::Ended);
    Ok(())
}

/// Refuses a time after which nobody waits for the end any more.
fn not_for_ever(time: Duration) -> Result<Duration, String> {
    if time > LONGEST { Err("at most 1h is of use".to_owned()) } else { Ok(time) }
}

async fn unless_asked_again(signals: &mut Signals, time: Duration) -> Result<(), Impatient> {
    tokio::select! {
        () = sleep(time) => Ok(()),
        _ = signals.next() => Err(Impatient),
    }
}
