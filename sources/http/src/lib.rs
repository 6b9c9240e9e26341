#![doc = include_str!("../README.md")]

mod budget;
pub mod changing;
mod client;
mod exchange;
mod known_locales;
mod locales;
pub mod page;
pub mod problem;
mod reading;
mod request;
mod response_cache;
mod upstream;
pub mod wire;

pub use client::Client;
pub use exchange::ApiResponse;
pub use problem::Problem;
pub use reading::{Read, Validators, all_found, body_of};
pub use request::ApiRequest;
pub use upstream::{InvalidUpstream, Upstream};
