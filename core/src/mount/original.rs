//! The original request target, for a router that removes a prefix.

use std::task::{Context, Poll};

use http::{Extensions, Request, Uri};
use ogrom_core_path::escape;
use tower_service::Service;

use super::PathPrefix;

/// The target as the client sent it, among a request's extensions. A table that sees a shorter target adds the removed prefix
/// to its links.
#[derive(Debug, Clone)]
pub struct OriginalUri(pub Uri);

/// Remembers the target of each request as it is here. To be put outside of a router that nests a table under a prefix
/// and takes the prefix off, such as axum's `nest_service`; then the table's links are right, whatever the prefix.
#[derive(Debug, Clone)]
pub struct RememberUri<S>(pub S);

/// The prefix that proxies, layers and outer routers removed from the client's path. Links begin with it.
pub(super) fn removed_prefix(facts: &Extensions, seen: &str) -> String {
    let original = facts.get::<OriginalUri>().and_then(|original| original.0.path().strip_suffix(seen));
    let taken = original.map(escape).unwrap_or_default();
    match facts.get::<PathPrefix>() {
        Some(prefix) => format!("{prefix}{taken}"),
        None => taken.into_owned(),
    }
}

// === impl RememberUri ===

impl<S: Service<Request<B>>, B> Service<Request<B>> for RememberUri<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<B>) -> S::Future {
        let uri = request.uri().clone();
        // The outermost router sees the original target.
        request.extensions_mut().get_or_insert_with(|| OriginalUri(uri));
        self.0.call(request)
    }
}
