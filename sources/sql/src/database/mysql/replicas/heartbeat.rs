//! How far a replica is behind: a row counts up on the primary, and its number on a replica shows how far that is.
//!
//! No clock of a server is trusted, no right to ask for its state is needed, and a replica that no longer hears of its
//! primary is found out like one that is slow. Several services may count in the same row.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use sqlx::{Connection as _, MySqlConnection, Row as _, mysql::MySqlConnectOptions};
use tokio::{
    sync::watch,
    time::{MissedTickBehavior, interval, timeout},
};

/// How often the row counts up, and is looked for.
const PERIOD: Duration = Duration::from_millis(500);

/// How long a beat, or a look for it, may take.
const PATIENCE: Duration = Duration::from_secs(1);

const BEAT: &str = "UPDATE heartbeat SET beat = LAST_INSERT_ID(beat + 1) WHERE only = 1";
const SHOWN: &str = "SELECT beat FROM heartbeat WHERE only = 1";

/// The beats that a replica may be found at.
#[derive(Debug)]
pub(super) struct Beats {
    /// Each with an instant before it: what was written earlier is there wherever the beat is. The newest comes last.
    known: Mutex<VecDeque<(i64, Instant)>>,
    /// How far the oldest may be behind the newest.
    within: Duration,
}

// === impl Beats ===

impl Beats {
    pub(super) fn within(within: Duration) -> Self {
        Self { known: Mutex::default(), within }
    }

    /// The instant of the oldest beat; what was written before is shown by every replica that is asked.
    pub(super) fn oldest(&self) -> Option<Instant> {
        self.with(|known| known.front().map(|(_, at)| *at))
    }

    /// Everything before this instant is shown where this beat is; absent where that is too far behind.
    fn shown_by(&self, beat: i64) -> Option<Instant> {
        self.with(|known| known.iter().rev().find(|(known, _)| *known <= beat).map(|(_, at)| *at))
    }

    fn add(&self, beat: i64, at: Instant) {
        self.with(|known| {
            known.push_back((beat, at));
            // Measured from beat to beat: while the primary is away nothing is written, and no replica falls behind.
            known.retain(|(_, older)| at.duration_since(*older) <= self.within);
        });
    }

    fn with<T>(&self, work: impl FnOnce(&mut VecDeque<(i64, Instant)>) -> T) -> T {
        work(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Counts up on the primary, for ever.
pub(super) async fn beat(primary: MySqlConnectOptions, beats: Arc<Beats>) {
    let (mut ticks, mut connection) = (ticks(), None);
    loop {
        ticks.tick().await;
        let before = Instant::now();
        let beat = async {
            let done = sqlx::query(BEAT).execute(connected(&mut connection, &primary).await?).await?;
            Ok::<_, sqlx::Error>(done.last_insert_id())
        };
        match timeout(PATIENCE, beat).await {
            Ok(Ok(beat)) => beats.add(i64::try_from(beat).unwrap_or(i64::MAX), before),
            _ => connection = None,
        }
    }
}

/// Tells how much a replica shows, for ever.
pub(super) async fn look(
    replica: MySqlConnectOptions,
    beats: Arc<Beats>,
    tell: watch::Sender<Option<Instant>>,
) {
    let (mut ticks, mut connection) = (ticks(), None);
    loop {
        ticks.tick().await;
        let look = async {
            let row = sqlx::query(SHOWN).fetch_one(connected(&mut connection, &replica).await?).await?;
            row.try_get::<i64, _>(0)
        };
        let found = timeout(PATIENCE, look).await;
        let shows = match found {
            Ok(Ok(beat)) => beats.shown_by(beat),
            _ => None,
        };
        if !matches!(found, Ok(Ok(_))) {
            connection = None;
        }
        let before = tell.send_replace(shows);
        match (before, shows) {
            (Some(_), None) => tracing::warn!(replica = replica.get_host(), ?found, "a replica is left out"),
            (None, Some(_)) => tracing::info!(replica = replica.get_host(), "a replica is read"),
            _ => {}
        }
    }
}

async fn connected<'c>(
    connection: &'c mut Option<MySqlConnection>,
    options: &MySqlConnectOptions,
) -> Result<&'c mut MySqlConnection, sqlx::Error> {
    match connection {
        Some(connection) => Ok(connection),
        None => Ok(connection.insert(MySqlConnection::connect_with(options).await?)),
    }
}

fn ticks() -> tokio::time::Interval {
    let mut ticks = interval(PERIOD);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beat_tells_what_is_shown_until_it_is_too_far_behind() {
        let (beats, start) = (Beats::within(Duration::from_secs(2)), Instant::now());
        let at = |seconds| start + Duration::from_secs(seconds);
        assert_eq!(beats.shown_by(7), None, "nothing is known yet");
        for (beat, seconds) in [(7, 0), (9, 1), (10, 2)] {
            beats.add(beat, at(seconds));
        }
        assert_eq!(beats.shown_by(6), None);
        // Another service has counted 8, which is newer than 7.
        assert_eq!((beats.shown_by(7), beats.shown_by(8)), (Some(at(0)), Some(at(0))));
        assert_eq!((beats.shown_by(10), beats.shown_by(11)), (Some(at(2)), Some(at(2))));
        beats.add(12, at(3));
        assert_eq!((beats.shown_by(8), beats.shown_by(9)), (None, Some(at(1))));
        assert_eq!(beats.oldest(), Some(at(1)));
    }
}
