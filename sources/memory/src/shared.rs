//! State that several threads share.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use ogrom_protocols::Imported;

use crate::Checked;

/// The state of a domain behind one lock. A clone shares the state of its original.
///
/// Each method is one transaction. A change checks before it acts, so that a panic leaves nothing half done.
#[derive(Debug, Default)]
pub struct Shared<T>(Arc<RwLock<T>>);

// === impl Shared ===

impl<T> Shared<T> {
    /// The state as it is now; a change waits until the guard is dropped.
    pub fn read(&self) -> RwLockReadGuard<'_, T> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes one change.
    pub fn write<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        change(&mut self.0.write().unwrap_or_else(PoisonError::into_inner))
    }

    /// Adds the rows that can be added, in one transaction, and reports what became of each.
    pub fn import<Row>(&self, rows: &[Row], add: impl Fn(&mut T, &Row) -> Checked<()>) -> Vec<Imported> {
        self.write(|state| rows.iter().map(|row| add(state, row).into()).collect())
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}
