//! Content of every accepted format, and queries: read, patched, and validated by a schema.

use bytes::Bytes;
use http_body_util::Full;
use hyper::Request as HttpRequest;

use super::{probe::Probed, request::Asked};
use crate::conformance::Request;

/// The formats with the methods that take them, a byte each.
const FORMATS: [(&str, &str); 6] = [
    ("PUT", "application/json"),
    ("PUT", "application/cbor"),
    ("POST", "application/json"),
    ("PATCH", "application/merge-patch+json"),
    ("PATCH", "application/json-patch+json"),
    ("PATCH", "application/cbor"),
];

/// Two bytes choose the resource and the format; the others are the content. A format too high is a query.
pub(super) fn run(bytes: &[u8]) {
    let [setup, format, content @ ..] = bytes else { return };
    let resource = Probed::like(*setup);
    match FORMATS.get(usize::from(*format)) {
        Some((method, media_type)) => resource.judge(&|| parse(method, media_type, content)),
        None => resource.judge(&|| query(content)),
    }
}

pub(super) fn seed(request: &Request) -> Option<Vec<u8>> {
    let (_, media_type) =
        request.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"))?;
    let format = FORMATS.iter().position(|(_, known)| known == media_type)?;
    let setup_and_format = [1, u8::try_from(format).ok()?];
    Some([&setup_and_format, request.body.as_ref()?.as_bytes()].concat())
}

fn parse(method: &str, media_type: &str, content: &[u8]) -> Option<Asked> {
    let request = HttpRequest::builder().method(method).uri("/probe/a").header("content-type", media_type);
    request.header("if-match", "*").body(Full::new(Bytes::copy_from_slice(content))).ok()
}

fn query(query: &[u8]) -> Option<Asked> {
    let target = [b"/probe/a?", query].concat();
    HttpRequest::builder().uri(&target[..]).body(Full::new(Bytes::new())).ok()
}
