#![doc = include_str!("../README.md")]

pub mod deprecated;
pub mod facts;
pub mod home;
pub mod html;
pub mod idempotent;
pub mod locale;
pub mod me;
pub mod mount;
pub mod named;
pub mod page;
pub mod permission;
pub mod problem;
pub mod scope;
pub mod source;
#[cfg(test)]
mod tests;
pub mod text;
pub mod time;

pub use ogrom_core_resource::{Body, Endpoint, ProblemTypes};
