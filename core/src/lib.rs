#![doc = include_str!("../README.md")]

pub mod collage;
pub mod comment;
pub mod deprecated;
pub mod facts;
pub mod home;
pub mod index;
pub mod like;
pub mod locale;
pub mod moderation;
pub mod mount;
pub mod named;
mod noun;
pub mod once;
pub mod page;
pub mod permission;
pub mod problem;
pub mod product;
pub mod scope;
pub mod source;
#[cfg(test)]
mod tests;
pub mod text;
pub mod time;
pub mod user;

pub use ogrom_core_resource::{Body, Endpoint, ProblemTypes};
