//! The header fields that the engine reads, with any values.

use bytes::Bytes;
use http_body_util::Full;
use hyper::Request as HttpRequest;

use super::{probe::Probed, request::Asked};
use crate::conformance::Request;

/// The fields, a byte each.
const NAMES: [&str; 15] = [
    "accept",
    "accept-language",
    "prefer",
    "if-match",
    "if-none-match",
    "if-modified-since",
    "if-unmodified-since",
    "range",
    "if-range",
    "content-type",
    "content-encoding",
    "content-length",
    "content-range",
    "idempotency-key",
    "accept-charset",
];

/// The methods, a byte each.
const METHODS: [&str; 6] = ["GET", "PUT", "PATCH", "POST", "DELETE", "OPTIONS"];

/// Two bytes choose the resource and the method; each line is a byte for the name, and the value.
pub(super) fn run(bytes: &[u8]) {
    let [setup, method, lines @ ..] = bytes else { return };
    Probed::like(*setup).judge(&|| parse(*method, lines));
}

pub(super) fn seed(request: &Request) -> Option<Vec<u8>> {
    let method = METHODS.iter().position(|method| *method == request.method).unwrap_or_default();
    let mut bytes = vec![1, u8::try_from(method).ok()?];
    for (name, value) in &request.headers {
        if let Some(at) = NAMES.iter().position(|known| known.eq_ignore_ascii_case(name)) {
            bytes.push(u8::try_from(at).ok()?);
            bytes.extend(value.bytes());
            bytes.push(b'\n');
        }
    }
    Some(bytes)
}

fn parse(method: u8, lines: &[u8]) -> Option<Asked> {
    let method = METHODS[usize::from(method) % METHODS.len()];
    let mut request = HttpRequest::builder().method(method).uri("/probe/a");
    for line in lines.split(|byte| *byte == b'\n') {
        let Some((name, value)) = line.split_first() else { continue };
        request = request.header(NAMES[usize::from(*name) % NAMES.len()], value);
    }
    request.body(Full::new(Bytes::from_static(br#"{"kind":"even","count":2}"#))).ok()
}
