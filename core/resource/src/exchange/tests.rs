//! What the engine does for resources that are like none of today's endpoints.

mod parameters;

use std::{borrow::Cow, sync::Arc};

use futures_util::FutureExt;
use http::{HeaderMap, Request, StatusCode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tower_service::Service;

use super::answer;
use crate::{
    Access, Body, Cx, Endpoint, Existence, Fault, Get, NoParameters, Outcome, Problem, Put, Resource, Result,
    Validators, operation::Getting,
};

/// Greets in German and French. Somebody is always faster to change it.
struct Greeting;

#[derive(Serialize, Deserialize, JsonSchema)]
struct Text {
    text: String,
}

// === impl Greeting ===

impl Resource for Greeting {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = ();

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    fn languages(&self) -> &[Cow<'static, str>] {
        const { &[Cow::Borrowed("de"), Cow::Borrowed("fr")] }
    }

    async fn exists(&self, _: &Cx, (): &(), _: &NoParameters) -> Result<Existence<()>> {
        Ok(Existence::Found(()))
    }

    fn validators(&self, (): &()) -> Validators {
        Validators::version(1)
    }
}

impl Get for Greeting {
    type View = Text;

    async fn get(&self, cx: &Cx, (): &()) -> Result<Text> {
        let text = if cx.language() == Some("fr") { "Salut" } else { "Moin" };
        Ok(Text { text: text.into() })
    }
}

impl Put for Greeting {
    type Body = Text;

    async fn put(&self, _: &Cx, (): &(), _: Option<()>, _: Text) -> Result<Outcome<()>> {
        Ok(Outcome::Stale)
    }
}

/// Refuses by a problem of its own.
struct Teapot;

impl Resource for Teapot {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = ();

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    async fn exists(&self, _: &Cx, (): &(), _: &NoParameters) -> Result<Existence<()>> {
        let problem = Problem::new(StatusCode::IM_A_TEAPOT, "teapot", "No coffee comes from here");
        Err(Fault::refused(problem))
    }
}

impl Get for Teapot {
    type View = ();

    async fn get(&self, _: &Cx, (): &()) -> Result<()> {
        Ok(())
    }
}

#[test]
fn a_resource_of_which_nothing_is_said_may_refuse_by_a_problem_of_its_own() {
    let mut teapot: Endpoint = Endpoint::of(Teapot).get().into();
    let request = Request::get("/").body(Body::empty()).unwrap();
    assert_eq!(teapot.call(request).now_or_never().unwrap().unwrap().status(), 418);
}

/// The status, the headers and the text of an answer.
fn ask(method: &str, headers: &[(&str, &str)], content: &'static str) -> (u16, HeaderMap, String) {
    let mut request = Request::builder().method(method).uri("/");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut endpoint: Endpoint = Endpoint::of(Greeting).get().put().into();
    let request = request.body(Body::from(bytes::Bytes::from(content))).unwrap();
    let (head, body) = endpoint.call(request).now_or_never().unwrap().unwrap().into_parts();
    let content = body.read(1024).now_or_never().unwrap().unwrap();
    (head.status.as_u16(), head.headers, String::from_utf8(content.into()).unwrap())
}

/// The tag of the greeting in this language.
fn tag_in(language: &str) -> String {
    ask("GET", &[("accept-language", language)], "").1["etag"].to_str().unwrap().to_owned()
}

#[test]
fn the_client_chooses_among_the_languages_that_are_offered() {
    for (wanted, language, greeting) in [("fr-CA", "fr", "Salut"), ("de", "de", "Moin"), ("nl", "de", "Moin")]
    {
        let (status, headers, content) = ask("GET", &[("accept-language", wanted)], "");
        assert_eq!((status, &*content), (200, &*format!("{{\"text\":\"{greeting}\"}}")), "{wanted}");
        assert_eq!(headers["content-language"], language);
        assert_eq!(headers["vary"], "accept, accept-language");
        let tag = headers["etag"].to_str().unwrap();
        assert!(tag.starts_with("\"1.") && tag.ends_with(&format!("-json-{language}\"")), "{tag}");
    }
}

#[test]
fn a_tag_of_one_language_is_none_of_another() {
    let french = ("accept-language", "fr");
    for (language, status) in [("fr", 304), ("de", 200)] {
        let tag = tag_in(language);
        assert_eq!(ask("GET", &[french, ("if-none-match", &tag)], "").0, status, "{tag}");
    }
}

#[test]
fn a_change_that_came_too_late_is_a_conflict_unless_it_was_conditional() {
    let json = ("content-type", "application/json");
    for (condition, status) in [
        (("if-match", &*tag_in("fr")), 412),
        (("if-unmodified-since", "Tue, 14 Nov 2023 22:13:20 GMT"), 412),
        (("if-unmodified-since", "yesterday"), 409),
        (("prefer", "return=minimal"), 409),
    ] {
        let (told, headers, content) = ask("PUT", &[json, condition], "{\"text\": \"Hallo\"}");
        assert_eq!((told, &headers["content-type"] == "application/problem+json"), (status, true));
        assert!(content.contains("it has changed meanwhile"), "{content}");
    }
}

#[test]
fn the_exchange_of_a_small_resource_fits_where_memory_comes_from_fast() {
    let bound = Arc::new(Endpoint::of(Greeting).get().bound());
    let (head, ()) = Request::new(()).into_parts();
    let future = answer::<_, Getting>(bound, head, Body::empty(), None, None);
    // glibc hands out up to so many bytes from a list of its own; beyond, each request costs 400 instructions more.
    assert!(size_of_val(&future) <= 1032, "{}", size_of_val(&future));
}
