#![doc = include_str!("../README.md")]

mod collage;
mod comment;
mod like;
mod product;
mod source;
mod user;

pub use source::Http;
