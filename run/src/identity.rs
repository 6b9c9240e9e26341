//! Who sends a request, by the bearer token that it shows: one of a list, or a JWT.

use std::sync::Arc;

use http::{HeaderMap, header};
use ogrom_core::{facts::Identity, scope::Scopes};
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

pub use jwts::{Jwts, Rules};
pub use keys::{InvalidKeys, Secret, ShortSecret};
pub use make::{MakeError, make};
pub use options::{IdentityOptions, JwtOptions, TokenCommand};
pub use reason::REFUSED;
pub(crate) use reload::read;
pub use reload::{RELOADS, UnusableKeys, jwts};
pub(crate) use tokens::is_shown;
pub use tokens::{InvalidTokens, Tokens};

use self::reason::{Reason, Refused};

/// Everything by which a bearer token can be told. A clone shares all of it.
#[derive(Debug, Clone, Default)]
pub struct Bearers {
    tokens: Arc<Tokens>,
    jwts: Option<Arc<Jwts>>,
    refused: Arc<Refused>,
}

/// Whom a token stands for, and what it permits.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Holder {
    user: UserId,
    scopes: Scopes,
}

/// What stands for a token wherever it is looked up, so that nothing keeps the token itself, and comparing takes the same
/// time whatever a stranger tries.
type Fingerprint = [u8; 32];

// === impl Bearers ===

impl Bearers {
    /// Those who have one of these tokens, and those who have a JWT where these are taken.
    pub fn new(tokens: Tokens, jwts: Option<Arc<Jwts>>) -> Self {
        Self { tokens: Arc::new(tokens), jwts, refused: Arc::default() }
    }

    /// Who sends these header fields (RFC 6750 §2.1).
    pub fn identify(&self, headers: &HeaderMap) -> Identity {
        let holder = match shown(headers) {
            Ok(Some(token)) => self.holder(token),
            Ok(None) => return Identity::Stranger,
            Err(reason) => Err(reason),
        };
        match holder {
            Ok(Holder { user, scopes }) => Identity::Known(Principal::new(user), scopes),
            Err(reason) => {
                self.refused.count(reason);
                Identity::Refused(reason.refusal())
            }
        }
    }

    fn holder(&self, token: &str) -> Result<Holder, Reason> {
        let fingerprint = fingerprint(token);
        match (self.tokens.holder(&fingerprint), &self.jwts) {
            (Some(holder), _) => Ok(holder.clone()),
            (None, Some(jwts)) => jwts.holder(token, fingerprint),
            (None, None) => Err(Reason::Unknown),
        }
    }
}

/// The token that these header fields show, if they show anything.
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
