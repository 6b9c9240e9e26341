//! Nobody uses the old side any more. It keeps running, for the way back and for whoever does not believe DNS.

use std::time::Duration;

use crate::{Run, Step, Stop, run::since, text::time};

impl Run<'_> {
    /// Waits until nobody can believe the old record any more, and the old side gets no requests; at most for the time
    /// that was given, since nothing is done to it anyway.
    pub(crate) async fn drain(&mut self, name: &str) -> Result<(), Stop> {
        self.begin(Step::Drain)?;
        let limit = self.limit(self.settings.waits.drain);
        let swapped = self.journal.as_ref().and_then(|journal| Some(journal.swap.as_ref()?.at));
        let believed = self.ttl * 2;
        let most = self.settings.idle_requests;
        loop {
            let old = swapped.map_or(Duration::MAX, |at| since(at, self.now()));
            let requests = self.ask(async |world| world.control.health(name).await).await?.requests;
            if old >= believed && requests <= most {
                self.done(format!("nobody uses {name} any more; it keeps running"));
                return Ok(());
            }
            let waiting = if old < believed {
                format!("caches may believe the old record of DNS until {} after the swap", time(believed))
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
