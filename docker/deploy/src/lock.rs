//! The lock in the bucket: one deployment at a time, for as long as whoever holds it is heard of.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Fault, Settings, World, record::Record};

/// Who holds the lock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The run's identifier, which no other run has.
    pub deployment: String,
    /// Who runs it.
    pub owner: String,
    /// What it does.
    pub doing: String,
    /// Since when.
    pub since: Timestamp,
    /// Until when, unless it is heard of before.
    pub until: Timestamp,
}

/// The lock, held by this run.
#[derive(Debug)]
pub(crate) struct Lock {
    record: Record,
    holder: Holder,
    renewed: Timestamp,
}

/// What came of trying to take the lock.
#[derive(Debug)]
pub(crate) enum Attempt {
    /// It is ours; it had expired in the hands of whoever is named.
    Ours(Lock, Option<Holder>),
    /// It is somebody else's.
    Held(Holder),
}

// === impl Holder ===

impl Holder {
    /// Whether it was not heard of for too long.
    pub fn has_expired(&self, now: Timestamp) -> bool {
        self.until <= now
    }
}

// === impl Lock ===

impl Lock {
    /// Takes the lock if nobody holds it, or if whoever does was not heard of for too long.
    pub(crate) async fn take(
        world: &World,
        settings: &Settings,
        mut holder: Holder,
    ) -> Result<Attempt, Fault> {
        let key = settings.lock_key();
        let renewed = world.clock.now();
        holder.until = renewed + settings.waits.lock;
        if let Some(record) = Record::create(world, &key, &holder).await? {
            return Ok(Attempt::Ours(Self { record, holder, renewed }, None));
        }
        let Some((other, mut record)) = Record::read::<Holder>(world, &key).await? else {
            // Released just now: whoever comes next finds it free.
            return Ok(Attempt::Held(Holder { owner: "somebody who has just ended".to_owned(), ..holder }));
        };
        if other.has_expired(renewed) && record.replace(world, &holder).await? {
            return Ok(Attempt::Ours(Self { record, holder, renewed }, Some(other)));
        }
        Ok(Attempt::Held(other))
    }

    /// Lets it be held for longer; `false` where it was taken over.
    pub(crate) async fn renew(&mut self, world: &World, settings: &Settings) -> Result<bool, Fault> {
        let now = world.clock.now();
        self.holder.until = now + settings.waits.lock;
        let ours = self.record.replace(world, &self.holder).await?;
        self.renewed = now;
        Ok(ours)
    }

    /// Whether a third of its time is over.
    pub(crate) fn is_due(&self, world: &World, settings: &Settings) -> bool {
        world.clock.now() >= self.renewed + settings.waits.lock / 3
    }

    /// Gives it back; that it is somebody else's by now is no matter.
    pub(crate) async fn release(self, world: &World) -> Result<(), Fault> {
        self.record.delete(world).await.map(drop)
    }
}
