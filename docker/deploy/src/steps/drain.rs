//! The old side gets no requests any more. It keeps running, for the way back and for clients with an old DNS record.

use std::time::Duration;

use crate::{Abort, Run, Step, run::since, text::time};

impl Run<'_> {
    /// Waits until the old record has expired in all caches, and the old side gets no requests. It waits at most for
    /// the given time, since nothing is done to the old side anyway.
    pub(crate) async fn drain(&mut self, name: &str) -> Result<(), Abort> {
        self.begin(Step::Drain)?;
        let limit = self.limit(self.settings.waits.drain);
        let swapped = self.journal.as_ref().and_then(|journal| Some(journal.swap.as_ref()?.at));
        let believed = self.ttl * 2;
        let most = self.settings.idle_requests;
        loop {
            let old = swapped.map_or(Duration::MAX, |at| since(at, self.now()));
            let requests = self.call(async |ports| ports.control.health(name).await).await?.requests;
            if old >= believed && requests <= most {
                self.done(format!("{name} is no longer in use; it keeps running"));
                return Ok(());
            }
            let waiting = if old < believed {
                format!("caches may keep the old DNS record until {} after the swap", time(believed))
            } else {
                format!("{name} still gets {requests} requests in ten seconds")
            };
            if self.is_past(limit) {
                self.done(format!("{waiting}; {name} keeps running"));
                return Ok(());
            }
            self.pause(waiting).await?;
        }
    }
}
