//! Proactive negotiation of the media type (RFC 9110 §12.5.1).

use http::{HeaderMap, HeaderValue, header};

use crate::{
    Format,
    list::{lines, split},
    weight::Weight,
};

/// A media type with its parameters, taken apart but not copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MediaRange<'a> {
    kind: &'a str,
    subtype: &'a str,
    parameters: Vec<(&'a str, String)>,
}

/// A range with how much the client likes what is in it.
type Weighted<'a> = (MediaRange<'a>, Weight);

/// How exactly a range without parameters describes its type.
const TYPE: usize = 2;

/// The offer that the client likes best, as an index into `offers`; among equals the first. Absent where it accepts none.
///
/// An offer's quality is that of the most specific range that it matches: `text/*;q=0.9, text/html;q=0.1` leaves
/// `text/html` at 0.1. Without the header, or where it has nothing that is written as it should be, everything is accepted:
/// what a client most likely means can speak for an offer, and rules out none. Ranges that say more than an offer does, as
/// `application/json;version=1`, count where no other range leads to one. `name` tells the media type of an offer.
pub(crate) fn choose<O>(headers: &HeaderMap, offers: &[O], name: fn(&O) -> &str) -> Option<usize> {
    let lines: Vec<_> = lines(headers, &header::ACCEPT).collect();
    let ranges: Vec<_> = lines.iter().flat_map(|line| split(line, ',')).filter_map(weighted).collect();
    let best = |quality: fn(&[Weighted<'_>], &MediaRange<'_>) -> Option<u16>| {
        let quality = |offer| quality(&ranges, &MediaRange::parse(name(offer))?).filter(|q| *q > 0);
        let ranked = offers.iter().enumerate().filter_map(|(i, offer)| Some((quality(offer)?, i)));
        ranked.max_by_key(|(q, i)| (*q, usize::MAX - i)).map(|(_, i)| i)
    };
    let says_something = || ranges.iter().any(|(_, weight)| weight.is_said);
    best(said).or_else(|| best(meant)).or_else(|| (!says_something()).then_some(0))
}

/// The quality of an offer by the ranges that it matches.
fn said(ranges: &[Weighted<'_>], offer: &MediaRange<'_>) -> Option<u16> {
    let matching =
        ranges.iter().filter_map(|(range, weight)| Some((range.specificity(offer)?, weight.thousandths)));
    matching.max().map(|(_, q)| q)
}

/// The quality of an offer by the ranges that most likely mean it. A range of exactly its type is no matter of guessing.
fn meant(ranges: &[Weighted<'_>], offer: &MediaRange<'_>) -> Option<u16> {
    let is_named = ranges.iter().any(|(range, _)| range.specificity(offer) >= Some(TYPE));
    let likely = ranges.iter().filter(|(range, _)| !is_named && range.may_mean(offer));
    likely.map(|(_, weight)| weight.thousandths).max()
}

/// The offer that the only line means where it needs no weighing: it takes anything, or names one offer as it is.
pub(crate) fn plainly(line: &HeaderValue, offers: &[Format]) -> Option<usize> {
    if line == "*/*" { Some(0) } else { offers.iter().position(|offer| line == offer.media_type()) }
}

/// A range with its weight; absent for what is no range.
fn weighted(member: &str) -> Option<Weighted<'_>> {
    let mut range = MediaRange::parse(member)?;
    let at = range.parameters.iter().position(|(name, _)| name.eq_ignore_ascii_case("q"));
    let weight = at.map_or(Weight::FULL, |at| {
        let weight = Weight::read(&range.parameters[at].1);
        range.parameters.truncate(at); // what follows the weight are extensions that nobody defines
        weight
    });
    Some((range, weight))
}

// === impl MediaRange ===

impl<'a> MediaRange<'a> {
    /// Reads `type/subtype;name=value;…`; values may be quoted, and a parameter that is none counts for nothing. The JDK
    /// writes `*` for `*/*`.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let mut parts = split(text, ';').map(str::trim);
        let (kind, subtype) = match parts.next()? {
            "*" => ("*", "*"),
            both => both.split_once('/')?,
        };
        let token = |text: &str| !text.is_empty() && text.bytes().all(is_token);
        if !token(kind) || !token(subtype) || (kind == "*" && subtype != "*") {
            return None;
        }
        let parameter = |part: &'a str| {
            let (name, value) = part.split_once('=')?;
            let (name, value) = (name.trim_end(), value.trim_start());
            let quoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
            let value = quoted.map_or_else(|| value.to_owned(), unescape);
            token(name).then_some((name, value))
        };
        Some(Self { kind, subtype, parameters: parts.filter_map(parameter).collect() })
    }

    /// Whether this names the type of an offer, by its name or by another one that clients have for it, whatever their
    /// parameters.
    pub(crate) fn names(&self, offer: &MediaRange<'_>) -> bool {
        self.is(offer.kind, offer.subtype)
            || synonyms(offer).iter().any(|(kind, subtype)| self.is(kind, subtype))
    }

    fn is(&self, kind: &str, subtype: &str) -> bool {
        self.kind.eq_ignore_ascii_case(kind) && self.subtype.eq_ignore_ascii_case(subtype)
    }

    /// Whether the client most likely means the offer: it names its type with parameters that the offer says nothing of, as
    /// a version, or its structure alone, as `application/*+json`.
    fn may_mean(&self, offer: &MediaRange<'_>) -> bool {
        let is_known = |(name, _): &(&str, String)| offer.values(name).next().is_some();
        let structure =
            self.subtype.strip_prefix("*+").filter(|_| self.kind.eq_ignore_ascii_case(offer.kind));
        (self.names(offer) && !self.parameters.iter().any(is_known))
            || structure.is_some_and(|structure| {
                let own = offer.subtype.rsplit_once('+').map_or(offer.subtype, |(_, own)| own);
                structure.eq_ignore_ascii_case(own)
            })
    }

    /// The values of a parameter, which should have one.
    pub(crate) fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        let named = self.parameters.iter().filter(move |(known, _)| known.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str())
    }

    /// How exactly the range describes the offer; absent where it does not.
    fn specificity(&self, offer: &MediaRange<'_>) -> Option<usize> {
        // All that we send is UTF-8, whatever charset a client names (RFC 9110 §12.5.2).
        let has = |(name, value): &(&str, String)| {
            name.eq_ignore_ascii_case("charset")
                || offer.values(name).any(|offered| offered.eq_ignore_ascii_case(value))
        };
        match (self.kind, self.subtype) {
            ("*", _) => Some(0),
            (kind, "*") => kind.eq_ignore_ascii_case(offer.kind).then_some(1),
            _ => {
                (self.names(offer) && self.parameters.iter().all(has)).then_some(TYPE + self.parameters.len())
            }
        }
    }
}

/// Other names of a type that deployed clients send. None of them is registered.
fn synonyms(offer: &MediaRange<'_>) -> &'static [(&'static str, &'static str)] {
    if offer.is("application", "json") {
        &[("text", "json"), ("application", "x-json"), ("text", "x-json")]
    } else if offer.is("application", "jsonl") {
        &[
            ("application", "x-ndjson"),
            ("application", "ndjson"),
            ("application", "x-jsonlines"),
            ("application", "jsonlines"),
        ]
    } else {
        &[]
    }
}

/// RFC 9110 §5.6.2.
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
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
    fn what_cannot_be_read_costs_itself_alone() {
        check(&["text, */json, text/plain"], Some("text/plain"));
        check(&["text/plain;level, text/plain;=1"], Some("text/plain"));
        check(&["image/png;x=\"a, text/plain"], Some("text/plain"));
        check(&["\u{e9}/json, text/plain"], Some("text/plain"));
        check(&[""], Some("application/json"));
        let mixed = [(header::ACCEPT, HeaderValue::from_bytes(b"\xff/\xff, text/plain").unwrap())];
        assert_eq!(choose(&mixed.into_iter().collect(), &OFFERS, |offer| offer), Some(2));
    }

    #[test]
    fn what_deployed_clients_send_is_understood() {
        check(&["image/gif, *; q=.2, */*; q=.2"], Some("application/json"));
        check(&["image/png, *"], Some("application/json"));
        check(&["application/json;q=.3, text/plain;q=.4"], Some("text/plain"));
        check(&["text/plain; q = 0.5 ; x"], Some("text/plain"));
        check(&["image/png, text/plain;q=0.33333"], Some("text/plain"));
        check(&["image/png, text/plain;q="], Some("text/plain"));
    }

    #[test]
    fn a_type_has_the_names_that_clients_have_for_it() {
        for name in ["text/json", "application/x-json", "Text/X-JSON", "text/json; charset=utf-8"] {
            check(&[name], Some("application/json"));
            check(&[&format!("text/plain;q=0.5, {name}")], Some("application/json"));
            check(&[&format!("{name};q=0, */*;q=0.1")], Some("text/html;level=1"));
        }
        check(&["text/jsonp"], None);
        let lines = ["application/json", "application/jsonl"];
        for name in ["application/x-ndjson", "application/ndjson", "application/x-jsonlines"] {
            let headers = [(header::ACCEPT, name.parse().unwrap())].into_iter().collect();
            assert_eq!(choose(&headers, &lines, |offer| offer), Some(1), "{name}");
        }
    }

    #[test]
    fn what_says_more_than_an_offer_means_it_where_nothing_else_leads_to_one() {
        check(&["application/json;version=1"], Some("application/json"));
        check(&["image/png, application/json;odata=verbose;q=.5"], Some("application/json"));
        check(&["application/*+json"], Some("application/json"));
        check(&["image/png, application/*+JSON;q=0.1"], Some("application/json"));
        check(&["application/json;version=1, */*;q=0"], Some("application/json"));
        // It speaks neither against what is named nor against an offer.
        check(&["application/json;version=1, text/plain;q=0.1"], Some("text/plain"));
        check(&["application/json;version=1, application/json;q=0"], None);
        check(&["application/json;version=1;q=0"], None);
        check(&["application/json;version=1;q=0, */*"], Some("application/json"));
        // An offer that says otherwise is not meant.
        check(&["text/html;level=2"], None);
        check(&["text/*+json"], None);
        check(&["application/*+xml"], None);
    }

    #[test]
    fn what_is_only_guessed_rules_nothing_out() {
        check(&["image/png;q=2"], Some("application/json"));
        check(&["text/plain;q=2"], Some("text/plain"));
        check(&["text/plain;q=-1"], Some("application/json"));
        check(&["text/plain;q=-1, image/png"], None);
        check(&["*/*;q=0, text/plain;q=high"], Some("text/plain"));
    }

    #[test]
    fn nothing_acceptable_is_none() {
        check(&["image/png"], None);
        check(&["*/*;q=0"], None);
    }
}
