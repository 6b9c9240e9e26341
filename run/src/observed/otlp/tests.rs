//! A collector gets the spans of recorded traces, and nobody waits for one.

use std::{convert::Infallible, future::pending, time::Instant};

use http::Response;
use http_body_util::BodyExt;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use ogrom_core::Body;
use ogrom_protocols::{Context, Error};
use ogrom_protocols_model::Locales;
use ogrom_sources_decorate::{Access, Decorated, Policy, Question};
use ogrom_sources_memory::Memory;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::*;
use crate::{
    front::Front,
    identity::Bearers,
    routes::{self, Surroundings},
    sources::Sources,
    system::{RandomIdentities, SystemClock},
    web::Caching,
};

const RECORDED: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const UNRECORDED: &str = "00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

/// A service without data, whose spans go here, as do those of its questions.
fn service(spans: &Spans) -> Front {
    let questions = Questions::to(Some(spans.clone()));
    let source = Arc::new(Decorated::new(Arc::new(Memory::default()), questions));
    let around = Surroundings {
        locales: Arc::new(Locales::new(["en-GB; GBP".parse().unwrap()]).unwrap()),
        clock: Arc::new(SystemClock),
        identities: Arc::new(RandomIdentities),
        caching: Caching::Asking,
    };
    let routes = routes::service(&Sources::all_from(&source), &around).unwrap();
    Front::new(routes, Bearers::default(), around.identities).exporting(Some(spans.clone()))
}

async fn ask(front: &Front, target: &str, trace: &str) -> Response<Body> {
    let request = Request::get(target).header("traceparent", trace).header("x-request-id", "a-name");
    front.answer(request.body(Body::empty()).unwrap()).await.unwrap()
}

/// A collector, and what it is sent.
async fn collector() -> (Endpoint, mpsc::UnboundedReceiver<(String, Value)>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    let (sent, received) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let sent = sent.clone();
            let take = service_fn(move |request: http::Request<Incoming>| {
                let sent = sent.clone();
                async move {
                    let target = request.uri().to_string();
                    let content = request.into_body().collect().await.unwrap().to_bytes();
                    let _ = sent.send((target, serde_json::from_slice(&content).unwrap()));
                    Ok::<_, Infallible>(Response::new(Body::empty()))
                }
            });
            tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), take));
        }
    });
    (endpoint, received)
}

/// The value of an attribute.
fn attribute(span: &Value, key: &str) -> Option<Value> {
    let attributes = span["attributes"].as_array().unwrap();
    attributes.iter().find(|attribute| attribute["key"] == key).map(|attribute| attribute["value"].clone())
}

#[tokio::test]
async fn a_collector_gets_the_span_of_each_request_whose_trace_is_recorded_before_the_end() {
    let (endpoint, mut received) = collector().await;
    let (spans, sending) = Spans::to(&endpoint);
    let front = service(&spans);
    drop(ask(&front, "/v1/en-GB/products/nothing", UNRECORDED).await);
    let answer = ask(&front, "/v1/en-GB/products/nothing?secret", RECORDED).await;
    let told = answer.headers()["traceresponse"].to_str().unwrap().to_owned();
    drop(answer);
    drop(ask(&front, "/nowhere", RECORDED).await);
    drop(ask(&front, "/v1/en-GB/products/nothing", RECORDED).await);
    sending.end().await;

    let (target, content) = received.recv().await.unwrap();
    assert_eq!(target, "/v1/traces");
    let resource = &content["resourceSpans"][0]["resource"];
    assert_eq!(attribute(resource, "service.name"), Some(json!({ "stringValue": "ogrom" })));
    let sent = content["resourceSpans"][0]["scopeSpans"][0]["spans"].as_array().unwrap();
    let [found, nowhere, question, asking] = &sent[..] else {
        panic!("only recorded traces are sent: {content}")
    };

    assert_eq!(question["traceId"], asking["traceId"]);
    assert_eq!(question["parentSpanId"], asking["spanId"], "a question is a part of its request");
    assert_ne!(question["spanId"], asking["spanId"]);
    assert_eq!((&question["name"], &question["kind"]), (&json!("product_by_id"), &json!(3)));
    for (key, value) in [
        ("ogrom.noun", json!({ "stringValue": "product" })),
        ("ogrom.outcome", json!({ "stringValue": "answered" })),
        ("ogrom.request_id", json!({ "stringValue": "a-name" })),
    ] {
        assert_eq!(attribute(question, key), Some(value), "{key}");
    }

    assert_eq!(found["traceId"], "0af7651916cd43dd8448eb211c80319c");
    assert_eq!(found["parentSpanId"], "b7ad6b7169203331");
    assert_eq!(found["spanId"], told[36..52], "it is the part that the answer names");
    assert_eq!(found["kind"], 2);
    let route = attribute(found, "http.route").unwrap()["stringValue"].as_str().unwrap().to_owned();
    assert!(route.contains("products/{"), "{route}");
    assert_eq!(found["name"], format!("GET {route}"));
    for (key, value) in [
        ("http.request.method", json!({ "stringValue": "GET" })),
        ("http.response.status_code", json!({ "intValue": "400" })),
        ("url.path", json!({ "stringValue": "/v1/en-GB/products/nothing" })),
        ("ogrom.request_id", json!({ "stringValue": "a-name" })),
    ] {
        assert_eq!(attribute(found, key), Some(value), "{key}");
    }
    let nanos = |key: &str| found[key].as_str().unwrap().parse::<u128>().unwrap();
    assert!(nanos("startTimeUnixNano") > 0 && nanos("startTimeUnixNano") <= nanos("endTimeUnixNano"));
    assert_eq!((&nowhere["name"], attribute(nowhere, "http.route")), (&json!("GET"), None));
    assert!(!content.to_string().contains("secret"), "the query may hold secrets");
}

#[tokio::test]
async fn a_question_tells_how_it_ended_and_one_that_is_not_recorded_tells_nothing() {
    let (queue, mut waiting) = mpsc::channel(8);
    let questions = Questions::to(Some(Spans(queue)));
    let question = Question::new("user", "user_by_id", Access::Read);
    let ctx = |trace: &str| {
        let locale = Arc::new("en-GB; GBP".parse().unwrap());
        Context::new("a-name", locale).traced(trace.parse().unwrap())
    };
    let (recorded, unrecorded) = (ctx(RECORDED), ctx(UNRECORDED));
    questions.ask(question, &unrecorded, async { Ok(()) }).await.unwrap();
    let failed = questions.ask(question, &recorded, async { Err::<(), _>(Error::unavailable("away")) }).await;
    assert!(failed.is_err());
    let abandoned = questions.ask(question, &recorded, pending::<Result<(), Error>>());
    assert!(tokio::time::timeout(Duration::from_millis(1), abandoned).await.is_err());
    for outcome in ["unavailable", "abandoned"] {
        let span = waiting.recv().await.unwrap().to_json();
        assert_eq!(attribute(&span, "ogrom.outcome"), Some(json!({ "stringValue": outcome })));
        assert_eq!(attribute(&span, "error.type"), Some(json!({ "stringValue": outcome })));
        assert_eq!((&span["status"]["code"], &span["parentSpanId"]), (&json!(2), &json!("b7ad6b7169203331")));
    }
    assert!(waiting.try_recv().is_err());
}

#[tokio::test]
async fn without_a_collector_requests_are_answered_and_the_end_comes() {
    // It accepts connections, and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    for address in [closed, silent.local_addr().unwrap()] {
        let (spans, sending) = Spans::to(&format!("http://{address}").parse().unwrap());
        let front = service(&spans);
        // More than wait, so that some have nowhere to go.
        for _ in 0..QUEUE * 2 {
            assert_eq!(ask(&front, "/nowhere", RECORDED).await.status(), 404);
        }
        let begun = Instant::now();
        sending.end().await;
        assert!(begun.elapsed() < FLUSHED_WITHIN * 5, "{address}");
    }
}

#[tokio::test]
async fn what_finds_no_place_is_dropped_and_counted_and_paths_are_cut() {
    let (queue, waiting) = mpsc::channel(1);
    let spans = Spans(queue);
    let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder();
    metrics::with_local_recorder(&recorder, || {
        for _ in 0..3 {
            spans.take(Span::of(&Request::new(()), &RECORDED.parse().unwrap(), None));
        }
    });
    assert_eq!(waiting.len(), 1);
    let counted = recorder.handle().render();
    assert!(counted.contains("ogrom_otlp_spans_total{outcome=\"dropped\"} 2"), "{counted}");
    let path = format!("/{}", "x".repeat(30_000));
    let request = Request::get(path).body(()).unwrap();
    let span = Span::of(&request, &RECORDED.parse().unwrap(), None).to_json();
    assert_eq!(attribute(&span, "url.path").unwrap()["stringValue"].as_str().unwrap().len(), 1024);
}
