//! The bearer tokens by which an upstream service knows the users of this one.

use std::{collections::BTreeSet, fmt, str::FromStr};

use ogrom_protocols_model::UserId;
use ogrom_server_config::all;
use ogrom_server_identity::{Tokens, is_shown};

/// The bearer tokens by which an upstream service knows users. Nothing prints them.
#[derive(Clone, Default)]
pub struct Credentials(Vec<(UserId, String)>);

// === impl Credentials ===

impl Credentials {
    /// Each user with its token.
    pub fn iter(&self) -> impl Iterator<Item = (&UserId, &str)> {
        self.0.iter().map(|(user, token)| (user, token.as_str()))
    }

    /// The users of these tokens for whom there are no credentials, each once, in the order of their names.
    pub fn lacking(&self, writers: &Tokens) -> impl Iterator<Item = UserId> + use<> {
        let is_known = |user: &&UserId| self.0.iter().any(|(known, _)| known == *user);
        let lacking: BTreeSet<_> = writers.users().filter(|user| !is_known(user)).cloned().collect();
        lacking.into_iter()
    }
}

impl FromStr for Credentials {
    type Err = String;

    /// Reads `lena=token,theo=token`. The error names the user, never the token.
    fn from_str(text: &str) -> Result<Self, String> {
        let entries = text.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        let mut known = BTreeSet::new();
        let entry = |(number, entry): (usize, &str)| {
            let (user, token) =
                entry.split_once('=').ok_or_else(|| format!("entry {} is not user=token", number + 1))?;
            let id: UserId = user.parse().map_err(|error| format!("'{user}': {error}"))?;
            match token {
                _ if !known.insert(id.clone()) => Err(format!("'{user}' is there twice")),
                "" => Err(format!("the token of '{user}' is empty")),
                token if !is_shown(token) => {
                    Err(format!("the token of '{user}' is not ASCII, and no header field shows it"))
                }
                token => Ok((id, token.to_owned())),
            }
        };
        all(entries.enumerate().map(entry)).map(Self)
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} credentials", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_list_is_said_without_the_secret() {
        for (list, words) in [("lena=s, secret", "entry 2 is not user=token"), ("a b=secret", "'a b'")] {
            let error = list.parse::<Credentials>().unwrap_err();
            assert!(error.contains(words) && !error.contains("secret"), "{error}");
        }
        assert_eq!(format!("{:?}", "lena=secret".parse::<Credentials>().unwrap()), "1 credentials");
    }
}
