//! Idempotency keys, in memory.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    time::Duration,
};

use async_trait::async_trait;
use ogrom_protocols::{Claim, Context, IdempotencyKey, IdempotencyStore, Result, StoredResponse};
use ogrom_protocols_model::{Timestamp, UserId};

use crate::Shared;

/// Remembers idempotency keys as long as the process runs. Starts empty; a clone shares the keys of its original.
#[derive(Debug, Clone, Default)]
pub struct IdempotencyMemory(Shared<BTreeMap<(UserId, String), Claimed>>);

/// A request that was claimed.
#[derive(Debug)]
struct Claimed {
    fingerprint: String,
    at: Timestamp,
    answer: Option<StoredResponse>,
}

#[async_trait]
impl IdempotencyStore for IdempotencyMemory {
    async fn claim(
        &self,
        _: &Context,
        request: &IdempotencyKey,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Claim> {
        let granted = Claimed { fingerprint: request.fingerprint.clone(), at: now, answer: None };
        Ok(self.0.write(|claims| match claims.entry(key(request)) {
            Entry::Vacant(vacant) => {
                vacant.insert(granted);
                Claim::Granted
            }
            Entry::Occupied(mut claimed) => match claimed.get() {
                other if other.fingerprint != request.fingerprint => Claim::Taken,
                Claimed { answer: Some(answer), .. } => Claim::Completed(answer.clone()),
                Claimed { at, .. } if now.distance(*at) < lease => Claim::InFlight,
                _ => {
                    claimed.insert(granted);
                    Claim::Granted
                }
            },
        }))
    }

    async fn store(&self, _: &Context, request: &IdempotencyKey, answer: &StoredResponse) -> Result<()> {
        self.0.write(|claims| {
            if let Some(claimed) = claims.get_mut(&key(request)).filter(|it| it.is_open_for(request)) {
                claimed.answer = Some(answer.clone());
            }
        });
        Ok(())
    }

    async fn drop_claim(&self, _: &Context, request: &IdempotencyKey) -> Result<()> {
        self.0.write(|claims| {
            if let Entry::Occupied(claimed) = claims.entry(key(request))
                && claimed.get().is_open_for(request)
            {
                claimed.remove();
            }
        });
        Ok(())
    }

    async fn forget_before(&self, _: &Context, instant: Timestamp) -> Result<u64> {
        Ok(self.0.write(|claims| {
            let before = claims.len();
            claims.retain(|_, claimed| claimed.at >= instant);
            (before - claims.len()) as u64
        }))
    }
}

fn key(request: &IdempotencyKey) -> (UserId, String) {
    (request.user.clone(), request.key.clone())
}

// === impl Claimed ===

impl Claimed {
    /// Whether it is this request that was claimed, and that has no response yet.
    fn is_open_for(&self, request: &IdempotencyKey) -> bool {
        self.answer.is_none() && self.fingerprint == request.fingerprint
    }
}
