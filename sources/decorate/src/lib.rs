#![doc = include_str!("../README.md")]

mod breaker;
mod bulkhead;
mod cache;
mod cached;
mod decorate;
mod error;
mod instrumented;
mod policy;
mod resilience;
pub mod size;
mod task;
mod timeout;

pub use breaker::{Breaker, BreakerOptions, CIRCUIT};
pub use bulkhead::{Bulkhead, BulkheadOptions, WAITING};
pub use cache::{BYTES, Cache, CacheLimits, Class, Invalidation, LOOKUPS, Pages, Things, Value};
#[doc(hidden)]
pub use decorate::private;
pub use instrumented::{CALLS, Instrumented, SECONDS, current_call, outcome};
pub use policy::{Access, Call, Policy};
pub use resilience::{Policies, Resilience};
pub use timeout::Timeout;
