#![doc = include_str!("../README.md")]

mod idempotency;
mod page;
mod shared;
mod table;

pub use idempotency::IdempotencyMemory;
pub use page::{Direction, SortKey, page};
pub use shared::Shared;
pub use table::{Checked, ensure_exists, ensure_free, ensure_unchanged, select};
