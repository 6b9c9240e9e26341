//! Reading, conditional on the cached response.

use std::time::SystemTime;

use bytes::Bytes;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use http::{HeaderValue, StatusCode, header};
use ogrom_protocols::{Context, Error, Result};
use ogrom_protocols_model::Timestamp;
use serde::de::DeserializeOwned;

use crate::{ApiRequest, ApiResponse, Client, Problem, problem, response_cache::CachedResponse};

/// How many requests of one batch are under way at once.
const AT_ONCE: usize = 16;

/// Something that was read, and the entity tag by which a change can be conditional on it.
#[derive(Debug)]
pub struct Read<T> {
    /// The thing.
    pub thing: T,
    /// Its entity tag.
    pub tag: Option<HeaderValue>,
}

/// The validators of a representation, which tell one state of it from another (RFC 9110 §8.8).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// The entity tag, with its quotes.
    pub tag: Option<String>,
    /// The time of the last change, in whole seconds.
    pub modified: Option<Timestamp>,
}

/// The instant of a date in a header field.
fn instant(date: &str) -> Option<Timestamp> {
    let since = httpdate::parse_http_date(date).ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_millis()).ok().map(Timestamp::from_millis)
}

// === impl Client ===

impl Client {
    /// Reads what is at this target: a path and a query below the address of the API. Absent where nothing is.
    pub async fn read<T: DeserializeOwned>(&self, ctx: &Context, target: &str) -> Result<Option<Read<T>>> {
        let cached = self.responses().get(target);
        let request = ApiRequest::get(target, cached.as_ref().map(|cached| cached.tag.clone()));
        let response = self.send(ctx, request).await?;
        match (response.status, cached) {
            (StatusCode::NOT_MODIFIED, Some(CachedResponse { tag, body })) => {
                Ok(Some(Read { thing: parse(&body)?, tag: Some(tag) }))
            }
            (StatusCode::OK, _) => {
                let thing = body_of(&response)?;
                let tag = response.headers.get(header::ETAG).cloned();
                self.remember(target, &response, tag.clone());
                Ok(Some(Read { thing, tag }))
            }
            _ => {
                self.responses().remove(target);
                self.absent(&response).map(|()| None)
            }
        }
    }

    /// The validators of what is at this target, without reading it. None where nothing is.
    pub async fn validators(&self, ctx: &Context, target: &str) -> Result<Validators> {
        let response = self.send(ctx, ApiRequest::head(target)).await?;
        let text = |name| response.headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        match response.status {
            StatusCode::OK => Ok(Validators {
                tag: text(header::ETAG).map(ToOwned::to_owned),
                modified: text(header::LAST_MODIFIED).and_then(instant),
            }),
            StatusCode::NOT_FOUND => Ok(Validators::default()),
            _ => Err(problem::error(&response)),
        }
    }

    /// Whether the upstream remembers that what was at this target is deleted.
    pub async fn is_gone(&self, ctx: &Context, target: &str) -> Result<bool> {
        let response = self.send(ctx, ApiRequest::get(target, None)).await?;
        if response.status == StatusCode::OK {
            return Ok(false);
        }
        self.absent(&response).map(|()| response.status == StatusCode::GONE)
    }

    /// Succeeds if the response says that nothing is there, or is any more. Any other response is an error.
    pub fn absent(&self, response: &ApiResponse) -> Result<()> {
        match Problem::of(response).name() {
            "not-found" if response.status == StatusCode::NOT_FOUND => Ok(()),
            "gone" if response.status == StatusCode::GONE => Ok(()),
            "unknown-locale" => {
                self.known_locales().forget();
                Err(Error::unavailable("the locales of the upstream have changed"))
            }
            _ => Err(problem::error(response)),
        }
    }

    fn remember(&self, target: &str, response: &ApiResponse, tag: Option<HeaderValue>) {
        let mut control = response.headers.get_all(header::CACHE_CONTROL).iter();
        // The line may have other directives, too, and may be no text.
        let secret = control.any(|line| String::from_utf8_lossy(line.as_bytes()).contains("no-store"));
        match tag {
            Some(tag) if !secret => {
                self.responses().store(target, CachedResponse { tag, body: response.body.clone() });
            }
            _ => self.responses().remove(target),
        }
    }
}

/// The value in the body of a successful response. A body that is no JSON comes from a proxy, or from a service in trouble:
/// it is [`Error::Unavailable`], since a retry may help.
pub fn body_of<T: DeserializeOwned>(response: &ApiResponse) -> Result<T> {
    if !response.is_of_type("application/json") {
        return Err(Error::unavailable("the response of the upstream is something other than JSON"));
    }
    parse(&response.body)
}

fn parse<T: DeserializeOwned>(body: &Bytes) -> Result<T> {
    serde_json::from_slice(body).map_err(Error::unavailable)
}

/// All that these requests find; some of them run at once.
pub async fn all_found<T, F>(requests: Vec<F>) -> Result<Vec<T>>
where
    F: Future<Output = Result<Option<T>>> + Send,
{
    let results = stream::iter(requests).buffer_unordered(AT_ONCE);
    results.try_filter_map(async |found| Ok(found)).try_collect().await
}
