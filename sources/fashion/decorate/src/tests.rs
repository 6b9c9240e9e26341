//! The promises of each policy and of the cache, over a source that the tests control.

mod breaker;
mod bulkhead;
mod cached;
mod endless;
mod gate;
mod instrumented;
mod resilience;
mod timeout;
