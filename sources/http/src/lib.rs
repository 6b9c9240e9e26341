#![doc = include_str!("../README.md")]

mod budget;
mod changing;
mod collage;
mod comment;
mod copies;
mod exchange;
mod like;
mod locales;
mod page;
mod problem;
mod product;
mod question;
mod reading;
mod service;
mod upstream;
mod user;
mod wire;

pub use service::Http;
pub use upstream::{InvalidUpstream, Upstream};
