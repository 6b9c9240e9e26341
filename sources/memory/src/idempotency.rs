//! Requests that must happen once, in memory.

use std::{collections::btree_map::Entry, time::Duration};

use async_trait::async_trait;
use ogrom_protocols::{Claim, Context, IdempotencyStore, KeptAnswer, OnceRequest, Result};
use ogrom_protocols_model::{Timestamp, UserId};

use crate::{Memory, state::State};

/// A request that was claimed.
#[derive(Debug)]
pub(crate) struct Claimed {
    fingerprint: String,
    at: Timestamp,
    answer: Option<KeptAnswer>,
}

#[async_trait]
impl IdempotencyStore for Memory {
    async fn claim(
        &self,
        _: &Context,
        request: &OnceRequest,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Claim> {
        Ok(self.write(|state| state.claim(request, now, lease)))
    }

    async fn keep(&self, _: &Context, request: &OnceRequest, answer: &KeptAnswer) -> Result<()> {
        self.write(|state| {
            if let Some(claimed) = state.once.get_mut(&key(request)).filter(|it| it.is_open_for(request)) {
                claimed.answer = Some(answer.clone());
            }
        });
        Ok(())
    }

    async fn drop_claim(&self, _: &Context, request: &OnceRequest) -> Result<()> {
        self.write(|state| {
            if let Entry::Occupied(claimed) = state.once.entry(key(request))
                && claimed.get().is_open_for(request)
            {
                claimed.remove();
            }
        });
        Ok(())
    }

    async fn forget_before(&self, _: &Context, instant: Timestamp) -> Result<u64> {
        Ok(self.write(|state| {
            let before = state.once.len();
            state.once.retain(|_, claimed| claimed.at >= instant);
            (before - state.once.len()) as u64
        }))
    }
}

impl State {
    fn claim(&mut self, request: &OnceRequest, now: Timestamp, lease: Duration) -> Claim {
        let granted = Claimed { fingerprint: request.fingerprint.clone(), at: now, answer: None };
        match self.once.entry(key(request)) {
            Entry::Vacant(vacant) => {
                vacant.insert(granted);
                Claim::Granted
            }
            Entry::Occupied(mut claimed) => match claimed.get() {
                other if other.fingerprint != request.fingerprint => Claim::Taken,
                Claimed { answer: Some(answer), .. } => Claim::Answered(answer.clone()),
                Claimed { at, .. } if now.distance(*at) < lease => Claim::InFlight,
                _ => {
                    claimed.insert(granted);
                    Claim::Granted
                }
            },
        }
    }
}

fn key(request: &OnceRequest) -> (UserId, String) {
    (request.user.clone(), request.key.clone())
}

// === impl Claimed ===

impl Claimed {
    /// Whether it is this request that was claimed, and that is not answered yet.
    fn is_open_for(&self, request: &OnceRequest) -> bool {
        self.answer.is_none() && self.fingerprint == request.fingerprint
    }
}
