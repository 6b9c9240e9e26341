//! The resources of the pages: the list of the last requests, and one of them.

use std::sync::Arc;

use http::{HeaderMap, HeaderValue, header};
use ogrom_core_path::{LinkTo, path};
use ogrom_core_resource::{Access, Cx, Endpoint, Existence, Format, Get, NoParameters, Resource, Result};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{TraceLookup, TracedRequest, Traces, html};
use crate::local;

/// Nothing of what a request held can run here, nor anything be fetched or embed it.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// The page that lists the last requests.
pub fn traces(traces: Arc<Traces>) -> Endpoint {
    Endpoint::of(TracesResource { traces }).get().into()
}

/// The page of one request.
pub fn trace(traces: Arc<Traces>) -> Endpoint {
    Endpoint::of(TraceResource { traces }).get().into()
}

/// See [`traces`].
#[derive(Debug)]
pub struct TracesResource {
    traces: Arc<Traces>,
}

/// See [`trace`].
#[derive(Debug)]
pub struct TraceResource {
    traces: Arc<Traces>,
}

/// How to list.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct TracesQuery {
    /// Whether the page loads itself again by and by, which it does unless told otherwise.
    pub live: Option<bool>,
}

/// The last requests, the newest first, and whether to load them again by and by.
#[derive(Debug)]
pub struct Listing {
    pub(super) traced: Vec<Arc<TracedRequest>>,
    pub(super) live: bool,
}

path! {
    /// The number of a request.
    pub struct TracePath { number: u64 }
}

fn authorized(cx: &Cx) -> Access {
    local::access(cx, "traces are only shown to this machine: use localhost")
}

fn describe(headers: &mut HeaderMap) {
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
}

// === impl TracesResource ===

impl Resource for TracesResource {
    type Path = ();
    type Parameters = TracesQuery;
    type Entity = Listing;

    fn links() -> Vec<LinkTo> {
        vec![LinkTo::of::<Self>(), LinkTo::of::<TraceResource>()]
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(authorized(cx))
    }

    fn formats(&self) -> &[Format] {
        const { &[Format::HTML] }
    }

    async fn exists(&self, _: &Cx, (): &(), query: &TracesQuery) -> Result<Existence<Listing>> {
        Ok(Existence::Found(Listing { traced: self.traces.last(), live: query.live.unwrap_or(true) }))
    }
}

impl Get for TracesResource {
    type View = String;

    async fn get(&self, cx: &Cx, listing: &Listing) -> Result<String> {
        let link = |number| cx.link_to::<TraceResource>(&TracePath { number }).unwrap_or_default();
        let other = if listing.live {
            cx.link_to_self("live=false")
        } else {
            cx.link_to::<Self>(&()).unwrap_or_default()
        };
        Ok(html::list(listing, &other, &link))
    }

    fn describe(&self, _: &Cx, _: &Listing, headers: &mut HeaderMap) {
        describe(headers);
    }
}

// === impl TraceResource ===

impl Resource for TraceResource {
    type Path = TracePath;
    type Parameters = NoParameters;
    type Entity = Arc<TracedRequest>;

    fn links() -> Vec<LinkTo> {
        vec![LinkTo::of::<TracesResource>(), LinkTo::of::<Self>()]
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(authorized(cx))
    }

    fn formats(&self) -> &[Format] {
        const { &[Format::HTML] }
    }

    async fn exists(
        &self,
        _: &Cx,
        path: &TracePath,
        _: &NoParameters,
    ) -> Result<Existence<Arc<TracedRequest>>> {
        Ok(match self.traces.find(path.number) {
            TraceLookup::Found(traced) => Existence::Found(traced),
            TraceLookup::Gone => Existence::Gone,
            TraceLookup::Missing => Existence::Missing,
        })
    }
}

impl Get for TraceResource {
    type View = String;

    async fn get(&self, cx: &Cx, traced: &Arc<TracedRequest>) -> Result<String> {
        let beside = |number: u64| match self.traces.find(number) {
            TraceLookup::Found(_) => cx.link_to::<Self>(&TracePath { number }),
            TraceLookup::Gone | TraceLookup::Missing => None,
        };
        let links = html::Links {
            list: cx.link_to::<TracesResource>(&()).unwrap_or_default(),
            older: beside(traced.number - 1),
            newer: beside(traced.number + 1),
        };
        Ok(html::one(traced, &links))
    }

    fn describe(&self, _: &Cx, _: &Arc<TracedRequest>, headers: &mut HeaderMap) {
        describe(headers);
    }
}
