//! How much a client likes something (RFC 9110 §12.4.2), as deployed clients write it.

use crate::list::split;

/// The weight of a member of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Weight {
    /// From 0, not at all, to 1000.
    pub(crate) thousandths: u16,
    /// Whether that is what the client says. Otherwise it is what the client most likely means.
    pub(crate) is_said: bool,
}

// === impl Weight ===

impl Weight {
    /// That of what is named without one.
    pub(crate) const FULL: Self = Self { thousandths: 1000, is_said: true };

    /// The weight among these parameters.
    pub(crate) fn among<'p>(parameters: impl IntoIterator<Item = &'p str>) -> Self {
        let named = parameters.into_iter().filter_map(|parameter| parameter.split_once('='));
        let weight = named.into_iter().find(|(name, _)| name.trim().eq_ignore_ascii_case("q"));
        weight.map_or(Self::FULL, |(_, weight)| Self::read(weight))
    }

    /// Reads `0`, `0.5`, `1.000`, and `.2`, which the JDK sends. More digits than three are cut off, and what is over 1
    /// counts as 1. Whoever names something with a weight that is no number knows it, and likes it least; unless the
    /// weight is below 0.
    pub(crate) fn read(text: &str) -> Self {
        let text = text.trim().trim_matches('"');
        let (whole, digits) = text.split_once('.').unwrap_or((text, ""));
        let is_number = (whole.len() + digits.len() > 0)
            && whole.bytes().chain(digits.bytes()).all(|byte| byte.is_ascii_digit());
        if !is_number {
            return Self { thousandths: u16::from(!text.starts_with('-')), is_said: false };
        }
        let at_least_one = whole.bytes().any(|digit| digit != b'0');
        let more_than_none = digits.bytes().any(|digit| digit != b'0');
        let first_three = digits.bytes().chain(std::iter::repeat(b'0')).take(3);
        let part = first_three.fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0'));
        Self {
            thousandths: if at_least_one { 1000 } else { part.max(more_than_none.into()) },
            is_said: digits.len() <= 3 && (matches!(whole, "" | "0") || (whole == "1" && !more_than_none)),
        }
    }
}

/// The name of a member and its weight. Its other parameters say nothing.
pub(crate) fn weighted(member: &str) -> (&str, Weight) {
    // As nearly every client writes most of them.
    if !member.contains(';') {
        return (member.trim(), Weight::FULL);
    }
    let mut parts = split(member, ';').map(str::trim);
    (parts.next().unwrap_or_default(), Weight::among(parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(thousandths: u16) -> Weight {
        Weight { thousandths, is_said: true }
    }

    fn meant(thousandths: u16) -> Weight {
        Weight { thousandths, is_said: false }
    }

    #[test]
    fn a_weight_is_a_number_from_0_to_1() {
        for (text, weight) in [
            ("0", 0),
            ("0.", 0),
            ("0.000", 0),
            ("0.001", 1),
            ("0.5", 500),
            ("1", 1000),
            ("1.000", 1000),
            (".2", 200),
            (" 0.5\t", 500),
            ("\"0.5\"", 500),
        ] {
            assert_eq!(Weight::read(text), said(weight), "{text}");
        }
    }

    #[test]
    fn what_is_no_weight_counts_as_what_is_most_likely_meant() {
        for (text, weight) in [
            ("0.33333", 333),
            ("0.0001", 1),
            ("1.5", 1000),
            ("1.001", 1000),
            ("10", 1000),
            ("99999999999999999999", 1000),
            ("", 1),
            (".", 1),
            ("high", 1),
            ("1e-1", 1),
            ("+0.5", 1),
            ("-1", 0),
        ] {
            assert_eq!(Weight::read(text), meant(weight), "{text}");
        }
    }

    #[test]
    fn a_weight_is_found_among_other_parameters() {
        assert_eq!(weighted("gzip"), ("gzip", said(1000)));
        assert_eq!(weighted(" de ; x=\"a;q=0\" ; Q = 0.3 "), ("de", said(300)));
        assert_eq!(weighted("de;q"), ("de", said(1000)));
        assert_eq!(weighted(";;"), ("", said(1000)));
    }
}
