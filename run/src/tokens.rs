//! Bearer tokens: who may write, and who may ask how an answer was decided.

use std::{collections::HashMap, fmt, str::FromStr};

use http::{HeaderMap, header};
use ogrom_core::facts::Identity;
use ogrom_protocols::{Identities, Principal};
use ogrom_protocols_model::UserId;
use sha2::{Digest, Sha256};

/// The shortest token that is taken, in bytes: shorter ones can be guessed.
const MIN_LENGTH: usize = 16;

/// What stands behind a user whose token permits to ask for traces. No identifier holds a `+`.
const TRACES: &str = "+trace";

/// Tokens and the users whom they stand for. Keeps only digests, so that comparing takes the same time whatever a stranger
/// tries, and nothing prints a secret.
#[derive(Clone, Default)]
pub struct Tokens(HashMap<[u8; 32], Holder>);

/// Whom a token stands for, and what it permits beyond writing.
#[derive(Clone)]
struct Holder {
    user: UserId,
    traces: bool,
}

/// A text that is no list of tokens.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidTokens(String);

// === impl Tokens ===

impl Tokens {
    /// One fresh token for this user, and the token itself.
    pub fn fresh(user: UserId, identities: &dyn Identities) -> (Self, String) {
        let token = identities.fresh();
        (Self([(digest(&token), Holder { user, traces: false })].into()), token)
    }

    /// Who sends these headers (RFC 6750 §2.1).
    pub fn identify(&self, headers: &HeaderMap) -> Identity {
        match self.holder(headers) {
            Some(holder) => Identity::Known(Principal::new(holder.user.clone())),
            None if headers.contains_key(header::AUTHORIZATION) => Identity::Refused,
            None => Identity::Stranger,
        }
    }

    /// Whether who sends these headers may see how the answer is decided.
    pub fn permit_traces(&self, headers: &HeaderMap) -> bool {
        self.holder(headers).is_some_and(|holder| holder.traces)
    }

    /// Everybody who has one, some perhaps more than once.
    pub fn users(&self) -> impl Iterator<Item = &UserId> {
        self.0.values().map(|holder| &holder.user)
    }

    fn holder(&self, headers: &HeaderMap) -> Option<&Holder> {
        let mut lines = headers.get_all(header::AUTHORIZATION).iter();
        let (only, None) = (lines.next()?, lines.next()) else { return None };
        let (scheme, token) = only.to_str().ok()?.split_once(' ')?;
        self.0.get(&digest(token.trim())).filter(|_| scheme.eq_ignore_ascii_case("bearer"))
    }
}

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

impl FromStr for Tokens {
    type Err = InvalidTokens;

    /// Reads `lena=token,theo+trace=token`. The error names the user, never the token.
    fn from_str(text: &str) -> Result<Self, InvalidTokens> {
        let mut tokens = HashMap::new();
        for entry in text.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
            let (user, token) = entry.split_once('=').ok_or_else(|| {
                let shown: String = entry.chars().take(4).collect();
                InvalidTokens(format!("the entry that begins with '{shown}' is not written as user=token"))
            })?;
            let name = user.strip_suffix(TRACES).unwrap_or(user);
            let id = name.parse().map_err(|error| InvalidTokens(format!("'{user}': {error}")))?;
            let holder = Holder { user: id, traces: name != user };
            if token.len() < MIN_LENGTH {
                return Err(InvalidTokens(format!(
                    "the token of '{user}' is shorter than {MIN_LENGTH} bytes"
                )));
            }
            if tokens.insert(digest(token), holder).is_some() {
                return Err(InvalidTokens(format!("the token of '{user}' is there twice")));
            }
        }
        Ok(Self(tokens))
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} tokens", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "0123456789abcdef";

    fn headers(authorization: &[&str]) -> HeaderMap {
        authorization.iter().map(|line| (header::AUTHORIZATION, line.parse().unwrap())).collect()
    }

    fn identify(authorization: &[&str]) -> Identity {
        let tokens: Tokens = format!("lena={SECRET}, theo=another-long-token").parse().unwrap();
        tokens.identify(&headers(authorization))
    }

    #[test]
    fn a_token_stands_for_its_user() {
        let lena = Identity::Known(Principal::new("lena".parse().unwrap()));
        assert_eq!(identify(&[&format!("Bearer {SECRET}")]), lena);
        assert_eq!(identify(&[&format!("bearer  {SECRET}")]), lena);
        assert_eq!(identify(&[]), Identity::Stranger);
    }

    #[test]
    fn anything_else_is_refused() {
        let twice = format!("Bearer {SECRET}");
        for lines in
            [&["Bearer wrong"][..], &["Basic bGVuYTp4"], &["Bearer"], &[""], &[&twice, &twice], &[SECRET]]
        {
            assert_eq!(identify(lines), Identity::Refused, "{lines:?}");
        }
    }

    #[test]
    fn traces_are_for_those_whose_token_says_so() {
        let tokens: Tokens = format!("lena={SECRET}, theo+trace=another-long-token").parse().unwrap();
        let theos = headers(&["Bearer another-long-token"]);
        assert_eq!(tokens.identify(&theos), Identity::Known(Principal::new("theo".parse().unwrap())));
        assert!(tokens.permit_traces(&theos));
        let lenas = format!("Bearer {SECRET}");
        for others in [&[&*lenas][..], &[], &["Bearer wrong"], &["Basic another-long-token"]] {
            assert!(!tokens.permit_traces(&headers(others)), "{others:?}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_list_is_said_without_the_secret() {
        for (text, words) in [
            ("lena", "'lena' is not written as user=token"),
            ("le na=0123456789abcdef", "'le na'"),
            ("lena+write=0123456789abcdef", "'lena+write'"),
            ("lena=short-secret", "shorter than 16"),
            ("lena=0123456789abcdef,theo=0123456789abcdef", "'theo' is there twice"),
        ] {
            let error = text.parse::<Tokens>().unwrap_err().to_string();
            assert!(error.contains(words) && !error.contains("secret") && !error.contains(SECRET), "{error}");
        }
    }
}
