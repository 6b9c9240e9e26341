#![doc = include_str!("../README.md")]

mod cache_tags;
mod clock;
mod context;
mod cursor;
mod delegate;
mod dependencies;
mod digest;
mod error;
mod id_generator;
mod idempotency;
mod import;
mod page;
mod tombstone;
mod trace;

pub use cache_tags::CacheTags;
pub use clock::Clock;
pub use context::{Context, Principal};
pub use cursor::{Cursor, CursorRefused, Place, Position};
#[doc(hidden)]
pub use delegate::private;
pub use dependencies::{ChangeCounters, CounterValue, Dependencies, Validity};
pub use digest::digest;
pub use error::{BoxError, Conflict, Error, Result};
pub use id_generator::IdGenerator;
pub use idempotency::{Claim, IdempotencyKey, IdempotencyStore, StoredResponse};
pub use import::Imported;
pub use page::{Limit, LimitOutOfRange, Page, PageRequest, Window};
pub use tombstone::TombstoneStore;
pub use trace::{InvalidTrace, TraceContext, TraceId};
