//! Where the spans of recorded traces go: nowhere, unless the service is built with the feature `otlp` and told where.

use std::sync::Arc;

#[cfg(feature = "otlp")]
use ogrom_sources_decorate::Decorated;

use super::ObservedOptions;
#[cfg(feature = "otlp")]
use super::otlp::{Questions, Sending, Spans};

/// Where spans go. Its clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Recording {
    #[cfg(feature = "otlp")]
    spans: Option<Spans>,
}

/// What sends them in the background.
#[derive(Debug)]
pub(crate) struct Rest {
    #[cfg(feature = "otlp")]
    sending: Option<Sending>,
}

// === impl Recording ===

impl Recording {
    /// Spans go where these options say from now on. To be called within a runtime.
    #[cfg(feature = "otlp")]
    pub(crate) fn begin(options: &ObservedOptions) -> (Self, Rest) {
        let (spans, sending) = options.otlp_endpoint.as_ref().map(Spans::to).unzip();
        (Self { spans }, Rest { sending })
    }

    /// Spans go nowhere.
    #[cfg(not(feature = "otlp"))]
    pub(crate) fn begin(_: &ObservedOptions) -> (Self, Rest) {
        (Self {}, Rest {})
    }

    /// The same source, with a span of each of its questions that is recorded.
    #[cfg(feature = "otlp")]
    pub fn of_questions<S>(&self, source: Arc<S>) -> Arc<Decorated<S, Questions>> {
        Arc::new(Decorated::new(source, Questions::to(self.spans.clone())))
    }

    /// The same source.
    #[cfg(not(feature = "otlp"))]
    pub fn of_questions<S>(&self, source: Arc<S>) -> Arc<S> {
        source
    }

    /// Where the spans of requests go.
    #[cfg(feature = "otlp")]
    pub(crate) fn spans(&self) -> Option<Spans> {
        self.spans.clone()
    }
}

// === impl Rest ===

impl Rest {
    /// Sends what waits, but does not wait for a collector for ever.
    #[cfg(feature = "otlp")]
    pub(crate) async fn send(self) {
        if let Some(sending) = self.sending {
            sending.end().await;
        }
    }

    /// Has nothing to send.
    #[cfg(not(feature = "otlp"))]
    #[expect(clippy::unused_async, reason = "with the feature `otlp` it waits")]
    pub(crate) async fn send(self) {}
}
