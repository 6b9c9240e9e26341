//! Content codings on the way out (RFC 9110 §8.4): answers shrink for clients that take them so.
//!
//! The engine is told of the coding before it answers, since it makes entity tags and judges conditions by them. What it
//! has written is coded here: whole where it is whole, item by item where it is a stream.

mod encoder;
mod kept;
mod streamed;

use bytes::Bytes;
use http::{Extensions, HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri, header};
use ogrom_core::Body;
use ogrom_core_resource::{Coding, Codings};

use self::{encoder::Encoder, kept::Kept, streamed::Streamed};

/// What is smaller fits into one packet anyway, in bytes.
const SMALLEST: usize = 1024;

/// What is larger is coded elsewhere, so that nobody waits for it who wants something else, in bytes.
const LARGE: usize = 32 * 1024;

/// Codes answers. What is large and has a tag is coded once.
#[derive(Debug, Default)]
pub struct Compression {
    kept: Kept,
}

/// How an answer is to be coded.
#[derive(Debug)]
pub struct Coded {
    codings: Codings,
    /// Whether there is to be no content.
    head: bool,
    /// What was asked for, where the answer is coded.
    target: Option<Uri>,
}

// === impl Coded ===

impl Coded {
    /// What a request says of codings.
    pub fn asked<B>(request: &Request<B>) -> Self {
        let headers = request.headers();
        let mut codings = if headers.contains_key(header::ACCEPT_ENCODING) {
            Codings::of(headers)
        } else {
            Codings::IDENTITY
        };
        if codings.identity && headers.contains_key(header::RANGE) {
            // Parts are those of what has no coding.
            codings = Codings::IDENTITY;
        }
        Self {
            codings,
            head: request.method() == Method::HEAD,
            target: codings.chosen.map(|_| request.uri().clone()),
        }
    }

    /// Which codings the answer may have.
    pub fn codings(&self) -> Codings {
        self.codings
    }

    /// Tells the endpoints.
    pub fn tell(&self, facts: &mut Extensions) {
        if self.codings != Codings::IDENTITY {
            facts.insert(self.codings);
        }
    }

    /// Whether content of this length is coded; absent for what is not known.
    fn wants(&self, length: Option<usize>) -> bool {
        !self.codings.identity || length.is_none_or(|length| length >= SMALLEST)
    }
}

impl Default for Coded {
    /// Not at all.
    fn default() -> Self {
        Self { codings: Codings::IDENTITY, head: false, target: None }
    }
}

// === impl Compression ===

impl Compression {
    /// Codes the content of an answer as was asked, where there is content that shrinks.
    pub async fn compress(&self, coded: Coded, response: &mut Response<Body>) {
        if !varies(response) {
            return;
        }
        vary(response.headers_mut());
        let Some((coding, target)) = coded.codings.chosen.zip(coded.target.as_ref()) else { return };
        let (status, headers) = (response.status(), response.headers());
        if matches!(status, StatusCode::NOT_MODIFIED | StatusCode::PARTIAL_CONTENT)
            || headers.contains_key(header::CONTENT_ENCODING)
        {
            return;
        }
        if coded.head {
            // What GET would come to, but for the length, which nobody knows.
            let length =
                headers.get(header::CONTENT_LENGTH).and_then(|text| text.to_str().ok()?.parse().ok());
            if coded.wants(length) {
                label(coding, response.headers_mut());
            }
            return;
        }
        let content = response.body().whole().cloned();
        if !coded.wants(content.as_ref().map(Bytes::len)) {
            return;
        }
        let body = match content {
            None => {
                let Ok(encoder) = Encoder::new(coding, None) else { return };
                Body::new(Streamed::new(std::mem::take(response.body_mut()), encoder))
            }
            Some(content) if content.len() <= LARGE => match compress_whole(coding, &content) {
                Some(content) => content.into(),
                None => return,
            },
            Some(content) => match self.kept.coded(coding, target, response.headers(), content).await {
                Some(content) => content.into(),
                None => return,
            },
        };
        *response.body_mut() = body;
        label(coding, response.headers_mut());
    }
}

/// Whole content in a coding; absent where there is no memory for it.
pub fn compress_whole(coding: Coding, content: &[u8]) -> Option<Bytes> {
    let mut encoder = Encoder::new(coding, Some(content.len())).ok()?;
    encoder.write(content).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

fn label(coding: Coding, headers: &mut HeaderMap) {
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
}

/// Whether the answer would be another one for a client that takes other codings. One without content is said to be, too,
/// where the content would have been.
fn varies(response: &Response<Body>) -> bool {
    response.status() == StatusCode::NOT_MODIFIED
        || response.headers().get(header::CONTENT_TYPE).is_some_and(shrinks)
}

/// Whether content of this type shrinks: texts, and what is written like one.
fn shrinks(media_type: &HeaderValue) -> bool {
    let media_type = media_type.as_bytes();
    let essence = media_type.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii_end();
    let named = [&b"application/json"[..], b"application/cbor", b"application/jsonl", b"application/yaml"];
    let kinds = [&b"+json"[..], b"+cbor", b"+xml"];
    named.contains(&essence)
        || essence.starts_with(b"text/")
        || kinds.iter().any(|kind| essence.ends_with(kind))
}

/// RFC 9110 §12.5.5. What the engine says nearly always is one value, with which this makes one, too.
fn vary(headers: &mut HeaderMap) {
    match headers.get_mut(header::VARY) {
        Some(fields) if fields == "accept" => {
            *fields = HeaderValue::from_static("accept, accept-encoding");
        }
        _ => {
            headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
        }
    }
}
