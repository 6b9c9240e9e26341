//! The page of all numbers, for those who may read it.

use http::{HeaderMap, HeaderValue, header};
use ogrom_core_resource::{
    Access, Codec, Cx, Endpoint, Existence, Format, Get, NoParameters, Resource, Result, describe::Documented,
};

use super::{Metrics, Readers};

/// The text format of Prometheus.
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// See [`page`].
#[derive(Debug)]
pub struct MetricsResource {
    metrics: Metrics,
    readers: Readers,
    formats: [Format; 1],
}

/// The page. Who may not read it is told that nothing is there, as everywhere else where the document names nothing.
pub fn page(metrics: Metrics, readers: Readers) -> Endpoint {
    Endpoint::of(MetricsResource { metrics, readers, formats: [Format::new(TEXT, Codec::Text)] }).get().into()
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
        let may_read = self.readers.include(cx.headers(), cx.facts());
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
