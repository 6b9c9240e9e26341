//! How a pipeline is put together.

use std::sync::Arc;

use ogrom_core::{facts::Defaults, mount::Mounted};
use ogrom_protocols::IdGenerator;
use ogrom_server_identity::Authenticator;
#[cfg(feature = "otlp")]
use ogrom_server_telemetry::otlp::Spans;
use ogrom_server_telemetry::{RequestMetrics, Requests};

use super::Pipeline;
use crate::{
    Paths,
    limits::{LimitMetrics, Limits, RequestLimits},
    response_cache::ResponseCache,
    trace::Traces,
    web::Web,
};

// === impl Pipeline ===

impl Pipeline {
    /// A pipeline before these routes, without limits on each client and user, and without caches and logs.
    pub fn new(routes: Mounted, authenticator: Authenticator, identities: Arc<dyn IdGenerator>) -> Self {
        let paths = Paths::default();
        let limits = Limits::new(&RequestLimits::default().loopback_only(true), paths.health, Arc::default());
        Self {
            metrics: Arc::new(RequestMetrics::of(Requests::of(&routes))),
            limits: Arc::new(limits),
            authenticator,
            routes,
            paths,
            identities,
            traces: None,
            cache: None,
            logs: false,
            trace_sample: 0.0,
            web: Arc::default(),
            removes_prefix: false,
            defaults: None,
            #[cfg(feature = "otlp")]
            spans: None,
        }
    }

    /// The same, with the platform's pages at these paths.
    #[must_use]
    pub fn with_paths(self, paths: Paths) -> Self {
        Self { paths, ..self }
    }

    /// The same, with these limits on requests.
    #[must_use]
    pub fn limited(self, limits: Arc<Limits>) -> Self {
        Self { limits, ..self }
    }

    /// The same, tracing every request into these, if there are any, but those for traces.
    #[must_use]
    pub fn tracing(self, traces: Option<Arc<Traces>>) -> Self {
        Self { traces, ..self }
    }

    /// The same, with this response cache, if there is one.
    #[must_use]
    pub fn caching(self, cache: Option<Arc<ResponseCache>>) -> Self {
        Self { cache, ..self }
    }

    /// The same, with a line in the log for each request if `logs`, and this share of the traces that are begun here marked
    /// as recorded.
    #[must_use]
    pub fn logging(self, logs: bool, trace_sample: f64) -> Self {
        Self { logs, trace_sample, ..self }
    }

    /// The same, sending a span of every request whose trace is recorded.
    #[cfg(feature = "otlp")]
    #[must_use]
    pub fn exporting(self, spans: Option<Spans>) -> Self {
        Self { spans, ..self }
    }

    /// The same, with this web layer.
    #[must_use]
    pub fn with_web(self, web: Web) -> Self {
        let begins = |prefix: &str| {
            let rest = |template: String| template.strip_prefix(prefix).map(str::to_owned);
            self.routes
                .leaves()
                .filter_map(|(template, _)| rest(template))
                .any(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let removes_prefix = web.fixed_prefix().is_some_and(|prefix| !begins(prefix.first_segment()));
        Self { web: Arc::new(web), removes_prefix, ..self }
    }

    /// The same, with these values where a request names none.
    #[must_use]
    pub fn with_defaults(self, defaults: Defaults) -> Self {
        Self { defaults: Some(Arc::new(defaults)), ..self }
    }

    /// The metrics of its requests.
    pub fn metrics(&self) -> Arc<RequestMetrics> {
        Arc::clone(&self.metrics)
    }

    /// The limits on its requests.
    pub fn limits(&self) -> &Arc<Limits> {
        &self.limits
    }

    /// The metrics of limits, which a listener counts its own limits in, too.
    pub fn limit_metrics(&self) -> Arc<LimitMetrics> {
        Arc::clone(self.limits().metrics())
    }
}
