#![doc = include_str!("../README.md")]

mod components;
mod document;
mod error;
pub mod grows;
mod info;
mod older;
mod operation;
mod order;
mod places;
mod response;
mod schemas;
mod served;
mod text;
mod told;
mod transform;

pub use document::Document;
pub use error::DocumentError;
pub use info::Info;
pub use places::Places;
pub use served::{DocumentResource, Shelf, document};
