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
    Listed(Arc<[HeaderValue]>),
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
            Self::Listed(origins) => origins.iter().find(|known| Some(*known) == origin).cloned(),
        }
    }
}

impl FromStr for Origins {
    type Err = InvalidOrigin;

    /// Reads `*`, or origins separated by commas.
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
                let texts: Vec<_> = origins.iter().filter_map(|origin| origin.to_str().ok()).collect();
                f.write_str(&texts.join(","))
            }
        }
    }
}

/// An origin, in the one spelling that browsers have for it, since it is compared byte by byte.
fn read(text: &str) -> Result<HeaderValue, String> {
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
            ("https://a.example,*", "is written as"),
            ("https://a.example,", "is written as"),
            ("", "is written as"),
        ] {
            let error = text.parse::<Origins>().unwrap_err().to_string();
            assert!(error.contains(why), "{text}: {error}");
        }
    }
}
