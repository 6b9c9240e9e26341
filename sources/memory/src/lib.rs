#![doc = include_str!("../README.md")]

mod collage;
mod comment;
mod idempotency;
mod like;
mod page;
mod product;
mod state;
mod user;

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use ogrom_protocols::{Conflict, Imported};

use crate::state::{Checked, State};

/// A source that keeps everything in memory. Starts empty; a clone shares the data of the original.
#[derive(Debug, Clone, Default)]
pub struct Memory(Arc<RwLock<State>>);

// === impl Memory ===

impl Memory {
    fn read(&self) -> RwLockReadGuard<'_, State> {
        // Every change checks before it acts, so that a panic elsewhere leaves nothing half done.
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs one transaction.
    fn write<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.0.write().unwrap_or_else(PoisonError::into_inner))
    }

    /// Adds the rows that can be added, in one transaction.
    fn import<T>(&self, rows: &[T], add: impl Fn(&mut State, &T) -> Checked<()>) -> Vec<Imported> {
        let outcome = |added| match added {
            Ok(()) => Imported::Added,
            Err(Conflict::Exists) => Imported::Present,
            Err(refused) => Imported::Refused(refused.to_string()),
        };
        self.write(|state| rows.iter().map(|row| outcome(add(state, row))).collect())
    }
}
