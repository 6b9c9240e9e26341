//! The promises of timeouts. The clock is paused.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant as StdInstant},
};

use async_trait::async_trait;
use ogrom_protocols::{Context, Error, Result};
use ogrom_protocols_fashion::UserReader;
use ogrom_protocols_fashion_contract::data::{context, parse};
use ogrom_protocols_fashion_model::User;
use ogrom_protocols_model::UserId;
use ogrom_sources_decorate::Timeout;
use tokio::time::{Instant, advance};

use crate::Decorated;
use crate::tests::gate::Gate;

const LIMIT: Duration = Duration::from_secs(2);

/// Remembers the deadlines of the questions.
#[derive(Default)]
struct Deadlines(Mutex<Vec<Option<StdInstant>>>);

#[async_trait]
impl UserReader for Deadlines {
    async fn users_by_ids(&self, ctx: &Context, _: &[UserId]) -> Result<Vec<User>> {
        self.0.lock().unwrap().push(ctx.deadline);
        Ok(vec![])
    }
}

#[tokio::test(start_paused = true)]
async fn a_question_has_the_earlier_deadline_of_its_own_and_ours() {
    let (seen, now) = (Arc::new(Deadlines::default()), Instant::now());
    let source = Decorated::new(Arc::clone(&seen), Timeout::new(LIMIT));
    let ours = (now + LIMIT).into_std();
    for (own, expected) in [
        (None, ours),
        (Some((now + LIMIT * 2).into_std()), ours),
        (Some((now + LIMIT / 2).into_std()), (now + LIMIT / 2).into_std()),
    ] {
        let ctx = own.into_iter().fold(context(), Context::until);
        source.users_by_ids(&ctx, &[]).await.unwrap();
        assert_eq!(seen.0.lock().unwrap().pop().unwrap(), Some(expected), "{own:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_comes_too_late_is_given_up() {
    let (source, gate, _) = Gate::over_data().await;
    let source = Decorated::new(source, Timeout::new(LIMIT));
    gate.hold_reads();
    let begun = Instant::now();
    let answer = source.user_by_id(&context(), &parse("ann")).await;
    assert!(matches!(answer, Err(Error::TimedOut(_))), "{answer:?}");
    let took = begun.elapsed();
    assert!((LIMIT..LIMIT + Duration::from_millis(2)).contains(&took), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn nothing_is_asked_after_the_deadline() {
    let (source, gate, _) = Gate::over_data().await;
    let source = Decorated::new(source, Timeout::new(LIMIT));
    let ctx = context().until(Instant::now().into_std());
    advance(Duration::from_millis(1)).await;
    let answer = source.user_by_id(&ctx, &parse("ann")).await;
    assert!(matches!(answer, Err(Error::TimedOut(_))), "{answer:?}");
    assert_eq!(gate.asked(), 0);
}
