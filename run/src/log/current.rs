//! The request that is being answered: its name is in every line that is logged meanwhile.
//!
//! A span would do the same, and cost more than the line: it is kept in a registry, and its fields are written out whether
//! anything is logged or not.

use std::{future::Future, sync::Arc};

use tokio::task_local;

task_local! {
    static REQUEST: Arc<str>;
}

/// The same future; what is logged while it runs has the name of this request.
pub(crate) fn named<F: Future>(request: Arc<str>, future: F) -> impl Future<Output = F::Output> {
    REQUEST.scope(request, future)
}

/// Tells the name of the request that is being answered, if one is.
pub(super) fn with_name<T>(tell: impl FnOnce(&str) -> T) -> Option<T> {
    REQUEST.try_with(|name| tell(name)).ok()
}
