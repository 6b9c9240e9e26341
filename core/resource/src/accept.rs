//! Proactive negotiation of the media type (RFC 9110 §12.5.1).

use http::{HeaderMap, HeaderValue, header};

use crate::Format;

/// A media type with its parameters, taken apart but not copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MediaRange<'a> {
    kind: &'a str,
    subtype: &'a str,
    parameters: Vec<(&'a str, String)>,
}

/// The offer that the client likes best, as an index into `offers`; among equals the first. Absent where it accepts none.
///
/// An offer's quality is that of the most specific range that it matches: `text/*;q=0.9, text/html;q=0.1` leaves
/// `text/html` at 0.1. Without the header, or where no part of it can be read, everything is accepted. `name` tells the
/// media type of an offer.
pub(crate) fn choose<O>(headers: &HeaderMap, offers: &[O], name: fn(&O) -> &str) -> Option<usize> {
    let lines = headers.get_all(header::ACCEPT).iter().filter_map(|line| line.to_str().ok());
    let ranges: Vec<_> = lines.flat_map(|line| split(line, ',')).filter_map(weighted).collect();
    if ranges.is_empty() {
        return Some(0);
    }
    let quality = |offer: &O| {
        let offer = MediaRange::parse(name(offer))?;
        let matching = ranges.iter().filter_map(|(range, q)| Some((range.specificity(&offer)?, *q)));
        matching.max().map(|(_, q)| q).filter(|q| *q > 0)
    };
    let ranked = offers.iter().enumerate().filter_map(|(i, offer)| Some((quality(offer)?, i)));
    ranked.max_by_key(|(q, i)| (*q, usize::MAX - i)).map(|(_, i)| i)
}

/// The offer that the only line means where it needs no weighing: it takes anything, or names one offer as it is.
pub(crate) fn plainly(line: &HeaderValue, offers: &[Format]) -> Option<usize> {
    if line == "*/*" { Some(0) } else { offers.iter().position(|offer| line == offer.media_type()) }
}

/// A range and its quality in thousandths. Absent for what is no range, or whose weight is none.
fn weighted(member: &str) -> Option<(MediaRange<'_>, u16)> {
    let mut range = MediaRange::parse(member)?;
    let weight = range.parameters.iter().position(|(name, _)| name.eq_ignore_ascii_case("q"));
    let q = match weight {
        None => 1000,
        Some(at) => {
            let q = thousandths(&range.parameters[at].1)?;
            range.parameters.truncate(at); // what follows the weight are extensions that nobody defines
            q
        }
    };
    Some((range, q))
}

/// The weight of what has no other parameters, in thousandths: all of it where nothing is said. Absent where what is said is
/// no weight.
pub(crate) fn weight(parameter: Option<&str>) -> Option<u16> {
    let Some(parameter) = parameter else { return Some(1000) };
    parameter.strip_prefix("q=").or_else(|| parameter.strip_prefix("Q=")).and_then(thousandths)
}

/// RFC 9110 §12.4.2: `0`, `0.5`, `1.000`; at most three digits.
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, digits) = weight.split_once('.').unwrap_or((weight, ""));
    let well_formed =
        matches!(whole, "0" | "1") && digits.len() <= 3 && digits.bytes().all(|b| b.is_ascii_digit());
    let q = well_formed.then(|| format!("{whole}{digits:0<3}").parse().ok())??;
    (q <= 1000).then_some(q)
}

// === impl MediaRange ===

impl<'a> MediaRange<'a> {
    /// Reads `type/subtype;name=value;…`; values may be quoted.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let mut parts = split(text, ';');
        let (kind, subtype) = parts.next()?.trim().split_once('/')?;
        let token = |text: &str| !text.is_empty() && text.bytes().all(is_token);
        if !token(kind) || !token(subtype) || (kind == "*" && subtype != "*") {
            return None;
        }
        let parameter = |part: &'a str| {
            let (name, value) = part.trim().split_once('=')?;
            let quoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
            let value = quoted.map_or_else(|| value.to_owned(), unescape);
            token(name).then_some((name, value))
        };
        let parameters =
            parts.filter(|part| !part.trim().is_empty()).map(parameter).collect::<Option<_>>()?;
        Some(Self { kind, subtype, parameters })
    }

    /// Whether the two name the same type, whatever their parameters.
    pub(crate) fn same_type(&self, other: &MediaRange<'_>) -> bool {
        self.kind.eq_ignore_ascii_case(other.kind) && self.subtype.eq_ignore_ascii_case(other.subtype)
    }

    /// The value of a parameter.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// How exactly the range describes the offer; absent where it does not.
    fn specificity(&self, offer: &MediaRange<'_>) -> Option<usize> {
        // All that we send is UTF-8, whatever charset a client names (RFC 9110 §12.5.2).
        let has = |(name, value): &(&str, String)| {
            name.eq_ignore_ascii_case("charset")
                || offer.parameter(name).is_some_and(|offered| offered.eq_ignore_ascii_case(value))
        };
        match (self.kind, self.subtype) {
            ("*", _) => Some(0),
            (kind, "*") => kind.eq_ignore_ascii_case(offer.kind).then_some(1),
            _ => (self.same_type(offer) && self.parameters.iter().all(has))
                .then_some(2 + self.parameters.len()),
        }
    }
}

/// RFC 9110 §5.6.2.
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// The parts between separators that stand outside quotes.
pub(crate) fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped) = (false, false);
    text.split(move |c| {
        let inside = quoted;
        match c {
            _ if escaped => escaped = false,
            '\\' if inside => escaped = true,
            '"' => quoted = !inside,
            _ => {}
        }
        c == separator && !inside
    })
}

fn unescape(quoted: &str) -> String {
    let mut characters = quoted.chars();
    std::iter::from_fn(|| characters.next().and_then(|c| if c == '\\' { characters.next() } else { Some(c) }))
        .collect()
}

#[cfg(test)]
mod properties;

#[cfg(test)]
mod tests {
    use super::*;

    const OFFERS: [&str; 3] = ["application/json", "text/html;level=1", "text/plain"];

    #[track_caller]
    fn check(lines: &[&str], chosen: Option<&str>) {
        let headers = lines.iter().map(|line| (header::ACCEPT, line.parse().unwrap())).collect();
        assert_eq!(choose(&headers, &OFFERS, |offer| offer).map(|i| OFFERS[i]), chosen, "{lines:?}");
    }

    #[test]
    fn the_most_specific_range_decides() {
        check(&["text/*;q=0.9, text/html;q=0.1"], Some("text/plain"));
        check(&["*/*, application/json;q=0"], Some("text/html;level=1"));
        check(&["text/html;level=1, text/html;q=0"], Some("text/html;level=1"));
        check(&["text/html;level=2, text/*;q=0.2"], Some("text/html;level=1"));
    }

    #[test]
    fn the_best_quality_wins_and_the_first_among_equals() {
        check(&["text/plain;q=0.5, application/json;q=0.4"], Some("text/plain"));
        check(&["text/plain, application/json"], Some("application/json"));
        check(&["*/*"], Some("application/json"));
        check(&["text/plain;q=0.001"], Some("text/plain"));
    }

    #[test]
    fn several_lines_are_one_list() {
        check(&["text/plain;q=0.2", "text/html;level=1;q=0.3"], Some("text/html;level=1"));
    }

    #[test]
    fn quotes_hide_separators_and_case_does_not_matter() {
        check(&["image/png;x=\"a,b;c\\\"\", TEXT/Plain"], Some("text/plain"));
        check(&["text/html;LEVEL=\"1\""], Some("text/html;level=1"));
        check(&["application/json; charset=utf-8"], Some("application/json"));
    }

    #[test]
    fn what_cannot_be_read_is_passed_over() {
        check(&["text, */json, text/plain;q=2, text/plain;q=x"], Some("application/json"));
        check(&["nonsense, text/plain"], Some("text/plain"));
        check(&[""], Some("application/json"));
    }

    #[test]
    fn nothing_acceptable_is_none() {
        check(&["image/png"], None);
        check(&["*/*;q=0"], None);
    }
}
