//! One deployment at a time: the lock is taken first, and released at the end.

use crate::{
    Abort, Exit, Run, Step,
    lock::{Attempt, Holder, Lock},
    run::since,
    text::span,
};

impl Run<'_> {
    /// Takes the lock, and waits for it if it must.
    pub(crate) async fn take_lock(&mut self, doing: &str) -> Result<(), Abort> {
        self.begin(Step::Lock)?;
        let now = self.ports.clock.now();
        let limit = self.limit(self.settings.waits.lock_wait);
        let holder = Holder {
            deployment: self.identity.clone(),
            owner: self.settings.owner.clone(),
            doing: doing.to_owned(),
            since: now,
            until: now,
        };
        loop {
            let attempt = Lock::take(self.ports, self.settings, holder.clone()).await;
            match attempt.map_err(|fault| self.stopped_by(&fault))? {
                Attempt::Ours(lock, before) => {
                    self.lock = Some(lock);
                    self.done(match before {
                        None => format!("held by {}", holder.owner),
                        Some(before) => format!(
                            "held by {}; taken over from {}, whose lock expired {} ago in '{}'",
                            holder.owner,
                            before.owner,
                            span(since(before.until, self.ports.clock.now())),
                            before.doing
                        ),
                    });
                    return Ok(());
                }
                Attempt::Held(Holder { owner, doing, since, until, .. }) => {
                    let held =
                        format!("{owner} holds the lock for '{doing}' since {since:.0}, until {until:.0}");
                    if self.is_past(limit) {
                        return Err(self.locked(&format!("{held} unless it is renewed")));
                    }
                    self.pause(held).await?;
                }
                Attempt::Unreadable(why) => {
                    let held = format!("The lock is held, and its owner cannot be read ({why})");
                    if self.is_past(limit) {
                        return Err(self.locked(&held));
                    }
                    self.pause(held).await?;
                }
                Attempt::Released if self.is_past(limit) => {
                    return Err(self.locked("Other runs hold the lock, one after the other"));
                }
                Attempt::Released => self.pause("another run has just released the lock").await?,
            }
        }
    }

    fn locked(&self, held: &str) -> Abort {
        let message = format!("{held}. Nothing was changed.");
        let unlock = self.settings.run("unlock --force");
        Abort::new(Exit::Locked, message).next(format!(
            "when that has ended, {}; if the owner of the lock is gone, first {unlock}",
            self.again()
        ))
    }

    /// Releases the lock, whatever the result of the run. If that fails, the lock expires.
    pub(crate) async fn give_back(&mut self) {
        let released = match self.lock.take() {
            Some(lock) => lock.release(self.ports, self.settings).await,
            // The call that takes or releases the lock can have been cut off.
            None if matches!(self.step(), Step::Lock | Step::Release) => {
                Lock::remove(self.ports, self.settings, &self.identity).await
            }
            None => return,
        };
        if let Err(fault) = released {
            let time = span(self.settings.waits.lock);
            self.warn(format!("the lock could not be given back, and expires within {time}: {fault}"));
        }
    }
}
