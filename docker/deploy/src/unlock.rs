//! A lock that nobody will release is taken away, after a look at whose it is.

use crate::{Exit, Run, Stop, lock::Holder, record::Record};

impl Run<'_> {
    /// Takes the lock away, one that has not expired only by force, and tells whose it was.
    pub async fn unlock(&self, force: bool) -> Result<String, Stop> {
        let key = self.settings.lock_key();
        let read = Record::read::<Holder>(self.world, &key).await;
        let Some((holder, record)) = read.map_err(|fault| self.stopped_by(&fault))? else {
            return Ok("Nobody holds the lock.".to_owned());
        };
        let Holder { owner, doing, since, until, .. } = &holder;
        let whose = format!("{owner} for '{doing}' since {since:.0}");
        if !force && !holder.has_expired(self.world.clock.now()) {
            let message = format!("The lock is held by {whose}, until {until:.0} unless it is renewed.");
            return Err(Stop::new(Exit::Locked, message).next(format!(
                "if nobody is behind it, it expires by itself; to end it now, {}",
                self.settings.run("unlock --force")
            )));
        }
        if record.delete(self.world).await.map_err(|fault| self.stopped_by(&fault))? {
            return Ok(format!("The lock was taken away. It was held by {whose}."));
        }
        Err(Stop::new(Exit::Locked, format!("The lock is held by {whose}, who renewed it just now.")))
    }
}
