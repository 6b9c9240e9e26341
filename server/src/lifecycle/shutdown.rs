//! The shutdown of a service, as signals ask for it: first it is not ready, then it accepts no connections, then nothing runs.

use std::{io, time::Duration};

use clap::Args;
use ogrom_server_config::{duration, limit};
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    time::sleep,
};

use super::{Lifecycle, Stage};

/// The longest that either part of a shutdown may take.
const LONGEST: Duration = Duration::from_hours(1);

/// The options of a shutdown. Durations are written `500ms`, `2s`, `10m`.
#[derive(Debug, Clone, Copy, Args)]
#[command(next_help_heading = "Stopping")]
pub struct DrainOptions {
    /// The time after SIGTERM in which the service is not ready but still accepts. It should be a little longer than the
    /// balancer's check interval times its number of failed checks
    #[arg(long, value_name = "TIME", env, default_value = "1s", value_parser = |text: &str| not_for_ever(duration(text)?))]
    pub drain_time: Duration,
    /// The time after that for requests in flight to end, and for the database to be closed
    #[arg(long, value_name = "TIME", env, default_value = "8s", value_parser = |text: &str| not_for_ever(limit(text)?))]
    pub drain_requests: Duration,
}

/// The signals that ask a process to end.
#[derive(Debug)]
pub struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

/// A second signal came before the shutdown was complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a second signal ended the service at once, with requests in flight")]
pub struct ForcedShutdown;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Request {
    /// SIGTERM, from a system that may have balancers before the service.
    Terminate,
    /// SIGINT, from a terminal.
    Interrupt,
}

// === impl Signals ===

impl Signals {
    /// Catches SIGTERM and SIGINT, which from now on do not end the process by themselves.
    pub fn caught() -> io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) -> Request {
        tokio::select! {
            _ = self.terminate.recv() => Request::Terminate,
            _ = self.interrupt.recv() => Request::Interrupt,
        }
    }
}

/// Waits for a signal and advances the lifecycle to its end, stage by stage.
///
/// SIGINT comes from a terminal, where there is no balancer and a person waits: it leaves the draining out.
pub async fn drain(
    mut signals: Signals,
    lifecycle: Lifecycle,
    options: DrainOptions,
) -> Result<(), ForcedShutdown> {
    if signals.next().await == Request::Terminate && !options.drain_time.is_zero() {
        lifecycle.advance(Stage::Draining);
        tracing::info!("draining for {:?}: not ready, and still accepting connections", options.drain_time);
        unless_signalled_again(&mut signals, options.drain_time).await?;
    }
    lifecycle.advance(Stage::Stopping);
    tracing::info!("shutting down: no longer accepting connections, draining in-flight requests");
    unless_signalled_again(&mut signals, options.drain_requests).await?;
    let limit = options.drain_requests;
    if lifecycle.stage() < Stage::Closing {
        tracing::warn!("requests were still running after {limit:?} and are cut off");
    } else {
        tracing::warn!("the database was still not closed after {limit:?} and is left as it is");
    }
    lifecycle.advance(Stage::Ended);
    Ok(())
}

/// Refuses a time that no platform would wait for the end of a process.
fn not_for_ever(time: Duration) -> Result<Duration, String> {
    if time > LONGEST { Err("at most 1h is of use".to_owned()) } else { Ok(time) }
}

async fn unless_signalled_again(signals: &mut Signals, time: Duration) -> Result<(), ForcedShutdown> {
    tokio::select! {
        () = sleep(time) => Ok(()),
        _ = signals.next() => Err(ForcedShutdown),
    }
}
