#![doc = include_str!("../README.md")]

mod collage;
mod comment;
mod counts;
mod indexed;
mod like;
mod product;
mod state;
mod tombstone;
mod user;

use ogrom_protocols::delegate_idempotency;
use ogrom_sources_memory::{IdempotencyMemory, Shared};

use crate::state::State;

/// A source that has everything in memory. Starts empty; a clone shares the data of the original.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    state: Shared<State>,
    idempotency: IdempotencyMemory,
}

delegate_idempotency! { [] Memory => idempotency }
