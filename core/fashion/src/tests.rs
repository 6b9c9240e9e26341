//! Tests of behaviour that all endpoints share, and the helpers of their own tests.

mod app;
mod ask;
mod bounded;
pub(crate) mod broken;
mod cbor;
pub(crate) mod data;

mod every_endpoint;
mod every_write;
mod facts;
mod failures;
mod formats;
mod locales;
mod mounting;
mod once;
mod permissions;
mod preferences;
mod ranges;
mod read_back;
mod sparse;
mod texts;
mod twice;

pub(crate) use app::{App, Sources};
pub(crate) use ask::{Answer, Ask};
pub(crate) use data::filled;
