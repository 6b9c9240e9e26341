//! Mounting: where routes meet endpoints.
//!
//! The engine does not know routes, and routes do not know what stands at them; this is the one place that knows both.

use std::{
    borrow::Cow,
    convert::Infallible,
    future::ready,
    mem,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{
    Extensions, HeaderValue, Method, Request, Response, StatusCode, Uri, header, request::Parts,
    uri::PathAndQuery,
};
use ogrom_core_path::{Captures, Key, decode, encode, escape, normalize};
use ogrom_core_resource::{
    Body, Endpoint, EndpointFuture, EndpointInfo, Methods, MountPoint, Problem, ProblemTypes, Resource, strip,
};
use ogrom_core_route::{Found, Table, Target};
use tower_service::Service;

mod original;
mod prefix;

pub use ogrom_core_route::{BuildError, BuildErrors};
pub use original::{OriginalUri, RememberUri};
pub use prefix::{InvalidPathPrefix, PathPrefix};

/// The longest target that a redirection leads to, in bytes. The engine reads none that is longer.
const LONGEST_TARGET: usize = 8 * 1024;

/// Templates with the endpoints that stand at them, and prefixes with routes below.
#[derive(Debug, Default)]
pub struct Routes(ogrom_core_route::TableBuilder<Endpoint, Box<dyn PrefixGuard>>);

/// Checks the parameter of a prefix for everything below it.
pub trait PrefixGuard: Send + Sync + std::fmt::Debug {
    /// Checks the parameter, which is absent where it is encoded wrongly. May leave facts for the endpoints.
    fn check(&self, parameter: Option<Cow<'_, str>>, facts: &mut Extensions) -> Verdict;

    /// The problems that it refuses with, for documents.
    fn problems(&self) -> Vec<Problem> {
        Vec::new()
    }

    /// The texts that it lets pass, the usual one first, for documents; none where nobody can list them.
    fn values(&self) -> Vec<String> {
        Vec::new()
    }
}

/// The verdict of a guard.
#[derive(Debug)]
pub enum Verdict {
    /// The parameter is right.
    Proceed,
    /// This is written otherwise: 308 to the same path with this text in its place.
    Canonical(String),
    /// Nothing is below.
    Refused(Problem),
}

/// Routes, ready to serve: a [`tower_service::Service`] that cannot fail.
#[derive(Debug, Clone)]
pub struct Mounted(Arc<Table<Endpoint, Box<dyn PrefixGuard>>>);

/// Where the path of a request leads.
#[derive(Debug)]
pub struct Route {
    found: Found,
    /// The normal spelling of the path, where that is another one.
    normal: Option<String>,
}

/// The outcome of all guards of a path.
enum GuardOutcome {
    Pass,
    Redirect(String),
    Reject(Problem),
}

// === impl Routes ===

impl Routes {
    /// No routes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an endpoint at a template such as `/products/{product}`.
    #[must_use]
    pub fn at(self, template: &str, endpoint: Endpoint) -> Self {
        let EndpointInfo { key, parameters, links, .. } = endpoint.info().clone();
        Self(self.0.at(template, Target { key, parameters, links }, endpoint))
    }

    /// Adds routes below a prefix such as `/shop`.
    #[must_use]
    pub fn nest(self, prefix: &str, routes: Self) -> Self {
        Self(self.0.nest(prefix, routes.0))
    }

    /// Adds routes below a prefix such as `/{locale}`, whose parameter a guard judges.
    #[must_use]
    pub fn nest_guarded(self, prefix: &str, guard: impl PrefixGuard + 'static, routes: Self) -> Self {
        Self(self.0.nest_guarded(prefix, Box::new(guard), routes.0))
    }

    /// Says that the endpoint of a resource is left out on purpose: others then come without links to it.
    #[must_use]
    pub fn without<R: Resource>(self) -> Self {
        Self(self.0.without(Key::of::<R>()))
    }

    /// The service of these routes, or all that is wrong with them.
    pub fn build(self) -> Result<Mounted, BuildErrors> {
        Ok(Mounted(Arc::new(self.0.build()?)))
    }
}

// === impl Mounted ===

impl Mounted {
    /// All endpoints with their templates, in the order in which they were added.
    pub fn leaves(&self) -> impl Iterator<Item = (String, &Endpoint)> {
        self.0.leaves().map(|leaf| (leaf.template(), &leaf.value))
    }

    /// The table by which requests find their endpoints, for whoever describes it.
    pub fn table(&self) -> &Table<Endpoint, Box<dyn PrefixGuard>> {
        &self.0
    }

    /// Where a path leads, which is still encoded: for whoever wants to know before the request is answered. All spellings
    /// of a path that [RFC 3986 §6.2.2](normalize) calls equivalent lead to the same place.
    #[inline]
    pub fn route(&self, path: &str) -> Route {
        let normal = normalize(path);
        Route { found: self.0.find(normal.as_deref().unwrap_or(path)), normal }
    }

    /// Answers a request whose path leads there. The endpoint is handed the path in its normal spelling, so that links, and
    /// whatever is kept by the path, are the same for all spellings.
    pub fn answer<B>(&self, Route { found, normal }: Route, request: Request<B>) -> EndpointFuture
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let (mut head, body) = request.into_parts();
        let before = original::removed_prefix(&head.extensions, head.uri.path());
        let written = normal.and_then(|normal| respell(&mut head.uri, &normal));
        let path = head.uri.path();
        let mut response = match found {
            Found::Leaf { leaf, captures } => match self.pass(leaf, &captures, path, &mut head.extensions) {
                GuardOutcome::Pass if written.is_some_and(|uri| self.is_odd_at_a_guard(uri.path())) => {
                    redirect(&before, path, &head)
                }
                GuardOutcome::Pass => {
                    let place = MountPoint { links: Arc::clone(&self.0) as _, leaf, before, captures };
                    return self.0.leaf(leaf).value.respond(head, Body::new(body), Some(place)).into();
                }
                GuardOutcome::Redirect(canonical) => redirect(&before, &canonical, &head),
                GuardOutcome::Reject(problem) => problem.into_response(head.extensions.get()),
            },
            Found::Redirect(_) | Found::NotFound if !path.starts_with('/') => {
                self.without_path(&head.method, path, &head.extensions)
            }
            Found::Redirect(canonical) => redirect(&before, &canonical, &head),
            Found::NotFound => self.not_found(path, &mut head.extensions),
        };
        if head.method == Method::HEAD {
            strip(&mut response);
        }
        EndpointFuture::from(Box::pin(ready(response)) as ogrom_core_resource::ResponseFuture)
    }

    #[inline]
    fn pass(&self, leaf: usize, captures: &Captures, path: &str, facts: &mut Extensions) -> GuardOutcome {
        for (guard, first) in self.0.guards(leaf) {
            let raw = captures.iter(path).nth(first).unwrap_or_default();
            match guard.check(decode(raw), facts) {
                // Another encoding of the same text is another spelling, too.
                Verdict::Proceed if raw.contains('%') => {
                    let canonical = encode(&decode(raw).unwrap_or_default());
                    if canonical != raw {
                        return GuardOutcome::Redirect(captures.replace(path, first, &canonical));
                    }
                }
                Verdict::Proceed => {}
                Verdict::Canonical(text) => {
                    return GuardOutcome::Redirect(captures.replace(path, first, &encode(&text)));
                }
                Verdict::Refused(problem) => return GuardOutcome::Reject(problem),
            }
        }
        GuardOutcome::Pass
    }

    /// Whether a parameter that a guard has let pass is not in its normal spelling: it goes for everything below, and so
    /// has one spelling.
    fn is_odd_at_a_guard(&self, path: &str) -> bool {
        self.0.guards_along(path).any(|(_, raw)| normalize(raw).is_some())
    }

    /// Why nothing is at a path: the first guard on the way that refuses, else nothing in particular.
    fn not_found(&self, path: &str, facts: &mut Extensions) -> Response<Body> {
        let refused =
            self.0.guards_along(path).find_map(|(guard, raw)| match guard.check(decode(raw), facts) {
                Verdict::Refused(problem) => Some(problem),
                Verdict::Proceed | Verdict::Canonical(_) => None,
            });
        let problem = refused.unwrap_or_else(Problem::not_found).titled(ProblemTypes::titles(facts));
        problem.into_response(facts.get::<ProblemTypes>())
    }

    /// The response to a target without a path (RFC 9112 §3.2). Only CONNECT has an authority as its target. Only OPTIONS
    /// has an asterisk, which stands for the whole service (RFC 9110 §9.3.7).
    fn without_path(&self, method: &Method, target: &str, facts: &Extensions) -> Response<Body> {
        if *method == Method::OPTIONS && target == "*" {
            return self.options();
        }
        let problem = match *method {
            Method::CONNECT => Problem::not_implemented(),
            _ => Problem::malformed("the target has no path"),
        };
        problem.into_response(facts.get())
    }

    /// Every method that something here allows.
    fn options(&self) -> Response<Body> {
        let endpoints = self.0.leaves().map(|leaf| leaf.value.info().methods);
        let allowed = endpoints.fold(Methods::default(), Methods::union);
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        if let Ok(allowed) = HeaderValue::try_from(allowed.to_string()) {
            response.headers_mut().insert(header::ALLOW, allowed);
        }
        response
    }
}

impl<B> Service<Request<B>> for Mounted
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = EndpointFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> EndpointFuture {
        let route = self.route(request.uri().path());
        self.answer(route, request)
    }
}

// === impl Route ===

impl Route {
    /// The number of the endpoint in [`Mounted::leaves`]; absent where none is.
    pub fn leaf(&self) -> Option<usize> {
        match self.found {
            Found::Leaf { leaf, .. } => Some(leaf),
            Found::Redirect(_) | Found::NotFound => None,
        }
    }
}

/// Puts another spelling of the path into its place; answers with what was there.
pub(crate) fn respell(uri: &mut Uri, path: &str) -> Option<Uri> {
    let target = uri.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(target).ok()?);
    Some(mem::replace(uri, Uri::from_parts(parts).ok()?))
}

/// 308 to another path with the same query: what was asked is there, and the method stays (RFC 9110 §15.4.9).
fn redirect(before: &str, path: &str, head: &Parts) -> Response<Body> {
    let location = match head.uri.query() {
        None => format!("{before}{path}"),
        Some(query) => format!("{before}{path}?{query}"),
    };
    // The text of a client may be no URI. Browsers also read a backslash as a slash, and two of them as the beginning of a
    // host.
    let location = escape(&location).into_owned();
    if location.len() > LONGEST_TARGET {
        let problem = Problem::uri_too_long().detail(format!("at most {LONGEST_TARGET} bytes are taken"));
        return problem.into_response(head.extensions.get());
    }
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
    if let Ok(location) = HeaderValue::try_from(location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}
