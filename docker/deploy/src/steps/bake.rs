//! The new release is watched for some time, against what was before: a fault that shows under everybody's requests only
//! shows now.

use crate::{
    Run, Step, Stop,
    beanstalk::Health,
    journal::{Side, Usual},
    text::time,
    web::Connection,
};

use super::Unheld;

/// How often in a row it must be seen to be bad: one bad look can be a hiccup of whoever tells.
pub(super) const BAD: u32 = 3;
/// Fewer requests than this say nothing about a share of them.
const FEW: u64 = 10;

impl Run<'_> {
    /// Watches what is live, and that it is live, and that the lock is ours.
    pub(crate) async fn bake(&mut self, side: &Side) -> Result<(), Unheld> {
        self.begin(Step::Bake)?;
        let limit = self.limit(self.settings.waits.bake);
        let (mut bad, mut looks, mut causes) = (0, 0_u32, Vec::new());
        while !self.is_past(limit) || bad > 0 {
            let name = self.still_live(&side.environment).await?.live.name;
            let (health, trouble) = self.trouble(&name).await?;
            self.note_causes(&name, &mut causes, &health.causes);
            looks += 1;
            bad = if trouble.is_some() { bad + 1 } else { 0 };
            let bake = time(self.settings.waits.bake);
            match trouble {
                Some(trouble) if bad >= BAD => return Err(Unheld::Because(trouble, health.causes)),
                Some(trouble) => self.pause(trouble).await?,
                None => self.pause(format!("{name} is {}; watching it for {bake}", health.grade)).await?,
            }
        }
        self.done(format!("{side} holds, {looks} looks"));
        Ok(())
    }

    /// How what is live is, and what is wrong with it beyond what was wrong before, if anything is.
    pub(crate) async fn trouble(&self, name: &str) -> Result<(Health, Option<String>), Stop> {
        let health = self.ask(async |world| world.control.health(name).await).await?;
        let usual = self.journal.as_ref().and_then(|journal| journal.usual).unwrap_or_default();
        let share = error_share(&health);
        let trouble = if health.grade.is_sick() {
            Some(format!("its health is {}", health.grade))
        } else if share > usual.errors + self.settings.bake_errors {
            let (share, usual) = (share * 100.0, usual.errors * 100.0);
            Some(format!("{share:.1} % of its requests are answered with 5xx, {usual:.1} % before"))
        } else if usual.answered {
            self.commit_at(&self.settings.public_url, Connection::Fresh).await.err()
        } else {
            None
        };
        Ok((health, trouble))
    }

    /// How it is before the swap is what the new release is compared with. What cannot be told goes well: what is live
    /// must not be well for a release that mends it to be deployed.
    pub(crate) async fn remember_usual(&mut self, name: &str) {
        let errors =
            self.world.control.health(name).await.map(|health| error_share(&health)).unwrap_or_default();
        let answered = self.commit_at(&self.settings.public_url, Connection::Fresh).await.is_ok();
        if let Some(journal) = &mut self.journal {
            journal.usual = Some(Usual { errors, answered });
        }
    }
}

/// Which share of the requests is answered with 5xx.
#[expect(
    clippy::cast_precision_loss,
    reason = "a share of as many requests as a process can answer in ten seconds"
)]
fn error_share(health: &Health) -> f64 {
    if health.requests < FEW { 0.0 } else { health.server_errors as f64 / health.requests as f64 }
}
