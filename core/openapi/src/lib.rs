#![doc = include_str!("../README.md")]

pub mod compatibility;
mod components;
mod context;
mod defaults;
mod described_routes;
mod document;
mod enumerations;
mod error;
mod examples;
pub mod forms;
mod info;
mod openapi_3_0;
mod operation;
mod order;
mod plain;
mod postman;
mod response;
mod schemas;
mod served;
mod text;
mod transform;

pub use described_routes::DescribedRoutes;
pub use document::Document;
pub use error::DocumentError;
pub use info::Info;
pub use plain::Detail;
pub use served::{DocumentCell, DocumentResource, FoundDocument, Origin, document};
