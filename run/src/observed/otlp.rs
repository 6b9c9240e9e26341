//! Traces for a collector: a span for each request whose trace is recorded, and for each question that it put to a source,
//! sent by OTLP over HTTP in JSON.
//!
//! Each puts its span into a queue and goes on. What does not fit, or is not taken, is dropped and counted.

mod endpoint;
mod question;
mod sender;
mod span;

use std::{sync::Arc, time::Duration};

use http::Request;
use ogrom_protocols::TraceContext;
use tokio::{
    sync::{Notify, mpsc},
    task::JoinHandle,
};

use self::span::Record;
pub use self::{
    endpoint::{Endpoint, InvalidEndpoint},
    question::Questions,
};
pub(crate) use self::{sender::SPANS, span::Span};

/// How many spans wait to be sent at most; of about two kilobytes each, where clients ask for long paths.
const QUEUE: usize = 4096;

/// How long the end of a process waits for a collector.
const FLUSHED_WITHIN: Duration = Duration::from_secs(2);

/// Where spans go. Its clones are the same.
#[derive(Debug, Clone)]
pub struct Spans(mpsc::Sender<Record>);

/// What sends them.
#[derive(Debug)]
pub(crate) struct Sending {
    stop: Arc<Notify>,
    task: JoinHandle<()>,
}

// === impl Spans ===

impl Spans {
    /// Spans that are sent to this collector from now on. To be called within a runtime.
    pub(crate) fn to(endpoint: &Endpoint) -> (Self, Sending) {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let stop = Arc::new(Notify::new());
        let task = tokio::spawn(sender::send(waiting, endpoint.traces(), Arc::clone(&stop)));
        (Self(queue), Sending { stop, task })
    }

    /// The span of a request that begins, if its trace is recorded.
    pub(crate) fn begin<B>(
        &self,
        request: &Request<B>,
        trace: &TraceContext,
        parent: Option<u64>,
    ) -> Option<(Self, Span)> {
        trace.sampled.then(|| (self.clone(), Span::of(request, trace, parent)))
    }

    /// Has the span of a request sent that ended.
    pub(crate) fn take(&self, span: Span) {
        self.put(Record::Request(span));
    }

    fn put(&self, record: Record) {
        if self.0.try_send(record).is_err() {
            sender::dropped(1);
        }
    }
}

// === impl Sending ===

impl Sending {
    /// Sends what waits, but does not wait for a collector for ever.
    pub(crate) async fn end(self) {
        self.stop.notify_one();
        let abort = self.task.abort_handle();
        if tokio::time::timeout(FLUSHED_WITHIN, self.task).await.is_err() {
            abort.abort();
        }
    }
}

#[cfg(test)]
mod tests;
