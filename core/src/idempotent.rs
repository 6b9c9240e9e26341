//! Requests that take effect once, however often they are sent: the `Idempotency-Key` header.
//!
//! The first response to a POST with a key is stored and sent again. The identifier of what the POST creates is derived from
//! the key. So even a service that dies between creating and responding creates nothing twice: the next attempt finds it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header, request::Parts};
use ogrom_core_resource::{
    Body, Coding, Codings, Cx, Endpoint, Fault, MountPoint, Problem, ProblemTypes, ReadError,
    describe::{Description, Field},
    trace::TRACE,
};
use ogrom_protocols::{
    Claim, Clock, Conflict, Context, Error, IdGenerator, IdempotencyKey, IdempotencyStore, StoredResponse,
    digest,
};

use crate::{
    facts::{context_of, principal_of},
    problem,
    source::fault,
};

/// The client's name for a request.
const KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// Says that an earlier request has created it, whether or not the response to that is known.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// The longest key, in bytes.
const MAX_KEY: usize = 255;

/// How long a request may be in flight before another attempt may begin. Two at the same time do no harm, since both would
/// create the same.
const LEASE: Duration = Duration::from_secs(10);

/// The identifier of what the request is to create, and whether that was there already.
#[derive(Debug, Clone)]
struct DerivedId {
    id: String,
    found: Arc<AtomicBool>,
}

/// The layer around an endpoint.
#[derive(Clone)]
struct Idempotency {
    store: Arc<dyn IdempotencyStore>,
    clock: Arc<dyn Clock>,
}

/// Lets each POST with an `Idempotency-Key` take effect once. A request without a key, or of an anonymous client, passes
/// untouched. The content of one with a key is read whole, since it is part of the identifier. So an endpoint that receives a
/// stream must not be wrapped.
pub fn idempotent(endpoint: Endpoint, store: Arc<dyn IdempotencyStore>, clock: Arc<dyn Clock>) -> Endpoint {
    let idempotency = Idempotency { store, clock };
    endpoint.wrap(
        move |endpoint, head, body, place| {
            if head.method == Method::POST && head.headers.contains_key(KEY) {
                Box::pin(idempotency.clone().respond(endpoint, head, body, place))
            } else {
                endpoint.respond(head, body, place)
            }
        },
        describe,
    )
}

/// Adds the key to the description of an endpoint.
fn describe(description: &mut Description) {
    let Some(post) = description.operation_mut(ogrom_core_resource::Method::Post) else { return };
    let about = "Makes retries safe: all requests with one key have the effect of one. It has 1 to 255 printable characters, \
                 for example a UUID.";
    post.fields.push(Field::new(KEY, about, false));
    for problem in
        [problem::invalid_idempotency_key(), problem::in_flight(), problem::idempotency_key_reused()]
    {
        post.add_problem(problem);
    }
    for done in post.responses.iter_mut().filter(|response| response.status < 400) {
        done.add(Field::new(REPLAYED, "`true` if this is the response of an earlier attempt.", false));
    }
}

/// The identifier of what a POST creates: derived from the idempotency key if the request has one, and otherwise a fresh
/// one.
pub fn new_id(cx: &Cx, ids: &dyn IdGenerator) -> String {
    cx.fact::<DerivedId>().map_or_else(|| ids.generate(), |derived| derived.id.clone())
}

/// Whether an earlier attempt at this very request has created it: the source reports [`Conflict::Exists`] for an identifier
/// that is derived from the idempotency key. The response then says `Idempotency-Replayed: true`.
pub fn was_created_before<T>(cx: &Cx, created: &ogrom_protocols::Result<T>) -> bool {
    let found = matches!(created, Err(Error::Conflict(Conflict::Exists)));
    cx.fact::<DerivedId>().is_some_and(|derived| {
        derived.found.store(found, Ordering::Relaxed);
        found
    })
}

// === impl Idempotency ===

impl Idempotency {
    async fn respond(
        self,
        endpoint: Endpoint,
        head: Parts,
        body: Body,
        place: Option<MountPoint>,
    ) -> Response<Body> {
        let types = head.extensions.get::<ProblemTypes>().cloned();
        let titles = ProblemTypes::titles(&head.extensions);
        let response = self.try_respond(endpoint, head, body, place).await;
        response.unwrap_or_else(|problem| problem.titled(titles).into_response(types.as_ref()))
    }

    async fn try_respond(
        &self,
        endpoint: Endpoint,
        mut head: Parts,
        body: Body,
        place: Option<MountPoint>,
    ) -> Result<Response<Body>, Problem> {
        let Some(principal) = principal_of(&head.extensions).cloned() else {
            // The endpoint knows the challenge.
            return Ok(endpoint.respond(head, body, place).await);
        };
        let key = key(&head.headers)?;
        let content = read(body, endpoint.info().max_content).await?;
        // Not the whole URI: HTTP/2 has scheme and host in it, HTTP/1.1 has not, and a client may try again by the other.
        let target = head.uri.path_and_query().map_or("", |target| target.as_str());
        let fingerprint = digest(&[target.as_bytes(), &content]);
        let id = digest(&[principal.user.as_str().as_bytes(), key.as_bytes(), fingerprint.as_bytes()]);
        let request = IdempotencyKey { user: principal.user, key, fingerprint };
        let ctx = context_of(&head.extensions);
        let claim = self.store.claim(&ctx, &request, self.clock.now(), LEASE).await;
        match claim.map_err(|error| fault(error).into_problem())? {
            Claim::Granted => {}
            Claim::Completed(response) => {
                let coding = head.extensions.get::<Codings>().and_then(|codings| codings.chosen);
                return replay(response, coding);
            }
            Claim::InFlight => return Err(problem::in_flight()),
            Claim::Taken => return Err(problem::idempotency_key_reused()),
            _ => {
                return Err(Fault::internal("the idempotency store returned an unknown claim").into_problem());
            }
        }
        let found = Arc::new(AtomicBool::new(false));
        head.extensions.insert(DerivedId { id, found: Arc::clone(&found) });
        let mut response = endpoint.respond(head, Body::from(content), place).await;
        if found.load(Ordering::Relaxed) && response.status().is_success() {
            response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
        }
        self.store(&ctx, &request, response).await
    }

    /// Stores a response that says that something was done. Gives up the claim of a request that failed, or whose response
    /// broke off: the next attempt finds what it has created.
    async fn store(
        &self,
        ctx: &Context,
        request: &IdempotencyKey,
        response: Response<Body>,
    ) -> Result<Response<Body>, Problem> {
        let (head, body) = response.into_parts();
        let done = head.status.is_success() || head.status.is_redirection();
        let content = body.read(usize::MAX).await;
        let stored = match &content {
            Ok(content) if done => {
                self.store.store(ctx, request, &stored_response(head.status, &head.headers, content)).await
            }
            _ => self.store.drop_claim(ctx, request).await,
        };
        if let Err(error) = stored {
            // The change is made, and a repeated request will find it made.
            tracing::warn!(%error, "a response could not be stored");
        }
        let content = content.map_err(|_| Fault::internal("a response broke off").into_problem())?;
        Ok(Response::from_parts(head, content.into()))
    }
}

/// The key of a request (a text in quotes, or the same without them), or what is wrong with it.
fn key(headers: &HeaderMap) -> Result<String, Problem> {
    let mut lines = headers.get_all(KEY).iter();
    let only = lines.next().filter(|_| lines.next().is_none()).and_then(|line| line.to_str().ok());
    let key = only.map(|line| line.trim().trim_matches('"').to_owned());
    key.filter(|key| is_name(key)).ok_or_else(problem::invalid_idempotency_key)
}

/// Whether it is printable, as the document says: not only blanks and quotes, and without a tab.
fn is_name(key: &str) -> bool {
    let says_something = key.bytes().any(|byte| !matches!(byte, b' ' | b'"'));
    says_something && key.len() <= MAX_KEY && !key.contains('\t')
}

async fn read(body: Body, limit: usize) -> Result<Bytes, Problem> {
    body.read(limit).await.map_err(|error| match error {
        ReadError::TooLarge => Problem::content_too_large(limit),
        _ => Problem::malformed("the content was cut off"),
    })
}

fn stored_response(status: StatusCode, headers: &HeaderMap, content: &[u8]) -> StoredResponse {
    let text = |(name, value): (&HeaderName, &HeaderValue)| {
        // How the first response was decided says nothing of the next.
        (name != TRACE).then_some(())?;
        Some((name.to_string(), str::from_utf8(value.as_bytes()).ok()?.to_owned()))
    };
    StoredResponse {
        status: status.as_u16(),
        headers: headers.iter().filter_map(text).collect(),
        content: content.to_vec(),
    }
}

/// The first response again, to an attempt that takes this coding. A strong tag is of one coding alone (RFC 9110 §8.8.3.3), so
/// that it is left out where this attempt takes another one.
fn replay(stored: StoredResponse, coding: Option<Coding>) -> Result<Response<Body>, Problem> {
    let mut response = Response::new(Body::from(Bytes::from(stored.content)));
    *response.status_mut() =
        StatusCode::from_u16(stored.status).map_err(|error| Fault::internal(error).into_problem())?;
    let headers = stored.headers.into_iter();
    let headers = headers.filter_map(|(name, value)| {
        let is_of_another = name == header::ETAG.as_str() && coding_of(&value) != coding;
        (!is_of_another).then_some(())?;
        Some((HeaderName::try_from(name).ok()?, HeaderValue::try_from(value).ok()?))
    });
    response.headers_mut().extend(headers);
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    Ok(response)
}

/// The coding that an entity tag names.
fn coding_of(tag: &str) -> Option<Coding> {
    let tag = tag.strip_suffix('"')?;
    Coding::ALL.into_iter().find(|coding| tag.ends_with(coding.suffix()))
}
