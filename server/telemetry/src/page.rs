//! The page of all metrics.

use http::{HeaderMap, HeaderValue, header};
use ogrom_core_resource::{
    Access, Codec, Cx, Endpoint, Existence, Format, Get, NoParameters, Resource, Result, describe::Documented,
};

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

impl Resource for MetricsResource {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = ();

    fn documented() -> Documented {
        Documented::hidden()
    }

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    fn formats(&self) -> &[Format] {
        &self.formats
    }

    async fn exists(&self, cx: &Cx, (): &(), _: &NoParameters) -> Result<Existence<()>> {
        let may_read = self.access.permits(cx.headers(), cx.facts());
        Ok(if may_read { Existence::Found(()) } else { Existence::Missing })
    }
}

impl Get for MetricsResource {
    type View = String;

    async fn get(&self, _: &Cx, (): &()) -> Result<String> {
        Ok(self.metrics.text())
    }

    fn describe(&self, _: &Cx, (): &(), headers: &mut HeaderMap) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
