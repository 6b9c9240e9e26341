#![doc = include_str!("../README.md")]

mod collage;
mod comment;
mod like;
mod product;
mod user;
pub mod words;

pub use collage::{CollageImport, CollageOrder, CollageQuery, CollageReader, CollageWriter};
pub use comment::{CommentImport, CommentQuery, CommentReader, CommentWriter};
pub use like::{LikeImport, LikeQuery, LikeReader, LikeWriter};
pub use product::{
    CatalogueState, PriceRange, ProductChange, ProductImport, ProductOrder, ProductQuery, ProductReader,
};
pub use user::{UserImport, UserReader};
