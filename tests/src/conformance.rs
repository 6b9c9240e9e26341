//! Cases of HTTP against the engine: a table of them, a scripted resource for each, a real connection between.
//!
//! A table is in format 1: JSON Lines, one [`Case`] a line, strictly read. [`Beyond`] expresses the rest of a
//! resource, for the cases that are written in Rust.

mod answer;
mod case;
mod coverage;
mod oracle;
mod request;
mod runner;
mod script;
mod scripted;
mod table;
mod verdict;

pub use answer::Answered;
pub use case::{Case, Expect, Request, Statuses, Value};
pub use coverage::{BEYOND_FORMAT_1, Coverage};
pub use oracle::{Path, walk};
pub use runner::{Runner, ask, serve};
pub use script::{
    Access, Action, Available, Beyond, Existence, Fails, FailsAs, FailsAt, Fault, Script, Verb,
};
pub use scripted::endpoint;
pub use table::{TableError, read};
pub use verdict::disagreements;
