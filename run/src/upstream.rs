//! Another service as the database: which tokens it knows our users by, and what it is a source of.

use std::{collections::BTreeSet, fmt, str::FromStr, sync::Arc, time::Instant};

use ogrom_protocols::Context;
use ogrom_protocols_model::{Locale, UserId};
use ogrom_server_config::all;
use ogrom_sources_http::{Http, InvalidUpstream, Upstream};
use ogrom_sources_memory::Memory;
use serde_json::Value;

use crate::{
    Protection,
    health::{ANSWERS_WITHIN, Dependency},
    identity::{Tokens, is_shown},
    observed::Recording,
    sources::Sources,
};

/// The tokens by which a service behind knows users. Nothing prints them.
#[derive(Clone, Default)]
pub struct Credentials(Vec<(UserId, String)>);

/// Why no service can stand behind this one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UpstreamError {
    /// The address or a token cannot be used.
    #[error(transparent)]
    Invalid(#[from] InvalidUpstream),
    /// Somebody may write here, but not there.
    #[error(
        "the user '{0}' may write here, and has no token for the service behind: add one to OGROM_UPSTREAM_TOKENS"
    )]
    Unknown(UserId),
}

/// The sources that the service at this address is, for writers who have these tokens here; and the service as something
/// to depend on.
pub fn sources(
    base: &str,
    credentials: &Credentials,
    writers: &Tokens,
    protection: &Protection,
    recording: &Recording,
) -> Result<(Sources, Dependency), UpstreamError> {
    if let Some(unknown) = unknown(credentials, writers).next() {
        return Err(unknown);
    }
    let upstream = address(base)?;
    let upstream = credentials
        .0
        .iter()
        .try_fold(upstream, |upstream, (user, token)| upstream.acting_as(user.clone(), token))?;
    // The answers to what has a key are kept here alone, and only as long as this process runs. What a request makes has a
    // name that is derived from its key, by which the service behind finds it made.
    let answers = |_| Arc::new(Memory::default()) as _;
    let service = Http::new(upstream);
    let dependency = dependency(service.clone());
    Ok((Sources::protected(recording.of_questions(Arc::new(service)), answers, protection), dependency))
}

/// The service at this address, without credentials yet.
pub(crate) fn address(base: &str) -> Result<Upstream, UpstreamError> {
    Ok(Upstream::new(base)?)
}

/// Those writers who have no token for the service behind, each once, in the order of their names.
pub(crate) fn unknown(credentials: &Credentials, writers: &Tokens) -> impl Iterator<Item = UpstreamError> {
    let known = |user: &&UserId| !credentials.0.iter().any(|(known, _)| known == *user);
    let unknown: BTreeSet<_> = writers.users().filter(known).cloned().collect();
    unknown.into_iter().map(UpstreamError::Unknown)
}

/// The service behind, as something that can be away. It is asked for what it always has.
fn dependency(service: Http) -> Dependency {
    // The list of locales is the same in all of them.
    let locale: Arc<Locale> = Arc::new("en-GB; GBP".parse().expect("this is a locale"));
    Dependency::new("service", move || {
        let (service, locale) = (service.clone(), Arc::clone(&locale));
        async move {
            let context = Context::new("health", locale).until(Instant::now() + ANSWERS_WITHIN);
            service.answers(&context).await.map(|()| Value::Null).map_err(|_| "does not answer as it should")
        }
    })
}

// === impl Credentials ===

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
    use crate::{Cli, Command};

    #[test]
    fn who_may_write_here_must_be_known_there() {
        let credentials: Credentials = "lena=secret, theo=secret".parse().unwrap();
        let check = |writers: &str| {
            let writers = Tokens::parse(writers, &[]).unwrap();
            let Command::Serve(serve) = Cli::from_arguments(["ogrom"]).unwrap().into_command() else {
                panic!("it serves")
            };
            sources("http://localhost/v1/", &credentials, &writers, &serve.protection, &Recording::default())
                .map_err(|error| error.to_string())
        };
        assert!(check("").is_ok() && check("lena=0123456789abcdef").is_ok());
        let error = check("oscar=0123456789abcdef").unwrap_err();
        assert!(error.contains("'oscar'") && !error.contains("0123"), "{error}");
    }

    #[test]
    fn what_is_wrong_with_a_list_is_said_without_the_secret() {
        for (list, words) in [("lena=s, secret", "entry 2 is not user=token"), ("a b=secret", "'a b'")] {
            let error = list.parse::<Credentials>().unwrap_err();
            assert!(error.contains(words) && !error.contains("secret"), "{error}");
        }
        assert_eq!(format!("{:?}", "lena=secret".parse::<Credentials>().unwrap()), "1 credentials");
    }
}
