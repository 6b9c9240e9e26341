#![doc = include_str!("../README.md")]

use std::sync::Arc;

use http::{HeaderMap, header};
use ogrom_core::facts::{Authentication, Grant};
use ogrom_protocols::Principal;
use ogrom_protocols_model::UserId;
use sha2::{Digest, Sha256};

mod crypto;
mod jwts;
mod keys;
mod make;
mod options;
mod reason;
mod reload;
mod tokens;
mod verify;

pub use jwts::Jwts;
pub use keys::{InvalidKeys, Secret, ShortSecret};
pub use make::{MakeError, make};
pub use options::{IdentityOptions, JwtOptions, TokenCommand};
pub use reason::REFUSED;
pub use reload::{RELOADS, UnusableKeys, read, watch};
pub use tokens::{InvalidTokens, Tokens, is_shown};
pub use verify::Rules;

use self::reason::{Reason, Refused};

/// Authenticates requests by their bearer tokens: those of a list, and JWTs. Its clones share all of it.
#[derive(Debug, Clone, Default)]
pub struct Authenticator {
    tokens: Arc<Tokens>,
    jwts: Option<Arc<Jwts>>,
    refused: Arc<Refused>,
}

/// The user of a token, and what it grants.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Subject {
    user: UserId,
    grant: Grant,
}

/// The digest by which a token is looked up. Nothing stores the token itself, and a comparison takes the same time for every
/// guess.
type Fingerprint = [u8; 32];

// === impl Authenticator ===

impl Authenticator {
    /// An authenticator for these tokens, and for JWTs if any are taken.
    pub fn new(tokens: Tokens, jwts: Option<Arc<Jwts>>) -> Self {
        Self { tokens: Arc::new(tokens), jwts, refused: Arc::default() }
    }

    /// Authenticates a request by these header fields (RFC 6750 §2.1).
    pub fn authenticate(&self, headers: &HeaderMap) -> Authentication {
        let subject = match shown(headers) {
            Ok(Some(token)) => self.subject(token),
            Ok(None) => return Authentication::Anonymous,
            Err(reason) => Err(reason),
        };
        match subject {
            Ok(Subject { user, grant }) => Authentication::Authenticated(Principal::new(user), grant),
            Err(reason) => {
                self.refused.count(reason);
                Authentication::Rejected(reason.refusal())
            }
        }
    }

    fn subject(&self, token: &str) -> Result<Subject, Reason> {
        let fingerprint = fingerprint(token);
        match (self.tokens.subject(&fingerprint), &self.jwts) {
            (Some(subject), _) => Ok(subject.clone()),
            (None, Some(jwts)) => jwts.subject(token, fingerprint),
            (None, None) => Err(Reason::Unknown),
        }
    }
}

/// The token in these header fields, if they have any credentials.
fn shown(headers: &HeaderMap) -> Result<Option<&str>, Reason> {
    let mut lines = headers.get_all(header::AUTHORIZATION).iter();
    let Some(line) = lines.next() else { return Ok(None) };
    if lines.next().is_some() {
        return Err(Reason::SeveralHeaders);
    }
    let text = line.to_str().map_err(|_| Reason::NoAscii)?.trim();
    let (scheme, token) = text.split_once([' ', '\t']).unwrap_or((text, ""));
    match token.trim() {
        _ if !scheme.is_empty() && !scheme.eq_ignore_ascii_case("bearer") => Err(Reason::Scheme),
        "" => Err(Reason::NoToken),
        token => Ok(Some(token)),
    }
}

fn fingerprint(token: &str) -> Fingerprint {
    Sha256::digest(token).into()
}

#[cfg(test)]
mod tests;
