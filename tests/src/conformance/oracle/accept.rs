//! What the oracle makes of `Accept` (RFC 9110 §12.5.1).

use super::super::Request;

/// A range in lower case: its type, subtype and parameters, and its weight.
struct Range {
    kind: String,
    subtype: String,
    parameters: Vec<String>,
    weight: f64,
}

/// Whether the client accepts any of these types. What cannot be read says nothing; who says nothing accepts all.
pub(super) fn accepts_any(request: &Request, offered: &[String]) -> bool {
    let ranges: Vec<_> = request
        .lines("Accept")
        .flat_map(|line| outside_quotes(line, ','))
        .filter_map(|member| range(&member))
        .collect();
    ranges.is_empty() || offered.iter().any(|offer| weight_of(offer, &ranges) > 0.0)
}

fn weight_of(offer: &str, ranges: &[Range]) -> f64 {
    let Some(offer) = range(offer) else { return 0.0 };
    let mut matching: Vec<_> =
        ranges.iter().filter_map(|range| Some((rank(range, &offer)?, range.weight))).collect();
    matching.sort_by(|a, b| a.partial_cmp(b).expect("no rank or weight is a NaN"));
    matching.last().map_or(0.0, |(_, weight)| *weight)
}

/// How exactly a range names an offer; absent where it does not.
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
    let (kind, subtype) = whole.trim().split_once('/')?;
    let token = |text: &str| !text.is_empty() && !text.contains([' ', '/', '"', '(', ')', '@', '=']);
    if !token(kind) || !token(subtype) || (kind == "*" && subtype != "*") {
        return None;
    }
    let mut range =
        Range { kind: kind.to_owned(), subtype: subtype.to_owned(), parameters: Vec::new(), weight: 1.0 };
    for part in parts.map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=')?;
        if name == "q" {
            range.weight = weight(value)?;
            return Some(range);
        }
        range.parameters.push(format!("{name}={}", value.trim_matches('"')));
    }
    Some(range)
}

/// `0` or `1` with at most three digits behind the point, and no more than 1 (RFC 9110 §12.4.2).
fn weight(text: &str) -> Option<f64> {
    let plain = text.len() <= 5 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let starts = text == "0" || text == "1" || text.starts_with("0.") || text.starts_with("1.");
    let weight: f64 = if plain && starts { text.trim_end_matches('.').parse().ok()? } else { return None };
    (weight <= 1.0).then_some(weight)
}

fn outside_quotes(text: &str, separator: char) -> Vec<String> {
    let (mut parts, mut quoted) = (vec![String::new()], false);
    for c in text.chars() {
        quoted ^= c == '"';
        if c == separator && !quoted {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    parts
}
