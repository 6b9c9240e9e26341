//! The lock in the bucket: one deployment at a time, for as long as its owner renews it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    Fault, FaultKind, Ports, Settings,
    record::{Record, Unreadable},
};

/// How often the lock of an interrupted run is removed, since a renewal on its way can bring it back.
const REMOVALS: u32 = 3;

/// The owner of the lock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The run's identifier, which no other run has.
    pub deployment: String,
    /// The identity that runs it.
    pub owner: String,
    /// Its command.
    pub doing: String,
    /// Since when.
    pub since: Timestamp,
    /// The time of expiry, unless it is renewed before.
    pub until: Timestamp,
}

/// The lock, held by this run.
#[derive(Debug)]
pub(crate) struct Lock {
    record: Record,
    holder: Holder,
    renewed: Timestamp,
}

/// The result of an attempt to take the lock.
#[derive(Debug)]
pub(crate) enum Attempt {
    /// It is ours; the named owner let it expire.
    Ours(Lock, Option<Holder>),
    /// Another run holds it.
    Held(Holder),
    /// It is held, and its owner cannot be read.
    Unreadable(Unreadable),
    /// It was released just now.
    Released,
}

// === impl Holder ===

impl Holder {
    /// Whether it was not renewed for too long.
    pub fn has_expired(&self, now: Timestamp) -> bool {
        self.until <= now
    }
}

// === impl Lock ===

impl Lock {
    /// Takes the lock if it is free, or if its owner has not renewed it for too long.
    pub(crate) async fn take(
        ports: &Ports,
        settings: &Settings,
        mut holder: Holder,
    ) -> Result<Attempt, Fault> {
        let key = settings.lock_key();
        let renewed = ports.clock.now();
        holder.until = renewed + settings.waits.lock;
        if let Some(record) = Record::create(ports, &key, &holder).await? {
            return Ok(Attempt::Ours(Self { record, holder, renewed }, None));
        }
        let Some((other, mut record)) = Record::read::<Holder>(ports, &key).await? else {
            return Ok(Attempt::Released);
        };
        let other = match other {
            Ok(other) => other,
            Err(why) => return Ok(Attempt::Unreadable(why)),
        };
        if other.has_expired(renewed) && record.replace(ports, &holder).await? {
            return Ok(Attempt::Ours(Self { record, holder, renewed }, Some(other)));
        }
        Ok(Attempt::Held(other))
    }

    /// Renews it; `false` if another run has taken it over.
    pub(crate) async fn renew(&mut self, ports: &Ports, settings: &Settings) -> Result<bool, Fault> {
        let now = ports.clock.now();
        self.holder.until = now + settings.waits.lock;
        let ours = self.record.replace(ports, &self.holder).await?;
        self.renewed = now;
        Ok(ours)
    }

    /// Whether a third of its time is over.
    pub(crate) fn is_due(&self, ports: &Ports, settings: &Settings) -> bool {
        ports.clock.now() >= self.renewed + settings.waits.lock / 3
    }

    /// Releases it. If another run holds it by now, that is no error.
    pub(crate) async fn release(self, ports: &Ports, settings: &Settings) -> Result<(), Fault> {
        let Self { record, holder, .. } = self;
        if record.delete(ports).await? {
            Ok(())
        } else {
            Self::remove(ports, settings, &holder.deployment).await
        }
    }

    /// Removes the lock of this deployment. Its tag is unknown if a signal cut off the call that took or renewed it.
    pub(crate) async fn remove(ports: &Ports, settings: &Settings, deployment: &str) -> Result<(), Fault> {
        for _ in 0..REMOVALS {
            match Record::read::<Holder>(ports, &settings.lock_key()).await {
                Ok(Some((Ok(holder), record))) if holder.deployment == deployment => {
                    if record.delete(ports).await? {
                        return Ok(());
                    }
                }
                Ok(_) => return Ok(()),
                // For a caller who may not list a bucket, S3 reports an object that does not exist as forbidden.
                Err(fault) if fault.kind == FaultKind::Denied => return Ok(()),
                Err(fault) => return Err(fault),
            }
        }
        Ok(())
    }
}
