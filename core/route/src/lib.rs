#![doc = include_str!("../README.md")]

mod build;
mod builder;
mod error;
mod table;
mod template;

pub use builder::TableBuilder;
pub use error::{BuildError, BuildErrors};
pub use table::{Found, Leaf, Table, Target};
