//! The page of all metrics.

use http::{HeaderMap, HeaderValue, header};
use ogrom_core_resource::{Access, Codec, Cx, Endpoint, Existence, Format, Result, Singleton, Validators};

use crate::{Metrics, MetricsAccess};

/// The text format of Prometheus.
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// See [`page`].
#[derive(Debug)]
pub struct MetricsResource {
    metrics: Metrics,
    access: MetricsAccess,
    formats: [Format; 1],
}

/// The page. To a request without access it does not exist, like any path that the document does not name.
pub fn page(metrics: Metrics, access: MetricsAccess) -> Endpoint {
    Endpoint::of(MetricsResource { metrics, access, formats: [Format::new(TEXT, Codec::Text)] }).get().into()
}

// === impl MetricsResource ===

impl Singleton for MetricsResource {
    type View = String;

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    fn formats(&self) -> &[Format] {
        &self.formats
    }

    async fn exists(&self, cx: &Cx) -> Result<Existence<()>> {
        let may_read = self.access.permits(cx.headers(), cx.facts());
        Ok(if may_read { Existence::Found(()) } else { Existence::Missing })
    }

    fn validators(&self) -> Validators {
        Validators::NONE
    }

    async fn view(&self, _: &Cx) -> Result<String> {
        Ok(self.metrics.text())
    }

    fn describe(&self, headers: &mut HeaderMap) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
