//! Proactive negotiation of the language (RFC 9110 §12.5.4).

use std::borrow::Cow;

use http::{HeaderMap, header};

use crate::{
    list::{lines, split},
    weight::weighted,
};

/// The language to answer in, as an index into `offers`, which are in the server's order. Absent where none is offered.
///
/// The client's favourite decides: an offer in that language, in any country; a range for a country falls back to its
/// language (RFC 4647 §3.4). What a range of its own rules out is not chosen by a wider one. Where nothing fits, the first
/// offer that is not ruled out is better than none.
#[inline]
pub(crate) fn choose(headers: &HeaderMap, offers: &[Cow<'static, str>]) -> Option<usize> {
    if offers.is_empty() { None } else { weigh(headers, offers) }
}

fn weigh(headers: &HeaderMap, offers: &[Cow<'static, str>]) -> Option<usize> {
    let lines: Vec<_> = lines(headers, &header::ACCEPT_LANGUAGE).collect();
    let members = lines.iter().flat_map(|line| split(line, ',')).map(weighted);
    let mut ranges: Vec<_> = members
        .filter(|(range, _)| !range.is_empty())
        .map(|(range, weight)| (range, weight.thousandths))
        .collect();
    // Stable, so that the order of the client decides among equals.
    ranges.sort_by_key(|(_, q)| std::cmp::Reverse(*q));
    let ruled_out = |offer: &str| {
        let speaking = ranges.iter().filter(|(range, _)| is_in(offer, range));
        speaking.max_by_key(|(range, _)| specificity(range)).is_some_and(|(_, q)| *q == 0)
    };
    let named = |offer: &str| ranges.iter().any(|(range, _)| *range != "*" && is_in(offer, range));
    let wanted = ranges.iter().filter(|(_, q)| *q > 0).find_map(|(range, _)| match *range {
        // All that no other range speaks of.
        "*" => offers.iter().position(|offer| !named(offer)),
        range => find(offers, range, &ruled_out),
    });
    let fallback = || offers.iter().position(|offer| !ruled_out(offer));
    wanted.or_else(fallback).or(Some(0))
}

/// The first offer in this range that is not ruled out, shortening the range from its end until there is one.
fn find(offers: &[Cow<'static, str>], range: &str, ruled_out: &impl Fn(&str) -> bool) -> Option<usize> {
    std::iter::successors(Some(range), |&range| range.rfind(SEPARATORS).map(|end| &range[..end]))
        .find_map(|range| offers.iter().position(|offer| is_in(offer, range) && !ruled_out(offer)))
}

/// How exactly a range speaks of what is in it: of two that an offer is in, the longer one begins with the other.
fn specificity(range: &str) -> usize {
    if range == "*" { 0 } else { range.len() }
}

/// The separators of subtags. Java and Android write locales as `en_US`.
const SEPARATORS: [char; 2] = ['-', '_'];

/// RFC 4647 §3.3.1: the range itself, or the range with more subtags.
fn is_in(offer: &str, range: &str) -> bool {
    let mut offered = offer.split(SEPARATORS);
    let same = |subtag: &str| offered.next().is_some_and(|other| other.eq_ignore_ascii_case(subtag));
    range == "*" || range.split(SEPARATORS).all(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lines: &[&str], chosen: &str) {
        let offers = ["en-GB", "de-DE", "fr"].map(Cow::from);
        let headers = lines.iter().map(|line| (header::ACCEPT_LANGUAGE, line.parse().unwrap())).collect();
        assert_eq!(choose(&headers, &offers).map(|i| &*offers[i]), Some(chosen), "{lines:?}");
    }

    #[test]
    fn the_favourite_decides() {
        check(&["fr;q=0.8, de;q=0.9"], "de-DE");
        check(&["de-de"], "de-DE");
        check(&["nl, fr;q=0.1"], "fr");
        check(&["nl", "de;q=0.5"], "de-DE");
        check(&["*"], "en-GB");
        check(&["en;q=0, *;q=0.5"], "de-DE");
        check(&["*, en;q=0.1, de-DE;q=0.2"], "fr");
    }

    #[test]
    fn a_country_falls_back_to_its_language() {
        check(&["fr-CA"], "fr");
        check(&["de-AT, fr"], "de-DE");
    }

    #[test]
    fn what_is_ruled_out_is_not_chosen_by_a_wider_range() {
        check(&["en, en-GB;q=0"], "de-DE");
        check(&["de-AT, de-DE;q=0, fr;q=0.1"], "fr");
        check(&["de;q=0, de-DE;q=0.1, *;q=0"], "de-DE");
    }

    #[test]
    fn something_is_better_than_nothing() {
        check(&[], "en-GB");
        check(&["nl"], "en-GB");
        check(&["en;q=0"], "de-DE");
        check(&["*;q=0"], "en-GB");
        check(&["", ";;", ", ,"], "en-GB");
    }

    #[test]
    fn what_deployed_clients_send_is_understood() {
        check(&["de_DE"], "de-DE");
        check(&["fr_CA, de;q=0.5"], "fr");
        check(&["fr;q=.3, de;q=.4"], "de-DE");
        check(&["fr;q=0.33333, de;q=0.66666"], "de-DE");
        check(&["fr; q = 0.3 , de ; q = 0.4"], "de-DE");
        check(&["de;q=1.5, fr"], "de-DE");
        check(&["nl;x=\"a, b\", de;q="], "de-DE");
    }

    #[test]
    fn what_cannot_be_read_costs_itself_alone() {
        check(&["\u{e9}, nl\", fr"], "fr");
    }
}
