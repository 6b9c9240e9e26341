//! The prefix of paths that something in front of a table has removed.

use std::{fmt, str::FromStr, sync::Arc};

use http::{Request, Uri};

use super::respell;

/// The longest prefix, in bytes.
const LONGEST: usize = 256;

/// The prefix that clients see before all paths, such as `/shop`: an extension of the request. Links of a table begin with it.
///
/// It has one or more segments of the characters that a URI never percent-encodes (RFC 3986 §2.3), and none of them is empty, `.`
/// or `..`. So a link with it leads to no other host, and none of its text means something in HTML.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PathPrefix(Arc<str>);

/// Why a text is no [`PathPrefix`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}; a prefix of paths is written as '/shop'")]
pub struct InvalidPathPrefix(&'static str);

// === impl PathPrefix ===

impl PathPrefix {
    /// The prefix as text, without a slash in its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first segment, with its slash.
    pub fn first_segment(&self) -> &str {
        let end = self.0[1..].find('/').map_or(self.0.len(), |end| end + 1);
        &self.0[..end]
    }

    /// Removes it from the path of a request, if that begins with it.
    pub fn remove_from<B>(&self, request: &mut Request<B>) {
        if let Some(rest) = self.rest_of(request.uri()).map(str::to_owned) {
            respell(request.uri_mut(), &rest);
        }
    }

    fn rest_of<'u>(&self, uri: &'u Uri) -> Option<&'u str> {
        match uri.path().strip_prefix(self.as_str())? {
            "" => Some("/"),
            rest => rest.starts_with('/').then_some(rest),
        }
    }
}

impl FromStr for PathPrefix {
    type Err = InvalidPathPrefix;

    /// Reads segments with a slash before each, and maybe one in the end.
    fn from_str(text: &str) -> Result<Self, InvalidPathPrefix> {
        if text.len() > LONGEST {
            return Err(InvalidPathPrefix("it has more than 256 bytes"));
        }
        let segments = text.strip_prefix('/').ok_or(InvalidPathPrefix("it begins with no slash"))?;
        let segments = segments.strip_suffix('/').unwrap_or(segments);
        segments.split('/').try_for_each(check)?;
        Ok(Self(format!("/{segments}").into()))
    }
}

impl fmt::Display for PathPrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

fn check(segment: &str) -> Result<(), InvalidPathPrefix> {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    match segment {
        "" => Err(InvalidPathPrefix("a segment is empty")),
        "." | ".." => Err(InvalidPathPrefix("clients remove the segments '.' and '..'")),
        _ if segment.bytes().all(unreserved) => Ok(()),
        _ => Err(InvalidPathPrefix(
            "a segment has other characters than letters, digits, '-', '.', '_' and '~'",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_is_segments_that_need_no_encoding() {
        for (text, prefix) in [("/shop", "/shop"), ("/shop/", "/shop"), ("/a-b_c/~d.e", "/a-b_c/~d.e")] {
            assert_eq!(text.parse::<PathPrefix>().unwrap().as_str(), prefix);
        }
        for text in [
            "",
            "/",
            "//",
            "shop",
            "//evil.example",
            "/a//b",
            "/a/../b",
            "/..",
            "/.",
            "https://evil.example",
            "/a b",
            "/a\n",
            "/a%2Fb",
            "/<b>",
            "/a\"",
            "/a?b",
            "/a#b",
            "/\\evil",
            "/é",
            &format!("/{}", "a".repeat(256)),
        ] {
            assert!(text.parse::<PathPrefix>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn it_is_removed_as_whole_segments_and_once() {
        let prefix: PathPrefix = "/shop/a".parse().unwrap();
        assert_eq!(prefix.first_segment(), "/shop");
        for (before, after) in [
            ("/shop/a", "/"),
            ("/shop/a/?b=c", "/?b=c"),
            ("/shop/a/b?c=/d", "/b?c=/d"),
            ("/shop/a/shop/a/b", "/shop/a/b"),
            ("/shop/ab", "/shop/ab"),
            ("/shop", "/shop"),
            ("/b/shop/a", "/b/shop/a"),
            ("*", "*"),
        ] {
            let mut request = Request::get(before).body(()).unwrap();
            prefix.remove_from(&mut request);
            assert_eq!(request.uri(), after, "{before}");
        }
    }
}
