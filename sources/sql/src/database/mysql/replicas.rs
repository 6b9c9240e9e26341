//! Replicas: copies of the database that are read, as long as they show what the caller must see.

mod heartbeat;
mod writes;

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use ogrom_protocols::{Context, Result};
use sqlx::mysql::MySqlConnectOptions;
use tokio::{sync::watch, task::JoinSet};

use self::{heartbeat::Beats, writes::Writes};
use super::{connection, read_pool::ReadPool};
use crate::{Pool, Query, Row, error::failure};

/// The replicas of a database, and what is known of them. Clones share it.
#[derive(Debug, Clone)]
pub(super) struct Replicas(Arc<Watched>);

#[derive(Debug)]
struct Watched {
    replicas: Vec<Replica>,
    /// Counts queries, to use the replicas by turns.
    turn: AtomicUsize,
    beats: Arc<Beats>,
    writes: Writes,
    /// The tasks that write the beats and look for them; they end with this at the latest.
    watching: Mutex<JoinSet<()>>,
}

#[derive(Debug)]
struct Replica {
    pool: ReadPool,
    shows: Shows,
}

/// The instant before which all writes are shown; absent where the replica lags too far, or cannot be reached.
type Shows = watch::Receiver<Option<Instant>>;

// === impl Replicas ===

impl Replicas {
    /// The replicas behind these URLs, of the database that `primary` connects to. None of them need be there yet. Runs
    /// tasks, and so needs a runtime.
    pub(super) fn watch<'a>(
        primary: MySqlConnectOptions,
        urls: impl IntoIterator<Item = &'a str>,
        max_lag: Duration,
    ) -> Result<Self> {
        let options = urls.into_iter().map(connection::options);
        let options = options.collect::<std::result::Result<Vec<_>, _>>().map_err(failure)?;
        let (beats, mut watching) = (Arc::new(Beats::within(max_lag)), JoinSet::new());
        watching.spawn(heartbeat::beat(primary, Arc::clone(&beats)));
        let replica = |options: MySqlConnectOptions| {
            let (tell, shows) = watch::channel(None);
            watching.spawn(heartbeat::look(options.clone(), Arc::clone(&beats), tell));
            Replica { pool: ReadPool::new(options), shows }
        };
        let replicas = options.into_iter().map(replica).collect();
        let turn = AtomicUsize::default();
        Ok(Self(Arc::new(Watched {
            replicas,
            turn,
            beats,
            writes: Writes::default(),
            watching: Mutex::new(watching),
        })))
    }

    /// The rows of a replica that shows what the caller must see. `None` where there is none, or where it fails, which is no
    /// reason for the call to fail: the primary has it all.
    pub(super) async fn rows(&self, ctx: &Context, query: &Query) -> Option<Vec<Row>> {
        let must_show = ctx.as_of.max(self.0.writes.last_of(ctx));
        let replica = self.next(must_show)?;
        let mut shows = replica.shows.clone();
        tokio::select! {
            answer = replica.pool.rows(query) => answer.ok(),
            // One that is frozen says nothing, but is found out before long.
            _ = shows.wait_for(Option::is_none) => None,
        }
    }

    /// The connections to all of them.
    pub(super) fn pool(&self) -> Pool {
        let none = Pool { name: "replicas", open: 0, idle: 0, most: 0 };
        self.0.replicas.iter().map(|replica| replica.pool.pool(none.name)).fold(none, |all, one| Pool {
            open: all.open + one.open,
            idle: all.idle + one.idle,
            most: all.most + one.most,
            ..all
        })
    }

    /// How old is what each shows, at most; absent for one that is left out.
    pub(super) fn shown(&self) -> Vec<Option<Duration>> {
        self.0.replicas.iter().map(|replica| replica.shows.borrow().map(|at| at.elapsed())).collect()
    }

    /// Takes note that the caller has written, and must see it from now on.
    pub(super) fn wrote(&self, ctx: &Context) {
        self.0.writes.note(ctx, self.0.beats.oldest());
    }

    pub(super) async fn close(&self) {
        self.0.watching.lock().unwrap_or_else(PoisonError::into_inner).abort_all();
        for replica in &self.0.replicas {
            replica.pool.close().await;
        }
    }

    /// The next one by turns, of those that show so much.
    fn next(&self, must_show: Option<Instant>) -> Option<&Replica> {
        let Watched { replicas, turn, .. } = &*self.0;
        let first = turn.fetch_add(1, Ordering::Relaxed) % replicas.len().max(1);
        let (before, from) = replicas.split_at(first);
        from.iter()
            .chain(before)
            .find(|replica| replica.shows.borrow().is_some_and(|at| Some(at) >= must_show))
    }
}
