//! Changes through a cache.

use std::sync::Arc;

use ogrom_protocols::{Context, Error, Result};
use tracing::Instrument;

use super::{Cache, key::Invalidation, store::Store};
use crate::task::detached;

/// A running change. When it ends, the results that it concerns are invalidated; they are stale if it ends without a result.
struct Change {
    store: Arc<Store>,
    invalidation: Invalidation,
    known: bool,
}

// === impl Cache ===

impl<S: Send + Sync + 'static> Cache<S> {
    /// Makes a change, and invalidates what it concerns. It is a task of its own: a caller that gives up never keeps the
    /// cache from learning of it.
    pub async fn change<T: Send + 'static, F>(
        &self,
        ctx: &Context,
        invalidation: Invalidation,
        make: impl FnOnce(Arc<S>, Context) -> F + Send,
    ) -> Result<T>
    where
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let mut change = Change { store: Arc::clone(&self.store), invalidation, known: false };
        let result = make(Arc::clone(&self.source), ctx.clone());
        let task = async move {
            let result = result.await;
            change.known = matches!(result, Ok(_) | Err(Error::Conflict(_)));
            drop(change);
            result
        };
        detached(task.in_current_span()).await
    }
}

// === impl Change ===

impl Drop for Change {
    fn drop(&mut self) {
        if self.known {
            self.store.invalidate(&self.invalidation);
        } else {
            self.store.mark_stale(&self.invalidation);
        }
    }
}
