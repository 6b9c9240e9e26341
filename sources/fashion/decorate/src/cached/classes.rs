//! The classes of the nouns' results.

use ogrom_protocols_fashion_model::{Collage, CollageId, Comment, CommentId, Product, ProductId, User};
use ogrom_protocols_model::UserId;
use ogrom_sources_decorate::{Class, Pages, Things, size::bytes};

use super::sizes;

/// All of them, by their names in metrics and in cache tags. Those who purge caches rely on the names.
pub(super) const CLASSES: &[&str] = &[
    "user",
    "product",
    "products",
    "collage",
    "collages",
    "collage-tombstone",
    "comment",
    "comments",
    "comment-tombstone",
];

pub(super) const USER: Class = Class::named("user", CLASSES);
pub(super) const PRODUCT: Class = Class::named("product", CLASSES);
pub(super) const PRODUCTS: Class = Class::named("products", CLASSES);
pub(super) const COLLAGE: Class = Class::named("collage", CLASSES);
pub(super) const COLLAGES: Class = Class::named("collages", CLASSES);
pub(super) const COLLAGE_TOMBSTONE: Class = Class::named("collage-tombstone", CLASSES);
pub(super) const COMMENT: Class = Class::named("comment", CLASSES);
pub(super) const COMMENTS: Class = Class::named("comments", CLASSES);
pub(super) const COMMENT_TOMBSTONE: Class = Class::named("comment-tombstone", CLASSES);

pub(super) const USER_BY_ID: Things<User, UserId> = Things::new(USER, "users", |user| &user.id, sizes::user);
pub(super) const PRODUCT_BY_ID: Things<Product, ProductId> =
    Things::new(PRODUCT, "products", |product| &product.id, sizes::product);
pub(super) const PRODUCT_PAGES: Pages<Product> = Pages::new(PRODUCTS, sizes::product);
pub(super) const COLLAGE_BY_ID: Things<Collage, CollageId> =
    Things::new(COLLAGE, "collages", |collage| &collage.id, sizes::collage);
pub(super) const COLLAGE_PAGES: Pages<Collage> = Pages::new(COLLAGES, sizes::collage);
pub(super) const GONE_COLLAGES: Things<CollageId, CollageId> =
    Things::new(COLLAGE_TOMBSTONE, "collages", |id| id, |id| bytes(id.as_str().len()));
pub(super) const COMMENT_BY_ID: Things<Comment, CommentId> =
    Things::new(COMMENT, "comments", |comment| &comment.id, sizes::comment);
pub(super) const COMMENT_PAGES: Pages<Comment> = Pages::new(COMMENTS, sizes::comment);
pub(super) const GONE_COMMENTS: Things<CommentId, CommentId> =
    Things::new(COMMENT_TOMBSTONE, "comments", |id| id, |id| bytes(id.as_str().len()));
