#![doc = include_str!("../README.md")]
#![expect(
    clippy::missing_panics_doc,
    reason = "a case panics where the store breaks the rule: that is its use"
)]

pub mod data;
mod exception;
pub mod expect;
pub mod idempotency;
mod listed;
pub mod pages;
mod suite;

#[doc(hidden)]
pub use exception::judge;
pub use listed::every_case_is_listed;
