//! Content codings of responses (RFC 9110 §8.4).
//!
//! The engine knows the coding before it responds, since it makes entity tags and judges conditions by them. Its responses are
//! encoded here: whole where they are whole, item by item where they are streams.

mod cache;
mod encoder;
mod streamed;

use bytes::Bytes;
use http::{Extensions, HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri, header};
use ogrom_core::Body;
use ogrom_core_resource::{Coding, Codings};

use self::{cache::EncodedCache, encoder::Encoder, streamed::Streamed};

/// Smaller content fits into one packet anyway, in bytes.
const SMALLEST: usize = 1024;

/// Larger content is encoded on another thread, so that it delays no other request, in bytes.
const LARGE: usize = 32 * 1024;

/// Encodes responses. A large one with a strong tag is encoded once.
#[derive(Debug, Default)]
pub struct Compression {
    cache: EncodedCache,
}

/// The negotiated coding of a response.
#[derive(Debug)]
pub struct Encoding {
    codings: Codings,
    /// Whether there is to be no content.
    head: bool,
    /// The target of the request, where the response is encoded.
    target: Option<Uri>,
}

// === impl Encoding ===

impl Encoding {
    /// The coding of the response to a request whose client takes these.
    pub fn new<B>(mut codings: Codings, request: &Request<B>) -> Self {
        if codings.identity && request.headers().contains_key(header::RANGE) {
            // Parts are those of what has no coding.
            codings = Codings::IDENTITY;
        }
        Self {
            codings,
            head: request.method() == Method::HEAD,
            target: codings.chosen.map(|_| request.uri().clone()),
        }
    }

    /// Which codings the response may have.
    pub fn codings(&self) -> Codings {
        self.codings
    }

    /// Announces the codings to the endpoints.
    pub fn announce(&self, facts: &mut Extensions) {
        if self.codings != Codings::IDENTITY {
            facts.insert(self.codings);
        }
    }

    /// Whether content of this length is encoded; absent for an unknown one.
    fn applies_to(&self, length: Option<usize>) -> bool {
        !self.codings.identity || length.is_none_or(|length| length >= SMALLEST)
    }
}

// === impl Compression ===

impl Compression {
    /// Encodes the content of a response, where that shrinks.
    pub async fn compress(&self, encoding: Encoding, response: &mut Response<Body>) {
        if !varies(response) {
            return;
        }
        vary(response.headers_mut());
        let Some((coding, target)) = encoding.codings.chosen.zip(encoding.target.as_ref()) else { return };
        let (status, headers) = (response.status(), response.headers());
        if matches!(status, StatusCode::NOT_MODIFIED | StatusCode::PARTIAL_CONTENT)
            || headers.contains_key(header::CONTENT_ENCODING)
        {
            return;
        }
        if encoding.head {
            // The headers of GET, but for the length, which is not known.
            let length =
                headers.get(header::CONTENT_LENGTH).and_then(|text| text.to_str().ok()?.parse().ok());
            if encoding.applies_to(length) {
                label(coding, response.headers_mut());
            }
            return;
        }
        let content = response.body().whole().cloned();
        if !encoding.applies_to(content.as_ref().map(Bytes::len)) {
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
            Some(content) => match self.cache.encode(coding, target, response.headers(), content).await {
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

/// Whether the response depends on the codings that the client takes. Responses without content count as that with content
/// would.
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

/// Adds to `Vary` (RFC 9110 §12.5.5). The engine nearly always sets one value, which stays one value.
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
