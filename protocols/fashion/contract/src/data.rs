//! Items to test with. Each starts out as plain as possible: a test sets only the parts that matter to it.

mod collage;
mod comment;
mod product;

use ogrom_protocols_fashion_model::{Like, User};
use ogrom_protocols_model::Version;

pub use collage::{CollageData, a_collage, a_draft, an_item};
pub use comment::{CommentData, a_comment, a_comment_draft};
pub use ogrom_protocols_contract::data::{TRICKY_TEXTS, at, context, parse, version};
pub use product::{ProductData, a_full_product, a_product};

/// A user without a name.
pub fn a_user(id: &str) -> User {
    User { id: parse(id), name: None, version: Version::FIRST, created: at(0), modified: at(0) }
}

/// This user likes this collage.
pub fn a_like(collage: &str, user: &str) -> Like {
    Like { collage: parse(collage), user: parse(user), created: at(0) }
}
