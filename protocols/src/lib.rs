#![doc = include_str!("../README.md")]

mod basis;
mod clock;
mod context;
mod cursor;
mod delegate;
mod digest;
mod error;
mod idempotency;
mod identities;
mod import;
mod page;
mod trace;

pub use basis::{Basis, Holds, Mark, Tally};
pub use clock::Clock;
pub use context::{Context, Principal};
pub use cursor::{Cursor, CursorRefused, Position};
#[doc(hidden)]
pub use delegate::private;
pub use digest::digest;
pub use error::{BoxError, Conflict, Error, Result};
pub use idempotency::{Claim, IdempotencyStore, KeptAnswer, OnceRequest};
pub use identities::Identities;
pub use import::Imported;
pub use page::{Limit, LimitOutOfRange, Page, PageRequest};
pub use trace::{InvalidTrace, TraceContext, TraceId};
