//! Callers that have written lately, and so must see writes that a replica may not show yet.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use ogrom_protocols::Context;
use ogrom_protocols_model::UserId;

/// How many are kept before those are forgotten whose writes every replica shows.
const MANY: usize = 1024;

/// When each last wrote. Strangers are taken for one.
#[derive(Debug, Default)]
pub(super) struct Writes(Mutex<HashMap<Option<UserId>, Instant>>);

// === impl Writes ===

impl Writes {
    /// When the caller last wrote.
    pub(super) fn last_of(&self, ctx: &Context) -> Option<Instant> {
        self.last().get(&user(ctx)).copied()
    }

    /// The caller has written. Every replica shows what was written before `shown`.
    pub(super) fn note(&self, ctx: &Context, shown: Option<Instant>) {
        let mut last = self.last();
        if last.len() >= MANY {
            last.retain(|_, written| shown.is_none_or(|shown| *written > shown));
        }
        last.insert(user(ctx), Instant::now());
    }

    fn last(&self) -> MutexGuard<'_, HashMap<Option<UserId>, Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn user(ctx: &Context) -> Option<UserId> {
    ctx.principal.as_ref().map(|principal| principal.user.clone())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use ogrom_protocols::Principal;

    use super::*;

    fn by(user: &str) -> Context {
        let locale = "en-GB; GBP".parse().unwrap();
        Context::new("test", Arc::new(locale)).by(Principal::new(user.parse().unwrap()))
    }

    #[test]
    fn whose_writes_are_shown_everywhere_are_forgotten_and_nobody_else() {
        let writes = Writes::default();
        (0..MANY).for_each(|n| writes.note(&by(&format!("u{n}")), None));
        let shown = Instant::now();
        writes.note(&by("ann"), Some(shown));
        assert!(writes.last_of(&by("ann")).is_some());
        assert_eq!(writes.last_of(&by("u7")), None);
        (0..MANY).for_each(|n| writes.note(&by(&format!("u{n}")), Some(shown)));
        assert!(writes.last_of(&by("u0")).is_some() && writes.last_of(&by("u1023")).is_some());
    }
}
