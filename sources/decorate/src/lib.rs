#![doc = include_str!("../README.md")]

mod breaker;
mod cached;
mod decorated;
mod error;
mod limited;
mod observed;
mod order;
mod policy;
mod timed;

#[cfg(test)]
mod tests;

pub use breaker::{Breaker, CIRCUIT, Tolerance};
pub use cached::{BYTES, CacheLimits, Cached, LOOKUPS};
pub use decorated::Decorated;
pub use limited::{Limited, Limits, WAITING};
pub use observed::{Observed, QUESTIONS, SECONDS, asking, outcome};
pub use order::{Guarded, Guards};
pub use policy::{Access, Policy, Question};
pub use timed::Timed;
