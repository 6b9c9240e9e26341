//! A lock whose owner is gone is removed, after a look at the owner.

use crate::{
    Abort, Exit, Run,
    lock::Holder,
    record::{Record, Unreadable},
};

impl Run<'_> {
    /// Removes the lock, one that has not expired only by force. Returns whose it was.
    pub async fn unlock(&self, force: bool) -> Result<String, Abort> {
        let key = self.settings.lock_key();
        let read = Record::read::<Holder>(self.ports, &key).await;
        let Some((holder, record)) = read.map_err(|fault| self.stopped_by(&fault))? else {
            return Ok("The lock is free.".to_owned());
        };
        let holder = match holder {
            Ok(holder) => holder,
            Err(why) => return self.unlock_unreadable(force, &why, record).await,
        };
        let Holder { owner, doing, since, until, .. } = &holder;
        let whose = format!("{owner} for '{doing}' since {since:.0}");
        if !force && !holder.has_expired(self.ports.clock.now()) {
            let message = format!("The lock is held by {whose}, until {until:.0} unless it is renewed.");
            return Err(Abort::new(Exit::Locked, message).next(format!(
                "if its owner is gone, it expires by itself; to end it now, {}",
                self.settings.run("unlock --force")
            )));
        }
        if record.delete(self.ports).await.map_err(|fault| self.stopped_by(&fault))? {
            return Ok(format!("The lock was removed. It was held by {whose}."));
        }
        Err(Abort::new(Exit::Locked, format!("The lock is held by {whose}, who renewed it just now.")))
    }

    async fn unlock_unreadable(
        &self,
        force: bool,
        why: &Unreadable,
        record: Record,
    ) -> Result<String, Abort> {
        if !force {
            let message = format!("The lock is held, and its owner cannot be read ({why}).");
            return Err(Abort::new(Exit::Locked, message).next(format!(
                "if no other version of this tool deploys, {}",
                self.settings.run("unlock --force")
            )));
        }
        if record.delete(self.ports).await.map_err(|fault| self.stopped_by(&fault))? {
            return Ok(format!("The lock was removed. Its owner could not be read ({why})."));
        }
        Err(Abort::new(Exit::Locked, "The lock was renewed just now by an owner who cannot be read."))
    }
}
