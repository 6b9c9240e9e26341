//! The new release is watched for some time, against what was before: a fault that shows under everybody's requests only
//! shows now.

use crate::{Run, Step, beanstalk::Health, journal::Side, run::since, text::span, web::Connection};

use super::Unheld;

/// How often in a row it must be seen to be bad: one bad look can be a hiccup of whoever tells.
const BAD: u32 = 3;
/// Fewer requests than this say nothing about a share of them.
const FEW: u64 = 10;

impl Run<'_> {
    /// Watches what is live, and that it is live, and that the lock is ours.
    pub(crate) async fn bake(&mut self, side: &Side) -> Result<(), Unheld> {
        self.begin(Step::Bake)?;
        let begun = self.now();
        let limit = self.limit(self.settings.waits.bake);
        // The side that was live tells how much went wrong before; what it says now is the last that it saw.
        let usual = self.journal.as_ref().and_then(|journal| journal.usual_errors).unwrap_or_default();
        let (mut bad, mut looks, mut causes) = (0, 0_u32, Vec::new());
        while !self.is_past(limit) || bad > 0 {
            let sides = self.still_live(&side.environment).await?;
            let name = &sides.live.name;
            let health = self.ask(async |world| world.control.health(name).await).await?;
            if health.causes != causes {
                causes.clone_from(&health.causes);
                self.note_causes(name, &causes);
            }
            looks += 1;
            let Some(trouble) = self.trouble(&health, usual).await else {
                bad = 0;
                let passed = span(since(begun, self.now()));
                self.pause(format!("{name} is {}; watching for {passed}", health.grade)).await?;
                continue;
            };
            bad += 1;
            if bad >= BAD {
                return Err(Unheld::Because(trouble, health.causes));
            }
            self.pause(trouble).await?;
        }
        self.done(format!("{side} holds, {looks} looks"));
        Ok(())
    }

    /// What is wrong with what is live, if anything is.
    async fn trouble(&self, health: &Health, usual: f64) -> Option<String> {
        if health.grade.is_sick() {
            return Some(format!("its health is {}", health.grade));
        }
        let share = error_share(health);
        if health.requests >= FEW && share > usual + self.settings.bake_errors {
            let (share, usual) = (share * 100.0, usual * 100.0);
            return Some(format!("{share:.1} % of its requests are answered with 5xx, {usual:.1} % before"));
        }
        self.commit_at(&self.settings.public_url, Connection::Fresh).await.err()
    }
}

/// Which share of the requests is answered with 5xx.
#[expect(
    clippy::cast_precision_loss,
    reason = "a share of as many requests as a process can answer in ten seconds"
)]
pub(crate) fn error_share(health: &Health) -> f64 {
    if health.requests < FEW { 0.0 } else { health.server_errors as f64 / health.requests as f64 }
}
