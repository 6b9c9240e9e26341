//! An endpoint with something around it.

use std::sync::Arc;

use http::request::Parts;

use super::{Endpoint, Respond, ResponseFuture};
use crate::{Body, Place, about::About, caching::Kept, describe::Description};

/// See [`Endpoint::around`].
pub(super) struct Wrapped<F> {
    pub(super) inner: Endpoint,
    pub(super) around: F,
    /// Adds to the description what is around.
    pub(super) tell: fn(&mut Description),
}

// === impl Wrapped ===

impl<F> Respond for Wrapped<F>
where
    F: Fn(Endpoint, Parts, Body, Option<Place>) -> ResponseFuture + Send + Sync,
{
    fn respond(
        self: Arc<Self>,
        head: Parts,
        body: Body,
        place: Option<Place>,
        kept: Option<Arc<Kept>>,
    ) -> ResponseFuture {
        // What was said of the whole is said of the inner one, which writes it.
        (self.around)(Endpoint { kept, ..self.inner.clone() }, head, body, place)
    }

    fn about(&self) -> &About {
        self.inner.about()
    }

    fn describe(&self) -> Description {
        let mut description = self.inner.describe();
        (self.tell)(&mut description);
        description
    }
}
