//! The exporter of spans. It has a destination only where the service is built with the feature `otlp` and `--otlp-endpoint`
//! names a collector.

#[cfg(feature = "otlp")]
use crate::otlp::{SenderTask, SourceSpans, Spans};
use crate::{Build, ObservedOptions};

/// The exporter of spans. Its clones share one queue.
#[derive(Debug, Clone, Default)]
pub struct TraceExporter {
    #[cfg(feature = "otlp")]
    spans: Option<Spans>,
}

/// The background task of an exporter, which sends the spans.
#[derive(Debug)]
pub struct ExporterTask {
    #[cfg(feature = "otlp")]
    sender: Option<SenderTask>,
}

// === impl TraceExporter ===

impl TraceExporter {
    /// Starts the exporter to the collector that these options name, if they name one. Spans are those of this build's service.
    /// Must be called within a runtime.
    #[cfg(feature = "otlp")]
    pub fn start(options: &ObservedOptions, build: &Build) -> (Self, ExporterTask) {
        let start = |endpoint| Spans::start(endpoint, build);
        let (spans, sender) = options.otlp_endpoint.as_ref().map(start).unzip();
        (Self { spans }, ExporterTask { sender })
    }

    /// An exporter without a destination.
    #[cfg(not(feature = "otlp"))]
    pub fn start(_: &ObservedOptions, _: &Build) -> (Self, ExporterTask) {
        (Self {}, ExporterTask {})
    }

    /// The policy that records a span of each call of a source whose trace is recorded.
    #[cfg(feature = "otlp")]
    pub fn source_spans(&self) -> SourceSpans {
        SourceSpans::to(self.spans.clone())
    }

    /// The queue of the spans of requests, if there is a collector.
    #[cfg(feature = "otlp")]
    pub fn spans(&self) -> Option<Spans> {
        self.spans.clone()
    }
}

// === impl ExporterTask ===

impl ExporterTask {
    /// Sends the spans that are queued and ends; after two seconds it ends in any case.
    #[cfg(feature = "otlp")]
    pub async fn finish(self) {
        if let Some(sender) = self.sender {
            sender.finish().await;
        }
    }

    /// Ends at once, as nothing is queued.
    #[cfg(not(feature = "otlp"))]
    #[expect(clippy::unused_async, reason = "with the feature `otlp` it waits")]
    pub async fn finish(self) {}
}
