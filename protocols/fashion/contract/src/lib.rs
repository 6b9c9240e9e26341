#![doc = include_str!("../README.md")]
#![expect(
    clippy::missing_panics_doc,
    reason = "a case panics where the store breaks the rule: that is its use"
)]

pub mod change;
pub mod collage;
pub mod comment;
pub mod data;
mod expect;
pub mod given;
pub mod like;
pub mod product;
mod store;
mod suite;
pub mod tombstone;
pub mod user;

#[doc(hidden)]
pub use ogrom_protocols_contract as shared;
pub use store::{ProductStore, Store, UserStore};
