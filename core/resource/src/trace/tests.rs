//! The contents of traces, and the secrets that they never contain.

use std::sync::Mutex;

use futures_util::FutureExt;
use http::Request;

use super::*;
use crate::{Access, Endpoint, Existence, Fault, Get, NoParameters, Resource, Result, Validators};

/// A page that everybody may read who is not `banned`; the source of `broken` is away.
struct Page;

impl Resource for Page {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = ();

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(if cx.headers().contains_key("x-banned") {
            Access::Forbidden("no".into())
        } else {
            Access::Granted
        })
    }

    async fn exists(&self, cx: &Cx, (): &(), _: &NoParameters) -> Result<Existence<()>> {
        if cx.uri().path() == "/broken" {
            return Err(Fault::unavailable(None, "the source is away"));
        }
        Ok(Existence::Found(()))
    }

    fn validators(&self, (): &()) -> Validators {
        Validators::fingerprint(1)
    }
}

impl Get for Page {
    type View = u8;

    async fn get(&self, _: &Cx, (): &()) -> Result<u8> {
        Ok(1)
    }
}

#[derive(Debug, Default)]
struct Kept(Mutex<Vec<Trace>>);

impl TraceSink for Kept {
    fn take(&self, trace: Trace) {
        self.0.lock().unwrap().push(trace);
    }
}

/// The answer to a request, traced as told.
fn answer(target: &str, headers: &[(&str, &[u8])], tracing: Option<Tracing>) -> Response<Body> {
    let mut request = Request::get(target);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut request = request.body(Body::empty()).unwrap();
    if let Some(tracing) = tracing {
        request.extensions_mut().insert(tracing);
    }
    let endpoint: Endpoint = Endpoint::of(Page).get().into();
    let (head, body) = request.into_parts();
    endpoint.respond(head, body, None).now_or_never().unwrap()
}

/// The trace of a request.
fn trace(target: &str, headers: &[(&str, &[u8])]) -> Trace {
    let kept = Arc::new(Kept::default());
    let tracing = Tracing { sink: Some(Arc::clone(&kept) as _), header: false };
    let response = answer(target, headers, Some(tracing));
    assert!(!response.headers().contains_key(TRACE), "only where it is asked for");
    let traces = std::mem::take(&mut *kept.0.lock().unwrap());
    let [trace] = traces.try_into().expect("there is one trace");
    assert_eq!(trace.status, response.status().as_u16());
    trace
}

/// The value of a field that a decision of a trace read.
fn seen(trace: &Trace, decision: Decision, name: &str) -> Seen {
    let step = trace.steps.iter().find(|step| step.decision == decision).expect("it was asked");
    step.facts.iter().find(|fact| fact.name == name).expect("it looks there").seen.clone()
}

#[test]
fn an_answer_tells_its_path_if_told_to() {
    let path = |target, headers: &[(&str, &[u8])]| {
        let response = answer(target, headers, Some(Tracing { sink: None, header: true }));
        response.headers()[TRACE].to_str().unwrap().to_owned()
    };
    assert_eq!(
        path("/", &[("x-banned", b"1")]),
        "Available=Yes MethodKnown=Yes UriFits=Yes HeadersFit=Yes MethodAllowed=Yes Access=Forbidden 403"
    );
    let unmodified = path("/", &[("if-none-match", b"\"1-json\"")]);
    assert!(unmodified.ends_with(" ConditionGiven=Yes Conditions=Unmodified 304"), "{unmodified}");
    assert!(path("/broken", &[]).ends_with(" ParametersValid=Yes Existence=Fault 503"));
}

#[test]
fn nothing_is_told_unasked() {
    assert!(!answer("/", &[], None).headers().contains_key(TRACE));
    assert!(!answer("/", &[], Some(Tracing::default())).headers().contains_key(TRACE));
}

#[test]
fn a_trace_tells_what_each_question_saw() {
    let trace = trace("/?x=1", &[("accept", b"text/html"), ("accept", b"*/*;q=0.1")]);
    assert_eq!((&*trace.method, &*trace.target, trace.status), ("GET", "/?x=1", 400));
    assert_eq!(seen(&trace, Decision::MethodKnown, ":method"), Seen::Text("GET".to_owned()));
    assert_eq!(seen(&trace, Decision::Acceptable, "accept"), Seen::Text("text/html, */*;q=0.1".to_owned()));
    assert_eq!(seen(&trace, Decision::Acceptable, "accept-language"), Seen::Absent);
    assert_eq!(seen(&trace, Decision::ParametersValid, ":path"), Seen::Text("/?x=1".to_owned()));
    assert_eq!(trace.steps.last().map(|step| step.answer), Some(Some(Branch::No)));
}

#[test]
fn credentials_are_never_told() {
    let secret = b"Bearer very-secret";
    let trace = trace("/", &[("authorization", secret), ("cookie", secret)]);
    assert_eq!(seen(&trace, Decision::Access, "authorization"), Seen::Secret);
    assert_eq!(Seen::Secret.to_string(), "present");
    assert!(!format!("{trace:?}").contains("very-secret"));
}

#[test]
fn a_field_that_is_marked_as_sensitive_is_never_told() {
    let mut value = HeaderValue::from_static("very-secret");
    value.set_sensitive(true);
    let (head, ()) = Request::get("/").header("prefer", value).body(()).unwrap().into_parts();
    assert_eq!(Seen::in_request(&Cx::new(head, None), "prefer"), Seen::Secret);
}

#[test]
fn a_fault_ends_the_trace() {
    let trace = trace("/broken", &[]);
    let last = trace.steps.last().unwrap();
    assert_eq!((last.decision, last.answer, trace.status), (Decision::Existence, None, 503));
}

#[test]
fn what_is_long_or_no_text_is_kept_in_part() {
    let long = "é".repeat(MAX_TEXT);
    let trace = trace("/", &[("accept", long.as_bytes()), ("accept-language", b"\xff,\"<")]);
    let Seen::Text(kept) = seen(&trace, Decision::Acceptable, "accept") else { panic!("it is text") };
    assert!(kept.len() < MAX_TEXT + 4 && kept.ends_with("é…"));
    let Seen::Text(kept) = seen(&trace, Decision::Acceptable, "accept-language") else {
        panic!("it is text")
    };
    assert_eq!(kept, "\u{fffd},\"<");
}
