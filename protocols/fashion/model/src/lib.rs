#![doc = include_str!("../README.md")]

mod collage;
mod comment;
mod id;
mod like;
mod product;
mod rating;
mod user;

pub use collage::{Collage, CollageDraft, CollageItem};
pub use comment::{Comment, CommentDraft};
pub use id::{CollageId, CommentId, ProductId};
pub use like::Like;
pub use product::{Product, ProductText};
pub use rating::MeanRating;
pub use user::User;
