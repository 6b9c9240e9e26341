//! The builder of an endpoint: adds one method at a time.

use std::{fmt, sync::Arc};

use serde::Serialize;

use super::Endpoint;
use crate::{
    Delete, Get, Method, Patch, Post, Put, Receive, Resource, Stream,
    bound::{Bound, Handler, slot},
    describe::Shape,
    exchange::answer,
    input::{read_only::ReadOnly, schema::Checker},
    operation::{Deleting, Getting, Patching, Posting, Putting},
    stream::{Receiving, Streaming},
};

/// An endpoint under construction. Each method is added by name, and only if the resource implements its trait.
pub struct EndpointBuilder<R: Resource>(pub(super) Bound<R>);

// === impl EndpointBuilder ===

impl<R: Resource> EndpointBuilder<R> {
    /// The resource and its facts, for tests.
    #[cfg(test)]
    pub(crate) fn bound(self) -> Bound<R> {
        self.0
    }

    fn with(mut self, method: Method, shape: Shape<R>, handler: Handler<R>) -> Self {
        self.0.info.methods = self.0.info.methods.with(method);
        self.0.allow = self.0.info.methods.to_string();
        if let Some(slot) = slot(method) {
            self.0.handlers[slot] = Some((handler, shape));
        }
        self
    }

    /// Takes content that replaces what GET shows.
    fn replacing(&mut self)
    where
        R: Put,
    {
        let checker = Checker::of::<R::Body>();
        self.0.read_only = ReadOnly::of::<R::View>(&checker);
        self.0.put = Some(checker);
    }

    /// Lets it answer GET and HEAD.
    #[must_use]
    pub fn get(mut self) -> Self
    where
        R: Get,
    {
        self.0.parameters.select_from::<R::View>();
        let get: Handler<R> = |bound, head, body, place, caching| {
            Box::pin(answer::<R, Getting>(bound, head, body, place, caching))
        };
        let shape = Shape::of::<Getting>().giving::<R::View>();
        self.with(Method::Get, shape, get).with(Method::Head, shape, get)
    }

    /// Lets it answer GET and HEAD by a stream of items, in place of [`get`](Self::get).
    #[must_use]
    pub fn stream(mut self) -> Self
    where
        R: Stream,
    {
        self.0.parameters.select_from::<R::Item>();
        let stream: Handler<R> = |bound, head, body, place, caching| {
            Box::pin(answer::<R, Streaming>(bound, head, body, place, caching))
        };
        let shape = Shape::of::<Streaming>().streaming::<R::Item>();
        self.with(Method::Get, shape, stream).with(Method::Head, shape, stream)
    }

    /// Lets it answer PUT.
    #[must_use]
    pub fn put(mut self) -> Self
    where
        R: Put,
    {
        self.replacing();
        let shape = Shape::of::<Putting>().taking::<R::Body>().giving::<R::View>();
        self.with(Method::Put, shape, |bound, head, body, place, caching| {
            Box::pin(answer::<R, Putting>(bound, head, body, place, caching))
        })
    }

    /// Lets it answer PATCH.
    #[must_use]
    pub fn patch(mut self) -> Self
    where
        R: Patch,
        R::Body: Serialize,
    {
        self.replacing();
        let shape = Shape::of::<Patching>().taking::<R::Body>().giving::<R::View>();
        self.with(Method::Patch, shape, |bound, head, body, place, caching| {
            Box::pin(answer::<R, Patching>(bound, head, body, place, caching))
        })
    }

    /// Lets it answer POST.
    #[must_use]
    pub fn post(mut self) -> Self
    where
        R: Post,
    {
        self.0.post = Some(Checker::of::<R::Body>());
        let shape = Shape::of::<Posting>().taking::<R::Body>().giving::<R::Response>();
        self.with(Method::Post, shape, |bound, head, body, place, caching| {
            Box::pin(answer::<R, Posting>(bound, head, body, place, caching))
        })
    }

    /// Lets it answer POST by receiving a stream of items, in place of [`post`](Self::post).
    #[must_use]
    pub fn receive(mut self) -> Self
    where
        R: Receive,
    {
        self.0.item = Some(Arc::new(Checker::of::<R::Item>()));
        let shape = Shape::of::<Receiving>().receiving::<R::Item>().giving::<R::Response>();
        self.with(Method::Post, shape, |bound, head, body, place, caching| {
            Box::pin(answer::<R, Receiving>(bound, head, body, place, caching))
        })
    }

    /// Lets it answer DELETE.
    #[must_use]
    pub fn delete(self) -> Self
    where
        R: Delete,
    {
        let shape = Shape::of::<Deleting>().giving::<R::View>();
        self.with(Method::Delete, shape, |bound, head, body, place, caching| {
            Box::pin(answer::<R, Deleting>(bound, head, body, place, caching))
        })
    }
}

impl<R: Resource> From<EndpointBuilder<R>> for Endpoint {
    fn from(builder: EndpointBuilder<R>) -> Self {
        Self { inner: Arc::new(builder.0), caching: None }
    }
}

impl<R: Resource> fmt::Debug for EndpointBuilder<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EndpointBuilder").field(&self.0.info).finish()
    }
}
