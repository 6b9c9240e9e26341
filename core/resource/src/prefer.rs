//! The preferences of a client for the response (RFC 7240).

use http::{HeaderMap, HeaderName};

use crate::list::{lines, split};

/// The preferred content of the response to a change (RFC 7240 §4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Return {
    /// Only that it is done.
    Minimal,
    /// How things are now.
    Representation,
}

/// The preference of these headers, the first counting where there are several.
pub(crate) fn wanted(headers: &HeaderMap) -> Option<Return> {
    let mut lines = lines(headers, &HeaderName::from_static("prefer"));
    match &*lines.find_map(|line| split(&line, ',').find_map(said).map(str::to_owned))? {
        "minimal" => Some(Return::Minimal),
        "representation" => Some(Return::Representation),
        _ => None,
    }
}

/// The value of a list member, if it is the preference `return`.
fn said(member: &str) -> Option<&str> {
    let (name, value) = member.split(';').next()?.split_once('=')?;
    name.trim().eq_ignore_ascii_case("return").then(|| value.trim().trim_matches('"'))
}

// === impl Return ===

impl Return {
    /// The value of `Preference-Applied`.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Minimal => "return=minimal",
            Self::Representation => "return=representation",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preference_is_found_among_others() {
        for (lines, expected) in [
            (&["return=minimal"][..], Some(Return::Minimal)),
            (&["respond-async, Return=\"representation\"; x=1"], Some(Return::Representation)),
            (&["wait=10", "return=minimal"], Some(Return::Minimal)),
            (&["return=everything"], None),
            (&["return=everything, return=minimal"], None),
            (&["return"], None),
            (&[], None),
        ] {
            let name = HeaderName::from_static("prefer");
            let headers = lines.iter().map(|line| (name.clone(), line.parse().unwrap())).collect();
            assert_eq!(wanted(&headers), expected, "{lines:?}");
        }
    }
}
