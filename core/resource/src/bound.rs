//! A resource with what is known of it before any request.

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, OnceLock},
};

use http::{Response, request::Parts};
use ogrom_core_path::{Key, Path};

use crate::{
    Body, Method, Methods, MountPoint, Resource,
    caching::CacheHeaders,
    describe::{Description, Shape},
    info::EndpointInfo,
    input::{parameters::Reader, read_only::ReadOnly, schema::Checker},
};

/// A resource with what is known of it before any request.
pub(crate) struct Bound<R: Resource> {
    pub(crate) resource: R,
    pub(crate) info: EndpointInfo,
    /// The methods as the `Allow` header lists them.
    pub(crate) allow: String,
    pub(crate) parameters: Reader,
    pub(crate) put: Option<Checker>,
    /// The members of the view that content of a PUT may repeat.
    pub(crate) read_only: ReadOnly,
    pub(crate) post: Option<Checker>,
    /// The schema check of each received item, shared with the stream that reads them.
    pub(crate) item: Option<Arc<Checker>>,
    /// By slot: the handler, and the types of its method.
    pub(crate) handlers: [Option<(Handler<R>, Shape<R>)>; 5],
    described: OnceLock<Description>,
}

/// A response in the making.
pub type ResponseFuture = Pin<Box<dyn Future<Output = Response<Body>> + Send>>;

/// Answers a request with one method of the resource.
pub(crate) type Handler<R> =
    fn(Arc<Bound<R>>, Parts, Body, Option<MountPoint>, Option<Arc<CacheHeaders>>) -> ResponseFuture;

// === impl Bound ===

impl<R: Resource> Bound<R> {
    /// This resource without any method but those that every endpoint answers.
    pub(crate) fn of(resource: R) -> Self {
        let info = EndpointInfo {
            key: Key::of::<R>(),
            parameters: R::Path::NAMES,
            links: R::links(),
            methods: Methods::ALWAYS,
            max_content: resource.max_content(),
        };
        Self {
            resource,
            allow: info.methods.to_string(),
            info,
            parameters: Reader::of::<R::Parameters>(),
            put: None,
            read_only: ReadOnly::default(),
            post: None,
            item: None,
            handlers: [None; 5],
            described: OnceLock::new(),
        }
    }

    /// The methods with what is known of their types, but for HEAD, which is as GET.
    pub(crate) fn shapes(&self) -> impl Iterator<Item = (Method, &Shape<R>)> {
        let described = self.info.methods.iter().filter(|method| *method != Method::Head);
        described.filter_map(|method| Some((method, &self.handlers[slot(method)?].as_ref()?.1)))
    }

    /// Whether the method's content is none.
    pub(crate) fn takes_nothing(&self, method: Method) -> bool {
        let checker = if method == Method::Post { &self.post } else { &self.put };
        checker.as_ref().is_some_and(Checker::is_of_nothing)
    }

    /// The description of the endpoint, made once.
    pub(crate) fn described(&self) -> &Description {
        self.described.get_or_init(|| self.describe())
    }
}

/// Where a method's handler stands; HEAD shares that of GET.
pub(crate) fn slot(method: Method) -> Option<usize> {
    match method {
        Method::Get | Method::Head => Some(0),
        Method::Put => Some(1),
        Method::Patch => Some(2),
        Method::Post => Some(3),
        Method::Delete => Some(4),
        Method::Options | Method::Trace => None,
    }
}
