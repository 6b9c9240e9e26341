//! The current request: its id is in every line that is logged meanwhile.
//!
//! A span would do the same, and cost more than the line: it is kept in a registry, and its fields are written out whether
//! anything is logged or not.

use std::{future::Future, sync::Arc};

use tokio::task_local;

task_local! {
    static REQUEST: Arc<str>;
}

/// The same future; lines that are logged while it runs have this request id.
pub fn with_request_id<F: Future>(request: Arc<str>, future: F) -> impl Future<Output = F::Output> {
    REQUEST.scope(request, future)
}

/// Calls `use_id` with the id of the current request, if there is one.
pub(super) fn current<T>(use_id: impl FnOnce(&str) -> T) -> Option<T> {
    REQUEST.try_with(|id| use_id(id)).ok()
}
