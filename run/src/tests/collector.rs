//! A collector gets the spans of recorded traces, and no request waits for it.

use std::{
    convert::Infallible,
    sync::Arc,
    time::{Duration, Instant},
};

use http::{Request, Response};
use http_body_util::BodyExt;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use ogrom_core::Body;
use ogrom_server::Pipeline;
use ogrom_server_config::options_from;
use ogrom_server_identity::Authenticator;
use ogrom_server_telemetry::{ExporterTask, TraceExporter};
use ogrom_sources_fashion_memory::Memory;
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::mpsc};

use super::services;
use crate::{
    build, routes,
    sources::{Sources, traced},
};

const RECORDED: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
/// More requests than spans wait.
const MANY: usize = 10_000;
const UNRECORDED: &str = "00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

/// An exporter to the collector at this address.
fn exporter(address: &str) -> (TraceExporter, ExporterTask) {
    let options = options_from(&["--otlp-endpoint", address]);
    TraceExporter::start(&options, &build(None))
}

/// A service without data, whose spans go here, as do those of its source calls.
fn service(exporter: &TraceExporter) -> Pipeline {
    let (source, services) = (traced(Arc::new(Memory::default()), exporter), services());
    let routes = routes::service(&Sources::all_from(&source), &services).unwrap();
    Pipeline::new(routes, Authenticator::default(), services.identities).exporting(exporter.spans())
}

async fn ask(pipeline: &Pipeline, target: &str, trace: &str) -> Response<Body> {
    let request = Request::get(target).header("traceparent", trace).header("x-request-id", "a-name");
    pipeline.respond(request.body(Body::empty()).unwrap()).await
}

/// A collector, and what it is sent.
async fn collector() -> (String, mpsc::UnboundedReceiver<(String, Value)>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
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
    let (exporter, task) = exporter(&endpoint);
    let pipeline = service(&exporter);
    drop(ask(&pipeline, "/v1/en-GB/products/nothing", UNRECORDED).await);
    let answer = ask(&pipeline, "/v1/en-GB/products/nothing?secret", RECORDED).await;
    let told = answer.headers()["traceresponse"].to_str().unwrap().to_owned();
    drop(answer);
    drop(ask(&pipeline, "/nowhere", RECORDED).await);
    drop(ask(&pipeline, "/v1/en-GB/products/nothing", RECORDED).await);
    task.finish().await;

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
async fn without_a_collector_requests_are_answered_and_the_end_comes() {
    // It accepts connections, and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    for address in [closed, silent.local_addr().unwrap()] {
        let (exporter, task) = exporter(&format!("http://{address}"));
        let pipeline = service(&exporter);
        // More than wait, so that some have nowhere to go.
        for _ in 0..MANY {
            assert_eq!(ask(&pipeline, "/nowhere", RECORDED).await.status(), 404);
        }
        let begun = Instant::now();
        task.finish().await;
        assert!(begun.elapsed() < Duration::from_secs(10), "{address}");
    }
}
