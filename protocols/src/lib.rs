#![doc = include_str!("../README.md")]

mod basis;
mod clock;
mod collage;
mod comment;
mod context;
mod cursor;
mod error;
mod idempotency;
mod identities;
mod import;
mod like;
mod page;
mod product;
mod trace;
mod user;
pub mod words;

pub use basis::{Basis, Holds, Mark, Tally};
pub use clock::Clock;
pub use collage::{CollageImport, CollageOrder, CollageQuery, CollageReader, CollageWriter};
pub use comment::{CommentImport, CommentQuery, CommentReader, CommentWriter};
pub use context::{Context, Principal};
pub use cursor::{Cursor, CursorRefused, Position};
pub use error::{BoxError, Conflict, Error, Result};
pub use idempotency::{Claim, IdempotencyStore, KeptAnswer, OnceRequest};
pub use identities::Identities;
pub use import::Imported;
pub use like::{LikeImport, LikeReader, LikeWriter};
pub use page::{Limit, LimitOutOfRange, Page, PageRequest};
pub use product::{PriceRange, ProductImport, ProductOrder, ProductQuery, ProductReader};
pub use trace::{InvalidTrace, TraceContext, TraceId};
pub use user::{UserImport, UserReader};
