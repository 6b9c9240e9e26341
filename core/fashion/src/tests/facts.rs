//! The context that sources get with a request.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use async_trait::async_trait;
use ogrom_core::facts::{Deadline, RequestId};
use ogrom_protocols::{Context, Result};
use ogrom_protocols_fashion::UserReader;
use ogrom_protocols_fashion_contract::data::parse;
use ogrom_protocols_fashion_model::User;
use ogrom_protocols_model::{Locale, UserId};
use serde_json::json;

use super::{App, Ask, Sources, filled};
use crate::user::user;

/// Knows nobody, and remembers what it was told.
#[derive(Default)]
struct Listener(Mutex<Option<Context>>);

#[async_trait]
impl UserReader for Listener {
    async fn users_by_ids(&self, ctx: &Context, _: &[UserId]) -> Result<Vec<User>> {
        *self.0.lock().unwrap() = Some(ctx.clone());
        Ok(vec![])
    }
}

#[tokio::test]
async fn facts_reach_the_sources() {
    let listener = Arc::new(Listener::default());
    let ask = || Ask::new(user(listener.clone()), "GET", "/lena");
    let told = || listener.0.lock().unwrap().take().unwrap();

    let deadline = Instant::now() + Duration::from_secs(5);
    let french: Arc<Locale> = Arc::new(parse("fr-FR; EUR"));
    let ask_all = ask().by("omar").fact(RequestId("r-1".into())).fact(Deadline(deadline)).fact(french);
    ask_all.await.is(404);
    let ctx = told();
    assert_eq!((&*ctx.request_id, ctx.locale.tag().as_str(), ctx.deadline), ("r-1", "fr-FR", Some(deadline)));
    assert_eq!(ctx.principal.unwrap().user.as_str(), "omar");

    ask().await.is(404);
    let ctx = told();
    assert_eq!((&*ctx.request_id, ctx.locale.tag().as_str(), ctx.deadline), ("", "en-GB", None));
    assert_eq!(ctx.principal, None);
}

#[tokio::test]
async fn what_decorates_a_response_may_be_older_than_what_decides() {
    let (memory, listener) = (filled().await, Arc::new(Listener::default()));
    let sources = Sources { users: listener.clone(), ..Sources::of(memory.clone(), memory) };
    let app = App::over(sources);
    app.post("de-DE/collages/lake/comments", &json!({ "text": "Schön." })).by("lena").await.is(201);
    assert_eq!(listener.0.lock().unwrap().take().unwrap().as_of, None);
    let change = app.put("de-DE/comments/c2", &json!({ "text": "Hm." })).by("lena").current().await.is(200);
    assert!(listener.0.lock().unwrap().take().unwrap().as_of.is_some(), "{change:?}");
}
