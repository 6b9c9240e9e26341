//! Spans of calls, and of requests that find no place.

use std::future::pending;

use ogrom_protocols::{Context, Error};
use ogrom_sources_decorate::{Access, Call, Policy};
use serde_json::{Value, json};

use super::*;

const RECORDED: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const UNRECORDED: &str = "00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

/// The value of an attribute.
fn attribute(span: &Value, key: &str) -> Option<Value> {
    let attributes = span["attributes"].as_array().unwrap();
    attributes.iter().find(|attribute| attribute["key"] == key).map(|attribute| attribute["value"].clone())
}

#[tokio::test]
async fn a_question_tells_how_it_ended_and_one_that_is_not_recorded_tells_nothing() {
    let (queue, mut waiting) = mpsc::channel(8);
    let calls = SourceSpans::to(Some(Spans(queue)));
    let call = Call::new("user", "user_by_id", Access::Read);
    let ctx = |trace: &str| {
        let locale = Arc::new("en-GB; GBP".parse().unwrap());
        Context::new("a-name", locale).traced(trace.parse().unwrap())
    };
    let (recorded, unrecorded) = (ctx(RECORDED), ctx(UNRECORDED));
    calls.apply(call, &unrecorded, async { Ok(()) }).await.unwrap();
    let failed = calls.apply(call, &recorded, async { Err::<(), _>(Error::unavailable("away")) }).await;
    assert!(failed.is_err());
    let abandoned = calls.apply(call, &recorded, pending::<Result<(), Error>>());
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
async fn what_finds_no_place_is_dropped_and_counted_and_paths_are_cut() {
    let (queue, waiting) = mpsc::channel(1);
    let spans = Spans(queue);
    let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder();
    ::metrics::with_local_recorder(&recorder, || {
        for _ in 0..3 {
            spans.send(Span::of(&Request::new(()), &RECORDED.parse().unwrap(), None));
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
