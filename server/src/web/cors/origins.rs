//! Origins, as they are configured and as browsers name them.

use std::{fmt, str::FromStr, sync::Arc};

use http::{HeaderValue, Uri};
use ogrom_server_config::all;

/// The origins whose pages may read responses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origins {
    /// Every origin.
    All,
    /// These origins.
    Listed(Arc<[AllowedOrigin]>),
}

/// One origin, or all origins whose hosts are below a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AllowedOrigin {
    /// One origin, as browsers write it.
    Exact(HeaderValue),
    /// Every origin with this scheme whose host and port end in this text.
    Below {
        /// The scheme, with `://`.
        scheme: String,
        /// The rest of the host and the port, from its dot on.
        suffix: String,
    },
}

/// A text that is no origin as browsers write it (RFC 6454 §6.2).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidOrigin(String);

// === impl Origins ===

impl Origins {
    /// `Access-Control-Allow-Origin` for a page of this origin; absent where that may not read.
    pub(super) fn admitted(&self, origin: Option<&HeaderValue>) -> Option<HeaderValue> {
        match self {
            Self::All => Some(HeaderValue::from_static("*")),
            Self::Listed(origins) => {
                origin.filter(|origin| origins.iter().any(|known| known.is(origin))).cloned()
            }
        }
    }
}

impl FromStr for Origins {
    type Err = InvalidOrigin;

    /// Reads `*`, or origins separated by commas, as `https://shop.example` or `https://*.shop.example`.
    fn from_str(text: &str) -> Result<Self, InvalidOrigin> {
        if text.trim() == "*" {
            return Ok(Self::All);
        }
        let origins = all(text.split(',').map(|origin| read(origin.trim())));
        origins.map(|origins| Self::Listed(origins.into())).map_err(InvalidOrigin)
    }
}

impl fmt::Display for Origins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("*"),
            Self::Listed(origins) => {
                let texts: Vec<_> = origins.iter().map(ToString::to_string).collect();
                f.write_str(&texts.join(","))
            }
        }
    }
}

// === impl AllowedOrigin ===

impl AllowedOrigin {
    fn is(&self, origin: &HeaderValue) -> bool {
        match self {
            Self::Exact(known) => known == origin,
            Self::Below { scheme, suffix } => origin
                .to_str()
                .ok()
                .and_then(|origin| origin.strip_prefix(scheme.as_str())?.strip_suffix(suffix.as_str()))
                .is_some_and(|labels| labels.split('.').all(is_label)),
        }
    }
}

impl fmt::Display for AllowedOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(origin) => f.write_str(origin.to_str().unwrap_or_default()),
            Self::Below { scheme, suffix } => write!(f, "{scheme}*{suffix}"),
        }
    }
}

/// Whether this is a part of a host between dots, as browsers write it.
fn is_label(text: &str) -> bool {
    let is_mark = |byte| matches!(byte, b'-' | b'_');
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || is_mark(byte))
}

/// An origin, or a pattern of origins.
fn read(text: &str) -> Result<AllowedOrigin, String> {
    let Some((scheme, rest)) = text.split_once("://*.") else {
        let hint = "; '*' alone is all origins, and 'https://*.shop.example' every name below";
        return exact(text)
            .map(AllowedOrigin::Exact)
            .map_err(|why| if text.contains('*') { why + hint } else { why });
    };
    if rest.contains('*') {
        return Err(format!(
            "'{text}' is no pattern of origins: only the first part of a host may be a star"
        ));
    }
    let below = exact(&format!("{scheme}://{rest}"))?;
    let below = below.to_str().unwrap_or_default();
    let (scheme, host) = below.split_at(scheme.len() + "://".len());
    // A name of one part is everybody's, or nobody's.
    if !host.contains('.')
        || host.split(':').next().is_some_and(|host| host.parse::<std::net::Ipv4Addr>().is_ok())
    {
        return Err(format!(
            "'{text}' is no pattern of origins: a star stands before a domain, as in https://*.shop.example"
        ));
    }
    Ok(AllowedOrigin::Below { scheme: scheme.to_owned(), suffix: format!(".{host}") })
}

/// An origin, in the one spelling that browsers have for it, since it is compared byte by byte.
fn exact(text: &str) -> Result<HeaderValue, String> {
    let invalid = |why: &str| format!("'{text}' is no origin: {why}");
    let plain = "it is written as https://shop.example, or with a port as http://localhost:3000";
    let uri: Uri = text.parse().map_err(|_| invalid(plain))?;
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err(invalid(plain));
    };
    if text.matches('/').count() != 2 || uri.query().is_some() {
        return Err(invalid("it ends before the path"));
    }
    if authority.as_str().contains('@') {
        return Err(invalid("it names no user"));
    }
    if authority.as_str().contains('*') {
        return Err(invalid("browsers have no star in it"));
    }
    if matches!((scheme, authority.port_u16()), ("http", Some(80)) | ("https", Some(443))) {
        return Err(invalid("browsers leave the usual port away"));
    }
    let written = format!("{scheme}://{authority}").to_ascii_lowercase();
    HeaderValue::try_from(written).map_err(|_| invalid(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_listed_as_browsers_name_them() {
        let origins: Origins =
            "https://shop.example, http://LOCALHOST:3000,https://[::1]:8443".parse().unwrap();
        let admitted = |origin: &'static str| origins.admitted(Some(&HeaderValue::from_static(origin)));
        for origin in ["https://shop.example", "http://localhost:3000", "https://[::1]:8443"] {
            assert_eq!(admitted(origin).unwrap(), origin);
        }
        for other in
            ["http://shop.example", "https://shop.example:8443", "https://shop.example.evil", "null", "*", ""]
        {
            assert_eq!(admitted(other), None, "{other}");
        }
        assert_eq!(origins.admitted(None), None);
        let written = "https://shop.example,http://localhost:3000,https://[::1]:8443";
        assert_eq!(origins.to_string(), written);
    }

    #[test]
    fn a_star_stands_for_every_name_below() {
        let text = "https://*.shop.example,http://*.Local.test:3000";
        let origins: Origins = text.parse().unwrap();
        let admitted = |origin: &'static str| origins.admitted(Some(&HeaderValue::from_static(origin)));
        for origin in ["https://pr1.shop.example", "https://a.b-c.shop.example", "http://x_1.local.test:3000"]
        {
            assert_eq!(admitted(origin).unwrap(), origin);
        }
        for other in [
            "https://shop.example",
            "https://.shop.example",
            "https://a..shop.example",
            "https://evilshop.example",
            "https://shop.example.evil",
            "https://a.shop.example.evil",
            "https://evil/.shop.example",
            "https://evil:1.shop.example",
            "https://evil@a.shop.example",
            "https://*.shop.example",
            "http://pr1.shop.example",
            "https://pr1.shop.example:8443",
            "http://a.local.test",
            "null",
        ] {
            assert_eq!(admitted(other), None, "{other}");
        }
        assert_eq!(origins.to_string(), text.to_lowercase());
        assert_eq!(origins.to_string().parse(), Ok(origins));
    }

    #[test]
    fn everybody_is_a_star() {
        let all: Origins = " * ".parse().unwrap();
        assert_eq!(all, Origins::All);
        assert_eq!(all.admitted(None).unwrap(), "*");
    }

    #[test]
    fn what_no_browser_would_send_is_refused_with_the_reason() {
        for (text, why) in [
            ("shop.example", "is written as"),
            ("https://shop.example/", "before the path"),
            ("https://shop.example/a", "before the path"),
            ("https://shop.example?a", "before the path"),
            ("https://lena@shop.example", "names no user"),
            ("https://shop.example:443", "the usual port"),
            ("null", "is written as"),
            ("https://a.example,*", "'*' alone is all origins"),
            ("https://*", "every name below"),
            ("https://pr-*.shop.example", "every name below"),
            ("https://a.*.shop.example", "every name below"),
            ("*.shop.example", "every name below"),
            ("https://*.*.shop.example", "only the first part"),
            ("https://*.com", "before a domain"),
            ("https://*.localhost:3000", "before a domain"),
            ("https://*.127.0.0.1", "before a domain"),
            ("https://*.shop.example/", "before the path"),
            ("https://*.shop.example:443", "the usual port"),
            ("https://a.example,", "is written as"),
            ("", "is written as"),
        ] {
            let error = text.parse::<Origins>().unwrap_err().to_string();
            assert!(error.contains(why), "{text}: {error}");
        }
    }
}
