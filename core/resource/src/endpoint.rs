//! Endpoints: resources as values that answer requests.

mod builder;
mod wrapped;

use std::{
    convert::Infallible,
    fmt,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{Request, Response, request::Parts};
use tower_service::Service;

pub use self::builder::EndpointBuilder;
use self::wrapped::Wrapped;
use crate::{
    Body, Caching, Method, MountPoint, Resource,
    body::BoxError,
    bound::{Bound, ResponseFuture, slot},
    caching::CacheHeaders,
    describe::Description,
    exchange::answer,
    info::EndpointInfo,
    operation::Refusing,
};

/// A resource as a value that answers requests. Building one does no I/O, cloning one is cheap, and one value can be
/// mounted any number of times.
///
/// It is a [`tower_service::Service`] by itself: served without a route table, it takes its path parameters from the last
/// segments of the path, and makes no links.
#[derive(Clone)]
pub struct Endpoint {
    inner: Arc<dyn Respond>,
    /// How long its answers may be caching, where that is said.
    caching: Option<Arc<CacheHeaders>>,
}

/// The answer to a request as `tower` wants it: it cannot fail.
pub struct EndpointFuture(ResponseFuture);

/// An endpoint, whatever its resource.
trait Respond: Send + Sync {
    fn respond(
        self: Arc<Self>,
        head: Parts,
        body: Body,
        place: Option<MountPoint>,
        caching: Option<Arc<CacheHeaders>>,
    ) -> ResponseFuture;
    fn info(&self) -> &EndpointInfo;
    fn describe(&self) -> Description;
}

// === impl Endpoint ===

impl Endpoint {
    /// Begins an endpoint. It supports OPTIONS; the other methods are added.
    ///
    /// # Panics
    ///
    /// Here, and when methods are added, if the schema of an input has a keyword that the engine does not check, or marks a
    /// parameter as a header field that cannot be one.
    pub fn of<R: Resource>(resource: R) -> EndpointBuilder<R> {
        EndpointBuilder(Bound::of(resource))
    }

    /// The resource, its methods and its parameters.
    pub fn info(&self) -> &EndpointInfo {
        self.inner.info()
    }

    /// The description for documents, made anew by each call.
    pub fn describe(&self) -> Description {
        self.inner.describe()
    }

    /// The same endpoint inside a wrapper, which sees each request first and may respond by itself. `describe` adds the
    /// wrapper's effect to the description.
    #[must_use]
    pub fn wrap<F>(self, wrap: F, describe: fn(&mut Description)) -> Self
    where
        F: Fn(Self, Parts, Body, Option<MountPoint>) -> ResponseFuture + Send + Sync + 'static,
    {
        let caching = self.caching.clone();
        Self { inner: Arc::new(Wrapped { inner: self, wrap, describe }), caching }
    }

    /// The same endpoint, with a `Cache-Control` for its responses to safe requests. Without it, the endpoint sends none.
    #[must_use]
    pub fn cached(self, caching: Caching) -> Self {
        Self { caching: Some(Arc::new(CacheHeaders::of(caching))), ..self }
    }

    /// Responds to a request that a route table dispatched to this endpoint.
    pub fn respond(&self, head: Parts, body: Body, place: Option<MountPoint>) -> ResponseFuture {
        Arc::clone(&self.inner).respond(head, body, place, self.caching.clone())
    }
}

impl<B> Service<Request<B>> for Endpoint
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = EndpointFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> EndpointFuture {
        let (head, body) = request.into_parts();
        self.respond(head, Body::new(body), None).into()
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Endpoint").field(self.info()).finish()
    }
}

// === impl Bound ===

impl<R: Resource> Respond for Bound<R> {
    fn respond(
        self: Arc<Self>,
        head: Parts,
        body: Body,
        place: Option<MountPoint>,
        caching: Option<Arc<CacheHeaders>>,
    ) -> ResponseFuture {
        match Method::of(&head.method).and_then(slot).and_then(|slot| self.handlers[slot]) {
            Some((handler, _)) => handler(self, head, body, place, caching),
            None => Box::pin(answer::<R, Refusing>(self, head, body, place, caching)),
        }
    }

    fn info(&self) -> &EndpointInfo {
        &self.info
    }

    fn describe(&self) -> Description {
        Bound::describe(self)
    }
}

// === impl EndpointFuture ===

impl From<ResponseFuture> for EndpointFuture {
    fn from(future: ResponseFuture) -> Self {
        Self(future)
    }
}

impl Future for EndpointFuture {
    type Output = Result<Response<Body>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(cx).map(Ok)
    }
}

impl fmt::Debug for EndpointFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EndpointFuture")
    }
}
