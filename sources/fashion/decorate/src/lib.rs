#![doc = include_str!("../README.md")]

mod cached;
mod decorated;

#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use cached::Cached;
pub use decorated::Decorated;
use ogrom_sources_decorate::{Policies, Resilience};

/// A source behind all policies.
pub type Resilient<S> = Decorated<S, Policies>;

/// Puts all policies before a source, in the order that [`Resilience::policies`] explains.
pub fn protect<S>(source: Arc<S>, resilience: &Resilience) -> Resilient<S> {
    Decorated::new(source, resilience.policies())
}
