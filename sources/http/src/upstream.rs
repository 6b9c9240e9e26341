//! The upstream: where it is, on whose behalf it is called, and how much a client may spend on it.

use std::{collections::HashMap, fmt, time::Duration};

use http::{HeaderValue, Uri, uri::Scheme};
use ogrom_protocols_model::UserId;

/// How long a call may take that has no deadline of its own.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a call may take at most.
const MOST_PATIENCE: Duration = Duration::from_hours(1);

/// How many bytes of responses are cached to be compared with.
const CACHED: usize = 8 * 1024 * 1024;

/// A service to call, and how.
#[derive(Clone)]
pub struct Upstream {
    /// The address of the API's version, without a slash at the end.
    pub(crate) base: String,
    pub(crate) tokens: HashMap<UserId, HeaderValue>,
    pub(crate) patience: Duration,
    pub(crate) cached: usize,
}

/// Why an address or a token cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidUpstream(String);

// === impl Upstream ===

impl Upstream {
    /// The service whose API is at this address, where the list of its locales is: the version's part of the path included.
    pub fn new(base: &str) -> Result<Self, InvalidUpstream> {
        // The address is not repeated: there may be a password in it.
        let invalid = |why: &str| InvalidUpstream(format!("the upstream cannot be used: {why}"));
        let uri: Uri = base.parse().map_err(|_| invalid("it is no URI"))?;
        if uri.scheme() != Some(&Scheme::HTTP) {
            return Err(invalid("only http:// is supported; use a proxy on this machine for TLS"));
        }
        if uri.authority().is_none_or(|authority| authority.as_str().contains('@')) || uri.query().is_some() {
            return Err(invalid("it is to be a host and a path, without credentials and query"));
        }
        let base = base.trim_end_matches('/').to_owned();
        Ok(Self { base, tokens: HashMap::new(), patience: PATIENCE, cached: CACHED })
    }

    /// The same, changing with this bearer token what is this user's own. Reading needs none.
    pub fn acting_as(mut self, user: UserId, token: &str) -> Result<Self, InvalidUpstream> {
        let mut value = HeaderValue::try_from(format!("Bearer {token}"))
            .map_err(|_| InvalidUpstream(format!("the token of '{user}' is not printable")))?;
        value.set_sensitive(true);
        self.tokens.insert(user, value);
        Ok(self)
    }

    /// The same, giving up after this time, an hour at most, where a call has no earlier deadline. The default is 10 s.
    #[must_use]
    pub fn patient_for(self, patience: Duration) -> Self {
        Self { patience: patience.min(MOST_PATIENCE), ..self }
    }

    /// The same, caching up to so many bytes of responses, so that what has not changed is not sent again. The default is
    /// 8 MiB.
    #[must_use]
    pub fn caching(self, bytes: usize) -> Self {
        Self { cached: bytes, ..self }
    }
}

impl fmt::Debug for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Upstream({}, {} tokens)", self.base, self.tokens.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_host_and_a_path() {
        for good in ["http://localhost:8080/v1/", "http://10.0.0.7/shop/v1", "http://[::1]:1/v1"] {
            assert_eq!(Upstream::new(good).unwrap().base, good.trim_end_matches('/'));
        }
        for (bad, why) in [
            ("", "no URI"),
            ("/v1/", "only http://"),
            ("https://localhost/v1/", "TLS"),
            ("http://lena:secret@localhost/v1/", "credentials"),
            ("http://localhost/v1/?a=b", "query"),
        ] {
            let error = Upstream::new(bad).unwrap_err().to_string();
            assert!(error.contains(why) && !error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn a_token_is_never_shown() {
        let upstream = Upstream::new("http://localhost/v1/").unwrap();
        let upstream = upstream.acting_as("lena".parse().unwrap(), "very-secret").unwrap();
        assert_eq!(format!("{upstream:?}"), "Upstream(http://localhost/v1, 1 tokens)");
        let error = upstream.acting_as("theo".parse().unwrap(), "very\nsecret").unwrap_err();
        assert_eq!(error.to_string(), "the token of 'theo' is not printable");
    }
}
