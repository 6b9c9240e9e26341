#![doc = include_str!("../README.md")]

mod about;
mod accept;
mod body;
mod cx;
mod endpoint;
mod facts;
mod fault;
mod format;
pub mod graph;
mod input;
mod invalid;
mod merge;
mod method;
mod operation;
mod outcome;
mod precondition;
mod problem;
mod resource;
mod shell;
mod validators;

pub use about::About;
pub use body::Body;
pub use cx::{Cx, Place};
pub use endpoint::{Draft, Endpoint, EndpointFuture, ResponseFuture};
pub use fault::{Fault, Result};
pub use input::Input;
pub use invalid::{Invalid, Place as InvalidPlace};
pub use method::{Method, Methods};
pub use outcome::{Access, Existence, Outcome, Posted};
pub use problem::{Problem, ProblemTypes};
pub use resource::{Delete, Get, NoContent, NoQuery, Patch, Post, Put, Resource};
pub use shell::strip;
pub use validators::{Shown, Validators};
