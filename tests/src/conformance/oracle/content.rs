//! The oracle's reading of a request's content (RFC 9110 §6.4, §8.3, §8.4).

use std::collections::HashSet;

use ogrom_core_resource::graph::Branch;

use super::{
    super::{Request, Script},
    cbor, patches,
};

/// The length that the header announces, for a method whose content means something.
pub(super) fn announced(request: &Request) -> Option<usize> {
    let means_something = matches!(request.method.as_str(), "PUT" | "POST" | "PATCH");
    match request.lines("Content-Length").next() {
        _ if !means_something || request.is_chunked() => None,
        Some(length) => length.parse().ok(),
        None => request.body.as_ref().map(String::len),
    }
}

fn is_announced(request: &Request) -> bool {
    request.is_chunked() || announced(request).unwrap_or_default() > 0
}

/// Whether the content, if there is any, is of one type that the resource takes, in UTF-8, and not coded.
pub(super) fn is_of_known_type(request: &Request, script: &Script) -> bool {
    let taken = match request.method.as_str() {
        "PATCH" => &script.patches,
        "PUT" | "POST" => &script.consumes,
        _ => return true,
    };
    if !is_announced(request) {
        return true;
    }
    let types: Vec<_> = request.lines("Content-Type").collect();
    let [only] = types[..] else { return false };
    let lower = only.to_lowercase();
    let mut parts = lower.split(';').map(str::trim);
    let known = parts.next().is_some_and(|kind| taken.iter().any(|taken| essence(taken) == kind));
    let mut charsets = parts.filter_map(|part| part.strip_prefix("charset="));
    let in_utf8 =
        charsets.all(|charset| ["utf-8", "utf8", "us-ascii", ""].contains(&charset.trim_matches('"')));
    let mut codings = request.lines("Content-Encoding").flat_map(|line| line.split(','));
    let coded = codings.any(|coding| !["", "identity"].contains(&&*coding.trim().to_lowercase()));
    let readable = only.matches('"').count() % 2 == 0;
    readable && known && in_utf8 && !coded
}

/// Whether the request is a message at all. Invalid or contradicting lengths are refused before it is a request (RFC
/// 9112 §6.3), and so are invalid chunks.
pub(super) fn is_framed(request: &Request) -> bool {
    let lengths: HashSet<_> = request.lines("Content-Length").collect();
    let numbers = lengths.iter().all(|length| length.parse::<usize>().is_ok());
    lengths.len() <= 1 && numbers && content(request).is_some()
}

/// The content as it is once its chunks are put together. Absent if they are invalid.
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

/// Whether the text is JSON in which no object has two members of one name (RFC 8259 §4).
fn is_one_value(text: &str) -> bool {
    // A type of values that keeps all members, unlike that of the parser itself.
    serde_json::from_str::<ciborium::Value>(text).is_ok_and(|value| has_each_once(&value))
}

fn has_each_once(value: &ciborium::Value) -> bool {
    if let Some(items) = value.as_array() {
        return items.iter().all(has_each_once);
    }
    let members = value.as_map().map_or(&[][..], Vec::as_slice);
    let names: HashSet<_> = members.iter().filter_map(|(name, _)| name.as_text()).collect();
    names.len() == members.len() && members.iter().all(|(_, member)| has_each_once(member))
}

/// Whether the content can be read. A POST may come without any.
pub(super) fn read(request: &Request, script: &Script) -> Branch {
    let content = content(request).unwrap_or_default();
    let readable = |content: &str| match kind(request).as_deref() {
        _ if !is_announced(request) => false,
        Some(cbor) if is_cbor(cbor) => cbor::is_one_value(content.as_bytes()),
        Some(text) if request.method != "PATCH" && !is_json(text) => true,
        _ => is_one_value(content),
    };
    match request.method.as_str() {
        "DELETE" => Branch::Yes,
        "POST" if content.is_empty() => Branch::Yes,
        _ if content.len() > script.max_body => Branch::TooLarge,
        _ if readable(&content) => Branch::Yes,
        _ => Branch::Malformed,
    }
}

/// Whether the content makes sense.
pub(super) fn judge(request: &Request, script: &Script) -> Branch {
    let is_json_patch = kind(request).is_some_and(|kind| kind == "application/json-patch+json");
    let fits = match request.method.as_str() {
        "DELETE" => return Branch::Yes,
        "PATCH" if is_json_patch => {
            patches::apply(script.body.clone(), &content(request).unwrap_or_default())
        }
        _ => Branch::Yes,
    };
    if fits == Branch::Yes && !script.invalid.is_empty() { Branch::No } else { fits }
}

/// The content's media type in lower case, without its parameters.
fn kind(request: &Request) -> Option<String> {
    request.lines("Content-Type").next().map(essence)
}

fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_lowercase()
}

fn is_json(kind: &str) -> bool {
    kind == "application/json" || kind.ends_with("+json")
}

/// Whether this type is CBOR.
pub(super) fn is_cbor(kind: &str) -> bool {
    let kind = essence(kind);
    kind == "application/cbor" || kind.ends_with("+cbor")
}
