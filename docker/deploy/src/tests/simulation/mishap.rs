//! The faults of a call: the run is killed at it, its response is lost, or it is refused.

use std::future::pending;

use super::{Sim, State};
use crate::{Call, Fault, FaultKind};

/// At which call a run is killed.
#[derive(Clone, Copy, Debug)]
pub(in crate::tests) struct Cut {
    /// Its number, over all calls.
    pub(in crate::tests) at: usize,
    /// Whether its effect happens before the run is gone.
    pub(in crate::tests) happens: bool,
    /// Whether a signal ends it, so that it can still tidy up.
    pub(in crate::tests) signal: bool,
}

/// Which call.
#[derive(Clone, Debug)]
pub(in crate::tests) enum Moment {
    /// The call of this number, over all calls.
    Number(usize),
    /// The nth of this kind.
    Of(String, usize),
}

/// The result in place of the response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tests) enum Mishap {
    /// Nothing, and nothing happened.
    LostUnheard,
    /// Nothing, though it happened.
    LostDone,
    /// Too many calls.
    Throttled,
    /// No permission.
    Denied,
}

impl Moment {
    /// The nth call of this kind.
    pub(in crate::tests) fn of(call: Call, nth: usize) -> Self {
        Self::Of(format!("{call:?}"), nth)
    }
}

impl Sim {
    /// Makes a call of Beanstalk or the bucket.
    pub(super) async fn call<T>(
        &self,
        call: Call,
        effect: impl FnOnce(&mut State) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let lost = |message: &str| Fault::new(call, FaultKind::Lost, message);
        let result = self.attempt(&format!("{call:?}"), effect).await;
        match result {
            Ok(result) => result,
            Err(Mishap::LostUnheard | Mishap::LostDone) => Err(lost("the connection was reset")),
            Err(Mishap::Throttled) => {
                Err(Fault::new(call, FaultKind::Throttled, "Throttling: Rate exceeded"))
            }
            Err(Mishap::Denied) => Err(Fault::new(call, FaultKind::Denied, "AccessDenied: not authorised")),
        }
    }

    /// Sends a request to the service or to DNS.
    pub(super) async fn question<T>(
        &self,
        kind: &str,
        effect: impl FnOnce(&mut State) -> Result<T, String>,
    ) -> Result<T, String> {
        self.attempt(kind, effect).await.unwrap_or_else(|_| Err("the connection was reset".to_owned()))
    }

    async fn attempt<T>(&self, kind: &str, effect: impl FnOnce(&mut State) -> T) -> Result<T, Mishap> {
        // Others get their turn, as at every wait.
        tokio::task::yield_now().await;
        let (cut, response) = {
            let mut state = self.state();
            state.calls.push(kind.to_owned());
            let number = state.calls.len();
            let nth = state.calls.iter().filter(|call| *call == kind).count();
            let is_now = |moment: &Moment| match moment {
                Moment::Number(wanted) => *wanted == number,
                Moment::Of(wanted, count) => wanted == kind && *count == nth,
            };
            let hooks: Vec<_> =
                state.hooks.iter().filter(|(moment, _)| is_now(moment)).map(|(_, hook)| *hook).collect();
            for hook in hooks {
                hook(&mut state);
            }
            let response =
                state.mishaps.iter().find(|(moment, _)| is_now(moment)).map(|(_, response)| *response);
            (state.cut.filter(|cut| cut.at == number), response)
        };
        if let Some(cut) = cut {
            if cut.happens {
                drop(effect(&mut self.state()));
            }
            self.state().cut = None;
            self.0.killed.notify_one();
            return pending().await;
        }
        match response {
            None => Ok(effect(&mut self.state())),
            Some(Mishap::LostDone) => {
                drop(effect(&mut self.state()));
                Err(Mishap::LostDone)
            }
            Some(response) => Err(response),
        }
    }

    /// Comes back when a run was killed.
    pub(super) async fn killed(&self) {
        self.0.killed.notified().await;
    }
}
