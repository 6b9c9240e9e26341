//! Traces for a collector: a span for each request whose trace is recorded, and for each source call of it, sent by OTLP over
//! HTTP in JSON.
//!
//! Each request and call puts its span into a queue and goes on. A span is dropped and counted where the queue is full or the
//! collector does not take it.

mod call_span;
mod collector_url;
mod record;
mod sender;
mod source;
mod span;

use std::{sync::Arc, time::Duration};

use http::Request;
use ogrom_protocols::TraceContext;
use tokio::{
    sync::{Notify, mpsc},
    task::JoinHandle,
};

pub(crate) use self::sender::SPANS;
pub use self::{
    collector_url::{CollectorUrl, InvalidCollectorUrl},
    source::SourceSpans,
    span::Span,
};
use self::{record::Record, sender::Resource};
use crate::Build;

/// How many spans wait to be sent at most; of about two kilobytes each, where clients request long paths.
const QUEUE: usize = 4096;

/// How long the end of a process waits for a collector.
const FLUSHED_WITHIN: Duration = Duration::from_secs(2);

/// The queue of spans to a collector. Its clones share one queue.
#[derive(Debug, Clone)]
pub struct Spans(mpsc::Sender<Record>);

/// The background task that sends them.
#[derive(Debug)]
pub struct SenderTask {
    stop: Arc<Notify>,
    task: JoinHandle<()>,
}

// === impl Spans ===

impl Spans {
    /// Starts to send spans of this build's service to this collector. Must be called within a runtime.
    pub fn start(endpoint: &CollectorUrl, build: &Build) -> (Self, SenderTask) {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let stop = Arc::new(Notify::new());
        let task =
            tokio::spawn(sender::send(waiting, endpoint.traces(), Resource::of(build), Arc::clone(&stop)));
        (Self(queue), SenderTask { stop, task })
    }

    /// The span of a request that begins, if its trace is recorded.
    pub fn begin<B>(
        &self,
        request: &Request<B>,
        trace: &TraceContext,
        parent: Option<u64>,
    ) -> Option<(Self, Span)> {
        trace.sampled.then(|| (self.clone(), Span::of(request, trace, parent)))
    }

    /// Queues the span of a request that ended.
    pub fn send(&self, span: Span) {
        self.put(Record::Request(span));
    }

    fn put(&self, record: Record) {
        if self.0.try_send(record).is_err() {
            sender::dropped(1);
        }
    }
}

// === impl SenderTask ===

impl SenderTask {
    /// Sends the spans that are queued and ends; after two seconds it ends in any case.
    pub async fn finish(self) {
        self.stop.notify_one();
        let abort = self.task.abort_handle();
        if tokio::time::timeout(FLUSHED_WITHIN, self.task).await.is_err() {
            abort.abort();
        }
    }
}

#[cfg(test)]
mod tests;
