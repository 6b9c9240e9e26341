//! The engine, with resources unlike any endpoint of the service.

mod parameters;

use std::{borrow::Cow, sync::Arc};

use futures_util::FutureExt;
use http::{HeaderMap, Request, StatusCode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tower_service::Service;

use super::answer;
use crate::{
    Access, Body, Cx, Endpoint, Existence, Fault, Get, Method, NoParameters, Outcome, Problem, Put, Resource,
    Result, Validators, describe::Documented, documented, operation::Getting,
};

/// Greets in German and French. Every change of it comes too late.
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

/// Refuses with a problem of its own, and declares it for this method.
struct Teapot<const DECLARED: u8>;

const NONE: u8 = 0;
const GET: u8 = 1;
const PUT: u8 = 2;

fn teapot() -> Problem {
    Problem::new(StatusCode::IM_A_TEAPOT, "teapot", "No coffee comes from here")
}

impl<const DECLARED: u8> Resource for Teapot<DECLARED> {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = ();

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    async fn exists(&self, _: &Cx, (): &(), _: &NoParameters) -> Result<Existence<()>> {
        Err(Fault::refused(teapot()))
    }

    fn documented() -> Documented {
        let documented = documented! {
            ("Teapots", "They brew tea.");
            /// Pours tea
            Get "getTeapot";
            /// Fills the teapot
            Put "fillTeapot": Done;
        };
        match DECLARED {
            GET => documented.refusing(Method::Get, teapot),
            PUT => documented.refusing(Method::Put, teapot),
            _ => Documented::nothing(),
        }
    }
}

impl<const DECLARED: u8> Get for Teapot<DECLARED> {
    type View = ();

    async fn get(&self, _: &Cx, (): &()) -> Result<()> {
        Ok(())
    }
}

impl<const DECLARED: u8> Put for Teapot<DECLARED> {
    type Body = ();

    async fn put(&self, _: &Cx, (): &(), _: Option<()>, (): ()) -> Result<Outcome<()>> {
        Ok(Outcome::Done)
    }
}

/// The endpoint, and its response to GET.
fn refused<const DECLARED: u8>() -> (Endpoint, StatusCode) {
    let mut endpoint: Endpoint = Endpoint::of(Teapot::<DECLARED>).get().put().into();
    let request = Request::get("/").body(Body::empty()).unwrap();
    let response = endpoint.call(request).now_or_never().unwrap().unwrap();
    (endpoint, response.status())
}

#[test]
fn a_resource_without_a_declaration_may_refuse_with_a_problem_of_its_own() {
    assert_eq!(refused::<NONE>().1, 418);
}

#[test]
fn a_declared_problem_is_described_for_its_method_alone() {
    let (endpoint, status) = refused::<GET>();
    assert_eq!(status, 418);
    let description = endpoint.describe();
    let problems = |method| {
        let response = description.operation(method).unwrap().response(418)?;
        Some(response.problems.iter().map(Problem::name).collect::<Vec<_>>())
    };
    assert_eq!(problems(Method::Get), Some(vec!["teapot"]));
    assert_eq!(problems(Method::Put), None);
}

#[test]
#[should_panic(expected = "getTeapot responds with 418")]
fn a_problem_that_is_declared_for_another_method_is_a_defect() {
    refused::<PUT>();
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
