//! The oracle's reading of `Accept` (RFC 9110 §12.5.1).

use super::super::Request;

/// A range in lower case: its type, subtype and parameters, and its weight.
struct Range {
    kind: String,
    subtype: String,
    parameters: Vec<String>,
    weight: f64,
    /// Whether the weight is guessed, since it is written as none should be.
    guessed: bool,
}

/// Whether the client accepts any of these types. An unreadable field counts as absent. A client accepts all types if
/// it sends no field, or one that would have to be guessed as a whole.
pub(super) fn accepts_any(request: &Request, offered: &[String]) -> bool {
    let ranges = ranges(request);
    ranges.iter().all(|range| range.guessed)
        || offered.iter().any(|offer| weight_of(offer, &ranges) > 0.0 || meant(offer, &ranges) > 0.0)
}

/// The type that the client likes best of these; the first of several that it likes the same.
pub(super) fn favourite<'a>(request: &Request, offered: &'a [String]) -> Option<&'a str> {
    let ranges = ranges(request);
    let none_is_named = offered.iter().all(|offer| weight_of(offer, &ranges) <= 0.0);
    let weight = |offer: &&String| match ranges.is_empty() {
        true => 1.0,
        false if none_is_named => meant(offer, &ranges),
        false => weight_of(offer, &ranges),
    };
    let most = offered.iter().map(|offer| weight(&offer)).fold(0.0, f64::max);
    offered.iter().find(|offer| weight(offer) >= most).map(String::as_str)
}

fn ranges(request: &Request) -> Vec<Range> {
    let members = request.lines("Accept").flat_map(|line| outside_quotes(line, ','));
    members.filter_map(|member| range(&member)).collect()
}

fn weight_of(offer: &str, ranges: &[Range]) -> f64 {
    let Some(offer) = range(offer) else { return 0.0 };
    let mut matching: Vec<_> =
        ranges.iter().filter_map(|range| Some((rank(range, &offer)?, range.weight))).collect();
    matching.sort_by(|a, b| a.partial_cmp(b).expect("no rank or weight is a NaN"));
    matching.last().map_or(0.0, |(_, weight)| *weight)
}

/// The weight of an offer by the ranges that most likely mean it: those of its type with parameters that it says nothing of, and
/// those of its structure alone. None of them counts where another range names its type.
fn meant(offer: &str, ranges: &[Range]) -> f64 {
    let Some(offer) = range(offer) else { return 0.0 };
    let name = |parameter: &String| parameter.split('=').next().unwrap_or_default().to_owned();
    let known: Vec<_> = offer.parameters.iter().map(name).collect();
    let structure = offer.subtype.rsplit('+').next().unwrap_or_default();
    let means = |range: &&Range| {
        let same = range.kind == offer.kind && range.subtype == offer.subtype;
        let others = range.parameters.iter().all(|parameter| !known.contains(&name(parameter)));
        (same && others) || (range.kind == offer.kind && range.subtype == format!("*+{structure}"))
    };
    if ranges.iter().any(|range| rank(range, &offer) >= Some(2)) {
        return 0.0;
    }
    ranges.iter().filter(means).map(|range| range.weight).fold(0.0, f64::max)
}

/// Another name of a type that clients send.
fn canonical(kind: &str, subtype: &str) -> (String, String) {
    let subtype = match (kind, subtype) {
        ("text" | "application", "x-json") | ("text", "json") => "json",
        ("application", "x-ndjson" | "ndjson" | "x-jsonlines" | "jsonlines") => "jsonl",
        _ => return (kind.to_owned(), subtype.to_owned()),
    };
    ("application".to_owned(), subtype.to_owned())
}

/// How exactly a range names an offer; absent if it does not.
fn rank(range: &Range, offer: &Range) -> Option<usize> {
    let kind = range.kind == offer.kind;
    let whole = kind && range.subtype == offer.subtype;
    let named =
        |parameter: &String| parameter.starts_with("charset=") || offer.parameters.contains(parameter);
    match (range.kind.as_str(), range.subtype.as_str()) {
        ("*", "*") => Some(0),
        (_, "*") if kind => Some(1),
        _ if whole && range.parameters.iter().all(named) => Some(2 + range.parameters.len()),
        _ => None,
    }
}

fn range(member: &str) -> Option<Range> {
    let lower = member.to_lowercase();
    let mut parts = outside_quotes(&lower, ';').into_iter();
    let whole = parts.next()?;
    let whole = if whole.trim() == "*" { "*/*" } else { whole.trim() };
    let (kind, subtype) = whole.split_once('/')?;
    let token = |text: &str| {
        !text.is_empty() && text.is_ascii() && !text.contains([' ', '/', '"', '(', ')', '@', '='])
    };
    if !token(kind) || !token(subtype) || (kind == "*" && subtype != "*") {
        return None;
    }
    let (kind, subtype) = canonical(kind, subtype);
    let mut range = Range { kind, subtype, parameters: Vec::new(), weight: 1.0, guessed: false };
    for part in parts {
        let Some((name, value)) = part.split_once('=') else { continue };
        let (name, value) = (name.trim(), value.trim().trim_matches('"'));
        if name == "q" {
            (range.weight, range.guessed) = weight(value);
            return Some(range);
        }
        if token(name) {
            range.parameters.push(format!("{name}={value}"));
        }
    }
    Some(range)
}

/// A number up to 1 with at most three digits after the point (RFC 9110 §12.4.2), before which the 0 may be missing.
/// For anything else, the likely meaning, marked as a guess.
fn weight(text: &str) -> (f64, bool) {
    let is_number = text.bytes().all(|b| b.is_ascii_digit() || b == b'.') && text != ".";
    let Some(number) = text.parse::<f64>().ok().filter(|_| is_number) else {
        return (if text.starts_with('-') { 0.0 } else { 0.001 }, true);
    };
    let digits = text.split_once('.').map_or(0, |(_, digits)| digits.len());
    let least = if number > 0.0 { 0.001 } else { 0.0 };
    ((number * 1000.0).floor().min(1000.0).max(least * 1000.0) / 1000.0, number > 1.0 || digits > 3)
}

/// The parts between separators, unless those are between two quotes.
pub(super) fn outside_quotes(text: &str, separator: char) -> Vec<String> {
    let (mut parts, mut quoted) = (vec![String::new()], false);
    let last_quote = text.rfind('"');
    for (i, c) in text.char_indices() {
        if c == '"' {
            quoted = !quoted && last_quote != Some(i);
        }
        if c == separator && !quoted {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    parts
}
