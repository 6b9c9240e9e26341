#![doc = include_str!("../README.md")]

mod build;
mod error;
mod routes;
mod table;
mod template;

pub use error::{BuildError, BuildErrors};
pub use routes::{Routes, Target};
pub use table::{Found, Leaf, Table};
