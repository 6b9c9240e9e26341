//! An endpoint with something around it.

use std::sync::Arc;

use http::request::Parts;

use super::{Endpoint, Respond, ResponseFuture};
use crate::{Body, MountPoint, caching::CacheHeaders, describe::Description, info::EndpointInfo};

/// See [`Endpoint::wrap`].
pub(super) struct Wrapped<F> {
    pub(super) inner: Endpoint,
    pub(super) wrap: F,
    /// Adds to the description what is around.
    pub(super) describe: fn(&mut Description),
}

// === impl Wrapped ===

impl<F> Respond for Wrapped<F>
where
    F: Fn(Endpoint, Parts, Body, Option<MountPoint>) -> ResponseFuture + Send + Sync,
{
    fn respond(
        self: Arc<Self>,
        head: Parts,
        body: Body,
        place: Option<MountPoint>,
        caching: Option<Arc<CacheHeaders>>,
    ) -> ResponseFuture {
        // The inner endpoint writes the header field, so it gets the caching of the whole.
        (self.wrap)(Endpoint { caching, ..self.inner.clone() }, head, body, place)
    }

    fn info(&self) -> &EndpointInfo {
        self.inner.info()
    }

    fn describe(&self) -> Description {
        let mut description = self.inner.describe();
        (self.describe)(&mut description);
        description
    }
}
