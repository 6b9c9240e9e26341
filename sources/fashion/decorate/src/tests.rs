//! What each policy and the cache promise, over a source that the tests control.

mod breaker;
mod bulkhead;
mod cached;
mod endless;
mod gate;
mod instrumented;
mod resilience;
mod timeout;
