#![doc = include_str!("../README.md")]

mod build;
mod error;
mod routes;
mod table;
mod template;

pub use error::{BuildError, BuildErrors};
pub use routes::Routes;
pub use table::{Found, Leaf, Table, Target};
