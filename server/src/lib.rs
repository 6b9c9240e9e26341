#![doc = include_str!("../README.md")]

mod builder;
pub mod command;
mod credentials;
pub mod docs;
mod entry_point;
mod headers;
pub mod health;
pub mod lifecycle;
pub mod limits;
mod local;
mod operations;
mod options;
mod origin;
mod parsers;
mod paths;
mod pipeline;
mod protection;
mod purge;
pub mod response_cache;
mod service;
mod services;
pub mod trace;
pub mod web;

pub use ogrom_protocols::BoxError;
pub use ogrom_server_telemetry::system;

pub use self::{
    builder::Builder,
    credentials::Credentials,
    entry_point::entry_point,
    operations::{Api, Operations, described_routes, mount, mount_with_operations},
    options::ServerOptions,
    parsers::locales,
    paths::Paths,
    pipeline::{ContentState, Lookup, Pipeline, RequestState},
    protection::Protection,
    purge::{purge_idempotency_keys, purge_tombstones},
    service::Service,
    services::Services,
};
