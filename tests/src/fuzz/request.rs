//! A whole request, built from its lines: any method, target, header and content.

use bytes::Bytes;
use http_body_util::Full;
use hyper::Request as HttpRequest;

use super::probe::Probed;
use crate::conformance::Request;

/// A request whose content is known in full.
pub(super) type Asked = HttpRequest<Full<Bytes>>;

/// The first byte chooses the resource, the others are the request.
pub(super) fn run(bytes: &[u8]) {
    let Some((setup, message)) = bytes.split_first() else { return };
    Probed::like(*setup).judge(&|| parse(message));
}

pub(super) fn seed(request: &Request) -> Option<Vec<u8>> {
    // The resource of a case matters less than its request: for now the method selects it.
    let setup = request.method.bytes().last()?;
    Some([&[setup], &request.to_bytes()[..]].concat())
}

/// Splits a message into its lines. Lines that no server could accept make no request.
fn parse(message: &[u8]) -> Option<Asked> {
    let (head, content) = split(message, b"\r\n\r\n").unwrap_or((message, &[]));
    let mut lines = head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let mut words = lines.next()?.split(|byte| *byte == b' ');
    let mut request = HttpRequest::builder().method(words.next()?).uri(words.next()?);
    for (name, value) in lines.filter_map(|line| split(line, b":")) {
        request = request.header(name.trim_ascii(), value.trim_ascii());
    }
    request.body(Full::new(Bytes::copy_from_slice(content))).ok()
}

/// The parts before and after the first separator.
fn split<'a>(bytes: &'a [u8], separator: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = bytes.windows(separator.len()).position(|window| window == separator)?;
    Some((&bytes[..at], &bytes[at + separator.len()..]))
}
