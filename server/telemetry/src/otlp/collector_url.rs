//! Where a collector is.

use std::{fmt, str::FromStr};

use http::{Uri, uri::Scheme};

/// The address of a collector, under which it takes each kind of signal at a path of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectorUrl(String);

/// Why a text is no address of a collector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "it must be http://, a host and optionally a path, without credentials; use a collector on this machine for TLS"
)]
pub struct InvalidCollectorUrl;

// === impl CollectorUrl ===

impl CollectorUrl {
    /// Where it takes traces (OTLP 1.x, "OTLP/HTTP Request").
    pub(super) fn traces(&self) -> Uri {
        format!("{}/v1/traces", self.0).parse().expect("a path goes on")
    }
}

impl FromStr for CollectorUrl {
    type Err = InvalidCollectorUrl;

    fn from_str(text: &str) -> Result<Self, InvalidCollectorUrl> {
        let uri: Uri = text.parse().map_err(|_| InvalidCollectorUrl)?;
        let is_named = uri.authority().is_some_and(|authority| !authority.as_str().contains('@'));
        if uri.scheme() != Some(&Scheme::HTTP) || !is_named || uri.query().is_some() || text.contains('#') {
            return Err(InvalidCollectorUrl);
        }
        Ok(Self(text.trim_end_matches('/').to_owned()))
    }
}

impl fmt::Display for CollectorUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_collector_is_at_an_address_of_http_without_credentials() {
        for text in ["http://localhost:4318", "http://localhost:4318/"] {
            assert_eq!(text.parse::<CollectorUrl>().unwrap().traces(), "http://localhost:4318/v1/traces");
        }
        for text in ["", "localhost:4318", "https://localhost", "http://a:b@localhost", "http://localhost/?x"]
        {
            assert_eq!(text.parse::<CollectorUrl>(), Err(InvalidCollectorUrl), "{text}");
        }
    }
}
