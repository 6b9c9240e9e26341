//! The access rule of the metrics page.

use std::{fmt, net::IpAddr, str::FromStr};

use http::{Extensions, HeaderMap, header};
use ipnet::IpNet;
use ogrom_server_config::all;
use sha2::{Digest, Sha256};

use crate::Peer;

/// The shortest token that is taken, in bytes: shorter ones can be guessed.
const MIN_LENGTH: usize = 16;

/// The fields by which a proxy says that it forwards a request.
const PROXIED: [&str; 3] = ["forwarded", "x-forwarded-for", "via"];

/// A token, of which only a digest is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct MetricsToken([u8; 32]);

/// Why a text is no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidToken {
    /// It can be guessed.
    #[error("it is shorter than {MIN_LENGTH} bytes")]
    Short,
    /// No request can show it.
    #[error("it is not ASCII, or begins or ends with a blank, and no header field shows it")]
    Unshown,
}

/// Addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Networks(Vec<IpNet>);

/// The access rule of the metrics page: a request passes that shows the token, or comes from one of the networks.
#[derive(Debug, Clone, Default)]
pub struct MetricsAccess {
    /// The bearer token.
    pub token: Option<MetricsToken>,
    /// The networks from which no token is needed.
    pub networks: Networks,
}

// === impl MetricsAccess ===

impl MetricsAccess {
    /// Whether a request with these fields and extensions may read the page.
    pub fn permits(&self, headers: &HeaderMap, facts: &Extensions) -> bool {
        // Behind a proxy on this machine everybody has an address of this machine.
        let is_proxied = || PROXIED.iter().any(|name| headers.contains_key(*name));
        let is_near =
            || facts.get::<Peer>().is_some_and(|peer| self.networks.contain(peer.0.ip())) && !is_proxied();
        is_near() || self.token.as_ref().is_some_and(|token| token.is_shown(headers))
    }
}

// === impl MetricsToken ===

impl MetricsToken {
    fn is_shown(&self, headers: &HeaderMap) -> bool {
        let mut lines = headers.get_all(header::AUTHORIZATION).iter();
        let (Some(only), None) = (lines.next(), lines.next()) else { return false };
        let shown = only.to_str().ok().and_then(|line| line.split_once([' ', '\t']));
        shown.is_some_and(|(scheme, token)| {
            scheme.eq_ignore_ascii_case("bearer") && <[u8; 32]>::from(Sha256::digest(token.trim())) == self.0
        })
    }
}

impl FromStr for MetricsToken {
    type Err = InvalidToken;

    fn from_str(text: &str) -> Result<Self, InvalidToken> {
        match text {
            _ if text.len() < MIN_LENGTH => Err(InvalidToken::Short),
            _ if !fits_a_header(text) => Err(InvalidToken::Unshown),
            _ => Ok(Self(Sha256::digest(text).into())),
        }
    }
}

/// Whether a header field can hold the token (RFC 9110 §5.5, of which only ASCII is read).
fn fits_a_header(token: &str) -> bool {
    token.trim() == token && token.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

impl fmt::Debug for MetricsToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a token")
    }
}

// === impl Networks ===

impl Networks {
    fn contain(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }
}

impl FromStr for Networks {
    type Err = String;

    /// Reads `10.0.0.0/8 ::1`.
    fn from_str(text: &str) -> Result<Self, String> {
        let network = |part: &str| {
            let network = part.parse().or_else(|_| part.parse::<IpAddr>().map(IpNet::from));
            network.map_err(|_| format!("'{part}' is neither an address nor a network such as 10.0.0.0/8"))
        };
        all(text.split_whitespace().map(network)).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(from: &str, headers: &[(&'static str, &str)]) -> (HeaderMap, Extensions) {
        let headers =
            headers.iter().map(|(name, value)| (http::HeaderName::from_static(name), value.parse().unwrap()));
        let mut facts = Extensions::new();
        facts.insert(Peer(from.parse().unwrap()));
        (headers.collect(), facts)
    }

    #[test]
    fn who_is_near_or_has_the_token_may_read_and_nobody_else() {
        let token = Some("0123456789abcdef".parse().unwrap());
        let access = MetricsAccess { token, networks: "127.0.0.0/8 fd00::/8".parse().unwrap() };
        let bearer = ("authorization", "Bearer 0123456789abcdef");
        for (from, headers, may) in [
            ("127.0.0.2:1", &[][..], true),
            ("[::ffff:127.0.0.1]:1", &[], true),
            ("[fd00::7]:1", &[], true),
            ("10.0.0.1:1", &[], false),
            ("10.0.0.1:1", &[bearer], true),
            ("10.0.0.1:1", &[("authorization", "bearer \t0123456789abcdef")], true),
            ("10.0.0.1:1", &[("authorization", "Bearer 0123456789abcdeg")], false),
            ("10.0.0.1:1", &[bearer, ("authorization", "Bearer x")], false),
            ("127.0.0.1:1", &[("x-forwarded-for", "127.0.0.1")], false),
            ("127.0.0.1:1", &[("forwarded", "for=127.0.0.1"), bearer], true),
        ] {
            let (headers, facts) = asked(from, headers);
            assert_eq!(access.permits(&headers, &facts), may, "{from} {headers:?}");
        }
        let (headers, facts) = asked("127.0.0.1:1", &[bearer]);
        assert!(!MetricsAccess::default().permits(&headers, &facts), "without either nobody may");
        assert!(!access.permits(&HeaderMap::new(), &Extensions::new()), "who knows whence that came");
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert_eq!("short".parse::<MetricsToken>(), Err(InvalidToken::Short));
        let error = "10.0.0.0/8 somewhere".parse::<Networks>().unwrap_err();
        assert_eq!(error, "'somewhere' is neither an address nor a network such as 10.0.0.0/8");
    }
}
