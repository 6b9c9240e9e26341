//! Sends spans in batches, in the background.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Request, StatusCode, Uri, header};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};
use ogrom_core::Body;
use serde_json::{Value, json};
use tokio::sync::{Notify, mpsc};

use super::{record::Record, span::text};
use crate::Build;

/// Counts the spans, by `outcome`: `sent`, or `dropped`.
pub(crate) const SPANS: &str = "ogrom_otlp_spans_total";

/// How many spans are sent at once.
const BATCH: usize = 512;

/// How long the first of a batch waits for others.
const COLLECTED_WITHIN: Duration = Duration::from_secs(1);

/// How long a collector may take.
const TAKEN_WITHIN: Duration = Duration::from_secs(10);

/// How long an idle connection is kept.
const IDLE: Duration = Duration::from_secs(30);

/// The service that spans are of.
pub(super) struct Resource {
    name: &'static str,
    version: &'static str,
}

/// A collector.
struct Collector {
    client: Client<HttpConnector, Body>,
    traces: Uri,
    resource: Resource,
    /// Whether it took what it was sent last; a change is logged, once.
    takes: bool,
}

/// Sends what waits until `stop` is notified, and then the rest.
pub(super) async fn send(
    mut waiting: mpsc::Receiver<Record>,
    traces: Uri,
    resource: Resource,
    stop: Arc<Notify>,
) {
    let mut collector = Collector::at(traces, resource);
    let mut batch = Vec::with_capacity(BATCH);
    loop {
        tokio::select! {
            biased;
            () = collect(&mut waiting, &mut batch) => {}
            () = stop.notified() => waiting.close(),
        }
        if !batch.is_empty() {
            collector.take(&batch).await;
            batch.clear();
        } else if waiting.is_closed() && waiting.is_empty() {
            return;
        }
    }
}

/// Fills a batch: with what comes soon after its first span.
async fn collect(waiting: &mut mpsc::Receiver<Record>, batch: &mut Vec<Record>) {
    if waiting.recv_many(batch, BATCH).await == 0 {
        return;
    }
    let others =
        async { while batch.len() < BATCH && waiting.recv_many(batch, BATCH - batch.len()).await > 0 {} };
    // All spans that came are in the batch.
    let _ = tokio::time::timeout(COLLECTED_WITHIN, others).await;
}

/// Counts spans that are dropped.
pub(super) fn dropped(number: u64) {
    metrics::counter!(SPANS, "outcome" => "dropped").increment(number);
}

// === impl Collector ===

impl Collector {
    fn at(traces: Uri, resource: Resource) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let client = Client::builder(TokioExecutor::new())
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .build(connector);
        Self { client, traces, resource, takes: true }
    }

    /// Sends a batch, once: what is not taken is dropped, since more comes.
    async fn take(&mut self, batch: &[Record]) {
        let number = batch.len() as u64;
        let outcome = tokio::time::timeout(TAKEN_WITHIN, self.post(batch)).await;
        let wrong = match outcome {
            Ok(Ok(status)) if status.is_success() => None,
            Ok(Ok(status)) => Some(format!("it answers {status}")),
            Ok(Err(error)) => Some(error),
            Err(_elapsed) => Some("it does not respond".to_owned()),
        };
        match &wrong {
            None => metrics::counter!(SPANS, "outcome" => "sent").increment(number),
            Some(_) => dropped(number),
        }
        if self.takes != wrong.is_none() {
            self.takes = wrong.is_none();
            match wrong {
                None => tracing::info!("the collector accepts traces again"),
                Some(why) => tracing::warn!(why, "the collector accepts no traces; they are dropped"),
            }
        }
    }

    async fn post(&self, batch: &[Record]) -> Result<StatusCode, String> {
        let content = self.resource.export(batch).to_string();
        let mut request = Request::post(self.traces.clone())
            .body(Body::from(Bytes::from(content)))
            .expect("it is a request");
        let json = header::HeaderValue::from_static("application/json");
        request.headers_mut().insert(header::CONTENT_TYPE, json);
        let response = self.client.request(request).await.map_err(|error| error.to_string())?;
        Ok(response.status())
    }
}

// === impl Resource ===

impl Resource {
    pub(super) fn of(build: &Build) -> Self {
        Self { name: build.name, version: build.version }
    }

    /// An `ExportTraceServiceRequest`.
    fn export(&self, batch: &[Record]) -> Value {
        let Self { name, version } = *self;
        json!({ "resourceSpans": [{
            "resource": { "attributes": [text("service.name", name), text("service.version", version)] },
            "scopeSpans": [{
                "scope": { "name": name, "version": version },
                "spans": batch.iter().map(Record::to_json).collect::<Vec<_>>(),
            }],
        }] })
    }
}
