//! Another service as the database: the sources that it is, and its health.

use std::{sync::Arc, time::Instant};

use ogrom_protocols::Context;
use ogrom_protocols_model::{Locale, UserId};
use ogrom_server::{
    Credentials, Protection,
    health::{Dependency, RESPONDS_WITHIN},
};
use ogrom_server_identity::Tokens;
use ogrom_server_telemetry::TraceExporter;
use ogrom_sources_fashion_http::Http;
use ogrom_sources_http::{InvalidUpstream, Upstream};
use ogrom_sources_memory::IdempotencyMemory;
use serde_json::Value;

use crate::sources::{Sources, traced};

/// Why another service cannot take the place of the database.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UpstreamError {
    /// The address or a token cannot be used.
    #[error(transparent)]
    Invalid(#[from] InvalidUpstream),
    /// A user may write here, but not there.
    #[error("the user '{0}' has no token for the upstream service: add one to OGROM_UPSTREAM_TOKENS")]
    Unknown(UserId),
}

/// The sources that the service at this address is, for writers who have these tokens here; and the service as a dependency.
pub fn sources(
    base: &str,
    credentials: &Credentials,
    writers: &Tokens,
    protection: &Protection,
    exporter: &TraceExporter,
) -> Result<(Sources, Dependency), UpstreamError> {
    if let Some(unknown) = unknown(credentials, writers).next() {
        return Err(unknown);
    }
    let upstream = address(base)?;
    let upstream = credentials
        .iter()
        .try_fold(upstream, |upstream, (user, token)| upstream.acting_as(user.clone(), token))?;
    // The answers to what has a key are kept here alone, and only as long as this process runs. What a request makes has a
    // name that is derived from its key, by which the service behind finds it made.
    let answers = |_| Arc::new(IdempotencyMemory::default()) as _;
    let service = Http::new(upstream);
    let dependency = dependency(service.clone());
    Ok((Sources::protected(traced(Arc::new(service), exporter), answers, protection), dependency))
}

/// The service at this address, without credentials yet.
pub(crate) fn address(base: &str) -> Result<Upstream, UpstreamError> {
    Ok(Upstream::new(base)?)
}

/// The writers without a token for that service, each once, in the order of their names.
pub(crate) fn unknown(credentials: &Credentials, writers: &Tokens) -> impl Iterator<Item = UpstreamError> {
    credentials.lacking(writers).map(UpstreamError::Unknown)
}

/// The service behind, as a dependency. It is asked for what it always has.
fn dependency(service: Http) -> Dependency {
    // The list of locales is the same in all of them.
    let locale: Arc<Locale> = Arc::new("en-GB; GBP".parse().expect("this is a locale"));
    Dependency::new("service", move || {
        let (service, locale) = (service.clone(), Arc::clone(&locale));
        async move {
            let context = Context::new("health", locale).until(Instant::now() + RESPONDS_WITHIN);
            service.answers(&context).await.map(|()| Value::Null).map_err(|_| "does not respond correctly")
        }
    })
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
            sources(
                "http://localhost/v1/",
                &credentials,
                &writers,
                &serve.protection,
                &TraceExporter::default(),
            )
            .map_err(|error| error.to_string())
        };
        assert!(check("").is_ok() && check("lena=0123456789abcdef").is_ok());
        let error = check("oscar=0123456789abcdef").unwrap_err();
        assert!(error.contains("'oscar'") && !error.contains("0123"), "{error}");
    }
}
