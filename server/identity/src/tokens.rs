//! The bearer tokens of a list: each stands for a user, and names what it permits beyond writing.

use std::{collections::HashMap, fmt};

use ogrom_core::scope::{Scope, Scopes, WRITE};
use ogrom_protocols::IdGenerator;
use ogrom_protocols_model::UserId;
use ogrom_server_config::all;

use super::{Fingerprint, Subject, fingerprint};

/// The shortest token that is taken, in bytes: shorter ones can be guessed.
const MIN_LENGTH: usize = 16;

/// Tokens and the subjects that they stand for. Nothing prints a token.
#[derive(Clone, Default)]
pub struct Tokens(HashMap<Fingerprint, Subject>);

/// A text that is no list of tokens.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidTokens(String);

// === impl Tokens ===

impl Tokens {
    /// A list of one random token for this user, and that token.
    pub fn generate(user: UserId, identities: &dyn IdGenerator) -> (Self, String) {
        let token = identities.generate();
        (Self([(fingerprint(&token), Subject { user, grant: WRITE.into() })].into()), token)
    }

    /// The users of all tokens, some perhaps more than once.
    pub fn users(&self) -> impl Iterator<Item = &UserId> {
        self.0.values().map(|subject| &subject.user)
    }

    pub(super) fn subject(&self, token: &Fingerprint) -> Option<&Subject> {
        self.0.get(token)
    }

    /// Reads `lena=token,theo+moderate+trace=token`, where scopes of the service stand after the user. Every token permits
    /// [`WRITE`].
    ///
    /// The error names the user, never the token. Where there is no user, it counts, as what stands there may be the rest of
    /// a token that holds a comma.
    pub fn parse(text: &str, scopes: &[Scope]) -> Result<Self, InvalidTokens> {
        let mut tokens = HashMap::new();
        let entries = text.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        let read = (1..).zip(entries).map(|(number, entry)| {
            let (user, token, subject) =
                read(entry, scopes).map_err(|words| format!("entry {number} {words}"))?;
            match tokens.insert(fingerprint(token), subject) {
                _ if token.len() < MIN_LENGTH => {
                    Err(format!("the token of '{user}' is shorter than {MIN_LENGTH} bytes"))
                }
                _ if !is_shown(token) => {
                    Err(format!("the token of '{user}' is not ASCII, and no header field shows it"))
                }
                Some(_) => Err(format!("the token of '{user}' is there twice")),
                None => Ok(()),
            }
        });
        all(read).map_err(InvalidTokens)?;
        Ok(Self(tokens))
    }
}

/// Reads `lena=token`.
fn read<'a>(entry: &'a str, scopes: &[Scope]) -> Result<(&'a str, &'a str, Subject), String> {
    let (user, token) = entry.split_once('=').ok_or("is not written as user=token")?;
    let subject = subject(user, scopes).map_err(|error| format!("names no user: {error}"))?;
    Ok((user, token, subject))
}

/// Whether a header field can hold the token (RFC 9110 §5.5, of which only ASCII is read).
pub fn is_shown(token: &str) -> bool {
    token.trim() == token && token.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Reads `theo+moderate+trace`. No identifier holds a `+`.
fn subject(text: &str, scopes: &[Scope]) -> Result<Subject, String> {
    let (user, more) = text.split_once('+').map_or((text, None), |(user, more)| (user, Some(more)));
    let scopes = || scopes.iter().copied().filter(|scope| *scope != WRITE);
    let scope = |name: &str| {
        let names = || scopes().map(|scope| format!("'{scope}'")).collect::<Vec<_>>().join(" or ");
        scopes().find(|scope| scope.name() == name).ok_or_else(|| format!("after '+', there is {}", names()))
    };
    let more: Scopes =
        more.into_iter().flat_map(|more| more.split('+')).map(scope).collect::<Result<_, _>>()?;
    let user = user.parse().map_err(|error: ogrom_protocols_model::InvalidId| error.to_string())?;
    Ok(Subject { user, grant: more.with(WRITE).into() })
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} tokens", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::SCOPES;

    const SECRET: &str = "0123456789abcdef";

    #[test]
    fn a_token_permits_writing_and_what_stands_behind_its_user() {
        let list =
            format!("lena={SECRET}, theo+trace=another-long-token,ida+moderate+trace=a-third-long-token");
        let tokens = Tokens::parse(&list, SCOPES).unwrap();
        let subject = |token| {
            tokens
                .subject(&fingerprint(token))
                .map(|subject| (subject.user.to_string(), subject.grant.scopes.to_string()))
        };
        let told = |user: &str, scopes: &str| Some((user.to_owned(), scopes.to_owned()));
        assert_eq!(subject(SECRET), told("lena", "write"));
        assert_eq!(subject("another-long-token"), told("theo", "trace write"));
        assert_eq!(subject("a-third-long-token"), told("ida", "moderate trace write"));
        assert_eq!(subject("a-fourth-long-token"), None);
    }

    #[test]
    fn what_is_wrong_with_a_list_is_said_without_the_secret() {
        for (text, words) in [
            ("lena", "entry 1 is not written as user=token"),
            ("lena=0123456789abcdef,secret", "entry 2 is not written as user=token"),
            ("lena=0123456789abcdef,sec ret==", "entry 2 names no user: "),
            ("le na=0123456789abcdef", "entry 1 names no user: "),
            (
                "lena+write=0123456789abcdef",
                "entry 1 names no user: after '+', there is 'moderate' or 'trace'",
            ),
            ("lena+=0123456789abcdef", "after '+'"),
            ("+trace=0123456789abcdef", "entry 1 names no user: "),
            ("lena=short-secret", "shorter than 16"),
            ("lena=0123456789abcdef,theo=0123456789abcdef", "'theo' is there twice"),
        ] {
            let error = Tokens::parse(text, SCOPES).unwrap_err().to_string();
            let shown = ["sec", SECRET].iter().any(|secret| error.contains(secret));
            assert!(error.contains(words) && !shown, "{error}");
        }
    }
}
