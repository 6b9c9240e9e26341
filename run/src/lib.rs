//! The service: reads its configuration, injects the sources into the endpoints, mounts them and serves.
//!
//! It is a library with a thin binary, so that tests put together the very same service.

mod cli;
pub mod command;
pub mod database;
pub mod demo;
pub mod docs;
mod document;
pub mod front;
pub mod health;
pub mod housekeeping;
pub mod identity;
pub mod limits;
pub mod log;
pub mod observed;
pub mod representations;
pub mod routes;
pub mod server;
pub mod sources;
pub mod system;
pub mod trace;
pub mod upstream;
pub mod web;

pub use cli::{
    Cli, Command, Database, DocumentCommand, DocumentFormat, GraphCommand, GraphFormat, ImportCommand,
    OpenapiVersion, Protection, Replicas, ServeCommand,
};
