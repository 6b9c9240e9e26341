//! The base path: the prefix under which clients reach a service.

use std::{fmt, str::FromStr};

use http::HeaderMap;
use ogrom_core::mount::{InvalidPathPrefix, PathPrefix};

use crate::origin::{X_FORWARDED_PREFIX, entries};

/// The word for a prefix that each request states.
const FORWARDED: &str = "forwarded";

/// How the prefix is known that clients see before all paths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BasePath {
    /// It is the same for all requests. Proxies may remove it from a path or not.
    Fixed(PathPrefix),
    /// Trusted proxies remove it, and state it in `X-Forwarded-Prefix`.
    Forwarded,
}

// === impl BasePath ===

impl BasePath {
    /// The prefix of a request with these fields, behind so many trusted proxies.
    pub(crate) fn prefix(&self, headers: &HeaderMap, trusted_proxies: usize) -> Option<PathPrefix> {
        match self {
            Self::Fixed(prefix) => Some(prefix.clone()),
            Self::Forwarded => forwarded(headers, trusted_proxies),
        }
    }
}

impl FromStr for BasePath {
    type Err = InvalidPathPrefix;

    fn from_str(text: &str) -> Result<Self, InvalidPathPrefix> {
        if text == FORWARDED { Ok(Self::Forwarded) } else { text.parse().map(Self::Fixed) }
    }
}

impl fmt::Display for BasePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(prefix) => prefix.fmt(f),
            Self::Forwarded => f.write_str(FORWARDED),
        }
    }
}

/// The prefixes that these proxies have removed, that of the outermost first. Absent if they state none, or one that is illegal.
fn forwarded(headers: &HeaderMap, proxies: usize) -> Option<PathPrefix> {
    let stated =
        entries(headers, &X_FORWARDED_PREFIX).take(proxies).filter(|entry| !matches!(*entry, "" | "/"));
    let removed: Result<Vec<PathPrefix>, _> = stated.map(str::parse).collect();
    let removed = removed.ok()?;
    match &removed[..] {
        [only] => Some(only.clone()),
        // Each entry is legal, so that the whole is illegal only if it is too long or if there is none.
        all => all.iter().rev().map(PathPrefix::as_str).collect::<String>().parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn stated(lines: &[&'static str], proxies: usize) -> Option<String> {
        let headers = lines.iter().map(|line| (X_FORWARDED_PREFIX, HeaderValue::from_static(line))).collect();
        BasePath::Forwarded.prefix(&headers, proxies).map(|prefix| prefix.to_string())
    }

    #[test]
    fn only_trusted_proxies_state_a_prefix() {
        assert_eq!(stated(&["/shop"], 0), None);
        assert_eq!(stated(&["/shop/"], 1).as_deref(), Some("/shop"));
        assert_eq!(stated(&["/evil, /shop"], 1).as_deref(), Some("/shop"));
        assert_eq!(stated(&["/evil", "/a,/b"], 2).as_deref(), Some("/a/b"));
        assert_eq!(stated(&["/a, "], 2).as_deref(), Some("/a"));
        assert_eq!(stated(&[], 1), None);
        assert_eq!(stated(&["/"], 1), None);
    }

    #[test]
    fn an_illegal_prefix_counts_as_none() {
        for illegal in
            ["//evil", "https://evil.example", "/..", "/a/../b", "/\"><script>", "/a\tb", "evil", "/%2F"]
        {
            assert_eq!(stated(&[illegal], 1), None, "{illegal}");
        }
        assert_eq!(stated(&["/a", "//evil"], 2), None);
    }

    #[test]
    fn an_option_is_a_prefix_or_the_word() {
        for text in ["/shop", "forwarded"] {
            assert_eq!(text.parse::<BasePath>().unwrap().to_string(), text);
        }
        assert!("Forwarded".parse::<BasePath>().is_err());
    }
}
