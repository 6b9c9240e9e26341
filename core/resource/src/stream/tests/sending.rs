//! Items on their way out.

use std::{
    io::{self, Write},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    task::Poll,
    time::Duration,
};

use futures_util::{FutureExt, stream};
use http::{HeaderMap, HeaderValue, Request, Response};
use http_body::Body as _;
use schemars::JsonSchema;
use serde::Serialize;

use super::{super::Sending, ask, piece};
use crate::{
    Access, Body, Codec, Cx, Endpoint, Existence, Fault, NoParameters, Resource, Result, Stream, Validators,
};

/// The result of polling for the next number.
#[derive(Clone, Copy)]
enum Step {
    Number,
    /// Pending, without an end.
    Wait,
    Unavailable,
    TimedOut,
    Broken,
}

/// A list of numbers, as its script says.
struct Numbers {
    script: Vec<Step>,
    asked: Arc<AtomicUsize>,
}

#[derive(Serialize, JsonSchema)]
struct Number {
    n: usize,
}

// === impl Numbers ===

impl Resource for Numbers {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = ();

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    async fn exists(&self, _: &Cx, (): &(), _: &NoParameters) -> Result<Existence<()>> {
        Ok(Existence::Found(()))
    }

    fn validators(&self, (): &()) -> Validators {
        Validators::fingerprint(7)
    }
}

impl Stream for Numbers {
    type Item = Number;

    async fn items(
        &self,
        _: &Cx,
        (): (),
    ) -> Result<impl futures_core::Stream<Item = Result<Number>> + Send + 'static> {
        let (script, asked) = (self.script.clone(), Arc::clone(&self.asked));
        Ok(stream::poll_fn(move |_| {
            let n = asked.fetch_add(1, Ordering::Relaxed);
            Poll::Ready(Some(match script.get(n) {
                None => return Poll::Ready(None),
                Some(Step::Wait) => return Poll::Pending,
                Some(Step::Number) => Ok(Number { n }),
                Some(Step::Unavailable) => Err(Fault::unavailable(Some(Duration::from_secs(7)), "db-01")),
                Some(Step::TimedOut) => Err(Fault::timed_out("db-01")),
                Some(Step::Broken) => Err(Fault::internal("db-01")),
            }))
        }))
    }

    fn describe(&self, _: &Cx, (): &(), headers: &mut HeaderMap) {
        headers.insert("x-told", HeaderValue::from_static("yes"));
    }
}

/// The answer of such a list, and how often it was asked.
fn answer(script: &[Step], method: &str, headers: &[(&str, &str)]) -> (Response<Body>, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let numbers = Numbers { script: script.to_vec(), asked: Arc::clone(&asked) };
    let mut request = Request::builder().method(method).uri("/");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    (ask(&Endpoint::of(numbers).stream().into(), request.body(Body::empty()).unwrap()), asked)
}

fn content(response: Response<Body>) -> Vec<u8> {
    response.into_body().read(1 << 20).now_or_never().unwrap().unwrap().into()
}

#[test]
fn a_list_is_written_in_each_format() {
    for (accept, empty, two) in [
        ("application/json", &b"[]"[..], &b"[{\"n\":0},{\"n\":1}]"[..]),
        ("application/cbor", b"\x9f\xff", b"\x9f\xa1\x61n\x00\xa1\x61n\x01\xff"),
        ("application/jsonl", b"", b"{\"n\":0}\n{\"n\":1}\n"),
    ] {
        for (count, expected) in [(0, empty), (2, two)] {
            let (response, _) = answer(&vec![Step::Number; count], "GET", &[("accept", accept)]);
            let headers = response.headers();
            assert_eq!(response.status(), 200);
            assert_eq!(headers["content-type"], accept);
            assert!(headers["vary"] == "accept" && headers["x-told"] == "yes", "{headers:?}");
            assert!(!headers.contains_key("accept-ranges") && !headers.contains_key("content-length"));
            assert_eq!(response.body().size_hint().exact(), None, "nobody knows how long it is");
            assert_eq!(content(response), expected, "{accept}");
        }
    }
    let (refused, asked) = answer(&[Step::Number], "GET", &[("accept", "text/csv")]);
    assert_eq!((refused.status().as_u16(), asked.load(Ordering::Relaxed)), (406, 0));
}

#[test]
fn texts_follow_one_another() {
    let texts = stream::iter(["<p>", "</p>"].map(Ok::<_, Fault>));
    let body = Body::streamed(Sending::new(texts, Codec::Text, None));
    assert_eq!(body.read(100).now_or_never().unwrap().unwrap(), "<p></p>");
}

#[test]
fn an_item_is_asked_for_only_when_there_is_room_for_it() {
    let (mut response, asked) = answer(&vec![Step::Number; 100_000], "GET", &[]);
    assert_eq!(asked.load(Ordering::Relaxed), 1, "only the first, which decides the status");
    let (mut pieces, mut items) = (0, 0);
    while let Poll::Ready(Some(Ok(bytes))) = piece(response.body_mut()) {
        assert!(bytes.len() < 16 * 1024 + 16, "{} bytes at once", bytes.len());
        items += std::str::from_utf8(&bytes).unwrap().matches('{').count();
        pieces += 1;
        assert_eq!(asked.load(Ordering::Relaxed).min(100_000), items, "what is asked for is sent");
    }
    assert_eq!(items, 100_000);
    assert!((60..90).contains(&pieces), "small items share a chunk: {pieces}");
}

#[test]
fn items_at_hand_do_not_wait_for_the_next() {
    use Step::{Number, Wait};
    let (mut response, _) = answer(&[Number, Number, Wait, Wait, Number], "GET", &[]);
    let body = response.body_mut();
    assert_eq!(piece(body), Poll::Ready(Some(Ok("[{\"n\":0},{\"n\":1}".into()))));
    assert_eq!(piece(body), Poll::Pending);
    assert_eq!(piece(body), Poll::Ready(Some(Ok(",{\"n\":4}]".into()))));
    assert_eq!(piece(body), Poll::Ready(None));
}

#[test]
fn a_failure_before_the_first_item_is_told_as_any_other() {
    for (step, status) in [(Step::Unavailable, 503), (Step::TimedOut, 504), (Step::Broken, 500)] {
        let (response, _) = answer(&[step, Step::Number], "GET", &[]);
        assert_eq!(response.status(), status);
        assert_eq!(response.headers()["content-type"], "application/problem+json");
        assert_eq!(response.headers().get("retry-after").is_some(), status != 500);
        assert!(!String::from_utf8(content(response)).unwrap().contains("db-01"));
    }
}

#[test]
fn a_failure_in_the_middle_is_no_end() {
    for step in [Step::Unavailable, Step::TimedOut, Step::Broken] {
        let log = Log::default();
        let written = log.clone();
        let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || written.clone());
        let _logging = tracing::subscriber::set_default(subscriber.finish());
        let request = tracing::info_span!("request");
        let (mut response, _) = request.in_scope(|| answer(&[Step::Number, step, Step::Number], "GET", &[]));
        let body = response.body_mut();
        assert_eq!(piece(body), Poll::Ready(Some(Ok("[{\"n\":0}".into()))));
        assert_eq!(piece(body), Poll::Pending, "there is time to send what was written");
        let Poll::Ready(Some(Err(told))) = piece(body) else { panic!("it ends as if it were whole") };
        assert!(!told.contains("db-01"), "{told}");
        assert_eq!(piece(body), Poll::Ready(None));
        let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        assert_eq!((logged.lines().count(), logged.contains(" request: ")), (1, true), "{logged}");
        assert!(logged.contains("cause=db-01"), "{logged}");
    }
}

#[test]
fn head_tells_as_much_as_get_and_asks_for_nothing() {
    for script in [&[Step::Number][..], &[]] {
        let (get, _) = answer(script, "GET", &[]);
        let (head, asked) = answer(script, "HEAD", &[]);
        assert_eq!((head.status(), head.headers()), (get.status(), get.headers()));
        assert_eq!((content(head), asked.load(Ordering::Relaxed)), (vec![], 0));
    }
}

#[test]
fn what_has_not_changed_is_not_asked_for() {
    let tag = ("if-none-match", "\"7-jsonl\"");
    let lines = ("accept", "application/jsonl");
    let (response, asked) = answer(&[Step::Number], "GET", &[tag, lines]);
    assert!(response.status() == 304 && response.headers()["etag"] == tag.1, "{response:?}");
    assert_eq!((content(response), asked.load(Ordering::Relaxed)), (vec![], 0));
    assert_eq!(answer(&[Step::Number], "GET", &[tag]).0.status(), 200, "JSON has a tag of its own");
}

#[test]
fn there_are_no_parts() {
    for script in [&[Step::Number][..], &[]] {
        for range in ["bytes=0-1", "bytes=5-", "bytes=-1"] {
            let (whole, _) = answer(script, "GET", &[("accept", "application/jsonl")]);
            let (response, _) = answer(script, "GET", &[("accept", "application/jsonl"), ("range", range)]);
            assert_eq!((response.status(), response.headers()), (whole.status(), whole.headers()));
            assert_eq!(content(response), content(whole), "{range}");
        }
    }
}

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

// === impl Log ===

impl Write for Log {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(line)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
