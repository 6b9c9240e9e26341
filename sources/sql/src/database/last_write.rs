//! How the last write ended, which shows whether the next one would be taken.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use ogrom_protocols::{Error, Result};

use super::pools::Pools;
use crate::statements;

/// For how long a write that was kept shows that the database takes writes.
const FRESH: Duration = Duration::from_secs(1);

statements! { @listed
    /// The smallest change, of a value that no reader needs.
    CHANGE = ["UPDATE heartbeat SET beat = beat + 1 WHERE only = 1"];
}

/// How the last write ended.
#[derive(Debug, Default)]
pub(super) struct LastWrite(Mutex<Ended>);

#[derive(Debug, Default, Clone, Copy)]
enum Ended {
    /// There was none yet.
    #[default]
    Never,
    /// It was kept, at this instant.
    Kept(Instant),
    /// The database failed.
    Failed,
}

// === impl LastWrite ===

impl LastWrite {
    /// Takes note of a write. One that contradicts what is there says nothing of the database; nor does one that is kept after
    /// another has failed, since it may have changed nothing.
    pub(super) fn note<T>(&self, answer: &Result<T>) {
        let mut ended = self.ended();
        match answer {
            Ok(_) if matches!(*ended, Ended::Failed) => {}
            Ok(_) => *ended = Ended::Kept(Instant::now()),
            Err(Error::Conflict(_) | Error::Cursor(_) | Error::Refused(_)) => {}
            Err(_) => *ended = Ended::Failed,
        }
    }

    /// Whether another one would be kept, too. A busy database has just shown it, and is asked nothing. An idle one is asked for the
    /// right to write, and nothing is written. Only where the last write failed is one tried: that there is room again,
    /// nothing else shows.
    pub(super) async fn another_can_follow(&self, pools: &Pools) -> Result<()> {
        let ended = *self.ended();
        match ended {
            Ended::Kept(at) if at.elapsed() < FRESH => Ok(()),
            Ended::Kept(_) | Ended::Never => pools.begin().await?.rollback().await,
            Ended::Failed => {
                change(pools).await?;
                *self.ended() = Ended::Kept(Instant::now());
                Ok(())
            }
        }
    }

    /// A panic that poisons the lock leaves nothing half done.
    fn ended(&self) -> MutexGuard<'_, Ended> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn change(pools: &Pools) -> Result<()> {
    let mut transaction = pools.begin().await?;
    transaction.run(CHANGE.query()).await?;
    transaction.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_that_may_have_changed_nothing_does_not_hide_one_that_failed() {
        let last = LastWrite::default();
        last.note(&Ok(()));
        assert!(matches!(*last.ended(), Ended::Kept(_)));
        last.note::<()>(&Err(Error::unavailable("no room")));
        last.note(&Ok(false));
        assert!(matches!(*last.ended(), Ended::Failed));
    }
}
