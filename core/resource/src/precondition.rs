//! Preconditions (RFC 9110 §13): one pure function from headers and validators to a branch of the graph.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::{
    Method,
    graph::Branch,
    validators::{EntityTag, guarded, is_sparse},
};

/// The state of the target that preconditions compare.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Selected<'a> {
    /// Whether there is a current representation.
    pub(crate) exists: bool,
    /// Its entity tag.
    pub(crate) tag: Option<EntityTag<'a>>,
    /// Its last change, in whole seconds.
    pub(crate) modified: Option<SystemTime>,
}

/// Whether there is a condition that guards a write (RFC 6585 §3). An invalid date guards nothing.
pub(crate) fn given(headers: &HeaderMap) -> bool {
    headers.contains_key(header::IF_MATCH) || date(headers, &header::IF_UNMODIFIED_SINCE).is_some()
}

/// RFC 9110 §13.2.2, in its order: If-Match, else If-Unmodified-Since; then If-None-Match, else If-Modified-Since.
pub(crate) fn evaluate(headers: &HeaderMap, method: Method, selected: Selected<'_>) -> Branch {
    if let Some(list) = tags(headers, &header::IF_MATCH) {
        let guards = match method {
            Method::Get | Method::Head => EntityTag::is_strongly,
            Method::Put => EntityTag::guards_all,
            _ => EntityTag::guards,
        };
        if !list.any(selected, guards) {
            return Branch::Failed;
        }
    } else if let Some(date) = date(headers, &header::IF_UNMODIFIED_SINCE)
        && selected.modified.is_some_and(|modified| modified > date)
    {
        return Branch::Failed;
    }
    match (is_known(headers, method, selected), method.is_read()) {
        (false, _) => Branch::Met,
        (true, true) => Branch::Unmodified,
        (true, false) => Branch::Failed,
    }
}

/// The fingerprints of the contents that a client has read of this version, as far as its entity tags tell.
pub(crate) fn contents_read(headers: &HeaderMap, version: &str) -> Vec<u64> {
    let tags = tags(headers, &header::IF_MATCH);
    tags.iter().flat_map(Tags::each).filter_map(|tag| guarded(version, tag)).collect()
}

/// The usual reason.
const CHANGED: &str =
    "it has changed since you read it, or is not there: read it again, and repeat the change with its ETag";

/// The reason where a client wants to write only what is absent.
const PRESENT: &str = "it is there already, and If-None-Match asks that it is not";

/// Why a condition does not hold, in words.
#[cold]
pub(crate) fn failure(headers: &HeaderMap, tag: Option<EntityTag<'_>>) -> &'static str {
    let Some(list) = tags(headers, &header::IF_MATCH) else {
        return if headers.contains_key(&header::IF_NONE_MATCH) { PRESENT } else { CHANGED };
    };
    // The tag is the current one, but weak, and no strong comparison matches it.
    let is_weakened =
        |given: &str| given.starts_with("W/") && tag.is_some_and(|tag| tag.matches_weakly(given));
    let is_of_a_part = |given: &str| is_sparse(given) && tag.is_some_and(|tag| tag.guards(given));
    if list.each().any(is_of_a_part) {
        "the entity tag in If-Match is that of a response with 'fields', which shows only a part of what PUT replaces: read \
         without 'fields', or use PATCH"
    } else if !list.is_star() && list.each().next().is_none() {
        "If-Match has no entity tag: send the ETag of what you have read as it came, in its quotes"
    } else if list.each().any(is_weakened) {
        "the entity tag in If-Match is weak, and only a strong one can guard this; a proxy that compresses responses makes \
         tags weak: read with Accept-Encoding: identity, or have the proxy leave responses as they are"
    } else {
        CHANGED
    }
}

/// Whether the client knows the representation: If-None-Match, else If-Modified-Since.
fn is_known(headers: &HeaderMap, method: Method, selected: Selected<'_>) -> bool {
    if let Some(list) = tags(headers, &header::IF_NONE_MATCH) {
        list.any(selected, EntityTag::matches_weakly)
    } else if method.is_read()
        && let Some(date) = date(headers, &header::IF_MODIFIED_SINCE)
    {
        selected.modified.is_some_and(|modified| modified <= date)
    } else {
        false
    }
}

/// Whether who asks with these fields has the answer already whose fields the others are (RFC 9110 §13.2.2, from its third
/// step on): for those who keep answers.
pub fn is_unmodified(asked: &HeaderMap, answer: &HeaderMap) -> bool {
    if !asked.contains_key(header::IF_NONE_MATCH) && !asked.contains_key(header::IF_MODIFIED_SINCE) {
        return false;
    }
    let tag = answer.get(header::ETAG).and_then(|tag| str::from_utf8(tag.as_bytes()).ok());
    let tag = tag.map(EntityTag::Whole);
    let modified = date(answer, &header::LAST_MODIFIED);
    is_known(asked, Method::Get, Selected { exists: true, tag, modified })
}

/// The value of If-Match or If-None-Match, over all of its lines.
struct Tags<'a>(Vec<&'a [u8]>);

fn tags<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<Tags<'a>> {
    if !headers.contains_key(name) {
        return None;
    }
    Some(Tags(headers.get_all(name).iter().map(HeaderValue::as_bytes).collect()))
}

// === impl Tags ===

impl Tags<'_> {
    fn any<'a>(&self, selected: Selected<'a>, matches: fn(EntityTag<'a>, &str) -> bool) -> bool {
        let listed = |tag| self.each().any(|other| matches(tag, other));
        selected.exists && (self.is_star() || selected.tag.is_some_and(listed))
    }

    fn is_star(&self) -> bool {
        matches!(self.0[..], [only] if only.trim_ascii() == b"*")
    }

    fn each(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|line| listed(line))
    }
}

/// The entity tags of one line: `"a", W/"b"`. A tag may hold commas, so that only its quotes end it, and any byte over 7f
/// (RFC 9110 §8.8.3). A member that is no tag, or not in UTF-8, which all of ours are, is none of ours: it is passed over.
fn listed(mut line: &[u8]) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        loop {
            let start = line.iter().position(|byte| !b" \t,".contains(byte))?;
            line = &line[start..];
            match length(line) {
                Some(length) => {
                    let (tag, rest) = line.split_at(length);
                    line = rest;
                    if let Ok(tag) = str::from_utf8(tag) {
                        return Some(tag);
                    }
                }
                None => line = &line[line.iter().position(|byte| *byte == b',')?..],
            }
        }
    })
}

/// How long the tag is that a text begins with, in bytes.
fn length(text: &[u8]) -> Option<usize> {
    let opaque = text.strip_prefix(b"W/").unwrap_or(text).strip_prefix(b"\"")?;
    let end = opaque.iter().position(|byte| *byte == b'"')?;
    Some(text.len() - opaque.len() + end + 1)
}

/// A date header; absent where it is no date (RFC 9110 §13.1.3: such a field is ignored) or there twice.
fn date(headers: &HeaderMap, name: &HeaderName) -> Option<SystemTime> {
    let mut lines = headers.get_all(name).iter();
    let date = parse_date(lines.next()?.to_str().ok()?)?;
    lines.next().is_none().then_some(date)
}

/// A date of HTTP (RFC 9110 §5.6.7). The parser knows none before 1970, which are dates nonetheless. The calendar repeats
/// itself every 400 years, so that such a date is read as one of five cycles later.
fn parse_date(text: &str) -> Option<SystemTime> {
    const FIVE_CYCLES: Duration = Duration::from_hours(5 * 146_097 * 24);
    httpdate::parse_http_date(text).ok().or_else(|| {
        let mut words: Vec<_> = text.split(' ').collect();
        let year = words
            .iter_mut()
            .find(|word| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()))?;
        let later = (year.parse::<u32>().ok().filter(|year| *year < 1970)? + 2000).to_string();
        *year = &later;
        httpdate::parse_http_date(&words.join(" ")).ok()?.checked_sub(FIVE_CYCLES)
    })
}

#[cfg(test)]
#[path = "precondition/tests.rs"]
mod tests;
