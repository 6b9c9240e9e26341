//! What the oracle makes of a request's content (RFC 9110 §6.4, §8.3, §8.4).

use std::collections::HashSet;

use ogrom_core_resource::graph::Answer;
use serde_json::Value;

use super::super::{Request, Script};

/// The length that the header announces, for a method whose content means something.
pub(super) fn announced(request: &Request) -> Option<usize> {
    let means_something = matches!(request.method.as_str(), "PUT" | "POST" | "PATCH");
    match request.lines("Content-Length").next() {
        _ if !means_something || request.is_chunked() => None,
        Some(length) => length.parse().ok(),
        None => request.body.as_ref().map(String::len),
    }
}

/// Whether the content, if there is any, is of one type that the resource takes, in UTF-8, and not coded.
pub(super) fn is_of_known_type(request: &Request, script: &Script) -> bool {
    let taken = match request.method.as_str() {
        "PATCH" => &script.patches,
        "PUT" | "POST" => &script.consumes,
        _ => return true,
    };
    if !request.is_chunked() && announced(request).unwrap_or_default() == 0 {
        return true;
    }
    let types: Vec<_> = request.lines("Content-Type").collect();
    let [only] = types[..] else { return false };
    let lower = only.to_lowercase();
    let mut parts = lower.split(';').map(str::trim);
    let known = parts.next().is_some_and(|kind| taken.iter().any(|taken| *taken == kind));
    let mut charsets = parts.filter_map(|part| part.strip_prefix("charset="));
    let in_utf8 = charsets.all(|charset| charset.trim_matches('"') == "utf-8");
    let coded = request.lines("Content-Encoding").any(|coding| !coding.eq_ignore_ascii_case("identity"));
    known && in_utf8 && !coded
}

/// Whether the request is a message at all: lengths that are none, or not the same, are refused before it is a request
/// (RFC 9112 §6.3), and so are chunks that are none.
pub(super) fn is_framed(request: &Request) -> bool {
    let lengths: HashSet<_> = request.lines("Content-Length").collect();
    let numbers = lengths.iter().all(|length| length.parse::<usize>().is_ok());
    lengths.len() <= 1 && numbers && content(request).is_some()
}

/// The content as it is once its chunks are put together. Absent where they are none.
fn content(request: &Request) -> Option<String> {
    let body = request.body.as_deref().unwrap_or_default();
    if !request.is_chunked() || !body.ends_with("0\r\n\r\n") {
        return Some(body.to_owned());
    }
    let (mut whole, mut rest) = (String::new(), body);
    loop {
        let (size, after) = rest.split_once("\r\n")?;
        let size = usize::from_str_radix(size, 16).ok()?;
        if size == 0 {
            return Some(whole);
        }
        whole.push_str(after.get(..size)?);
        rest = after.get(size..)?.strip_prefix("\r\n")?;
    }
}

/// Whether the content can be read. A POST may come without any.
pub(super) fn read(request: &Request, script: &Script) -> Answer {
    let content = content(request).unwrap_or_default();
    match request.method.as_str() {
        "DELETE" => Answer::Yes,
        "POST" if content.is_empty() => Answer::Yes,
        _ if content.len() > script.max_body => Answer::TooLarge,
        _ if serde_json::from_str::<Value>(&content).is_err() => Answer::Malformed,
        _ => Answer::Yes,
    }
}

/// Whether the content makes sense.
pub(super) fn is_valid(request: &Request, script: &Script) -> bool {
    let is_json_patch =
        request.lines("Content-Type").any(|kind| kind.starts_with("application/json-patch+json"));
    match request.method.as_str() {
        "DELETE" => true,
        "PATCH" if is_json_patch => script.invalid.is_empty() && json_patch_applies(request, script),
        _ => script.invalid.is_empty(),
    }
}

/// RFC 6902, as far as the tables go: a list, in which every test holds for what is there.
fn json_patch_applies(request: &Request, script: &Script) -> bool {
    let Ok(Value::Array(operations)) = serde_json::from_str(&content(request).unwrap_or_default()) else {
        return false;
    };
    operations.iter().filter(|operation| operation["op"] == "test").all(|operation| {
        let target = operation["path"].as_str().and_then(|path| script.body.pointer(path));
        target == Some(&operation["value"])
    })
}
