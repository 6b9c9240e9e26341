//! The new release is watched for some time and compared with the state before. Some faults show only under
//! production traffic.

use crate::{
    Abort, Run, Step,
    beanstalk::Health,
    journal::{Side, Usual},
    text::time,
    web::Connection,
};

use super::unheld::{BAD, Unheld};

/// Fewer requests than this say nothing about a share of them.
const FEW: u64 = 10;

impl Run<'_> {
    /// Watches the live side: that it holds, that it stays live, and that the lock is ours.
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

    /// The health of the live side, and a fault that it did not have before, if there is one.
    pub(crate) async fn trouble(&mut self, name: &str) -> Result<(Health, Option<String>), Abort> {
        let health = self.call(async |ports| ports.control.health(name).await).await?;
        let usual = self.journal.as_ref().and_then(|journal| journal.usual).unwrap_or_default();
        let share = error_share(&health);
        let trouble = if health.grade.is_sick() {
            Some(format!("its health is {}", health.grade))
        } else if share > usual.errors + self.settings.bake_errors {
            let (share, usual) = (share * 100.0, usual.errors * 100.0);
            Some(format!("{share:.1} % of its responses are 5xx, {usual:.1} % before"))
        } else if usual.responded {
            self.commit_at(&self.settings.public_url, Connection::Fresh).await.err()
        } else {
            None
        };
        Ok((health, trouble))
    }

    /// The state before the swap is the reference for the new release. An unknown reference counts as good: a release
    /// that repairs a broken one must be deployable.
    pub(crate) async fn remember_usual(&mut self, name: &str) {
        let errors =
            self.ports.control.health(name).await.map(|health| error_share(&health)).unwrap_or_default();
        let responded = !self.settings.skip_public_url
            && self.commit_at(&self.settings.public_url, Connection::Fresh).await.is_ok();
        if let Some(journal) = &mut self.journal {
            journal.usual = Some(Usual { errors, responded });
        }
    }
}

/// The share of 5xx responses.
#[expect(
    clippy::cast_precision_loss,
    reason = "a share of as many requests as a process can serve in ten seconds"
)]
fn error_share(health: &Health) -> f64 {
    if health.requests < FEW { 0.0 } else { health.server_errors as f64 / health.requests as f64 }
}
