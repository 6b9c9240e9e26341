//! All traits and their methods: the one list that the policies need.

use ogrom_protocols::{Imported, Page, PageRequest, TombstoneStore};
use ogrom_protocols_fashion::{
    CatalogueState, CollageImport, CollageQuery, CollageReader, CollageWriter, CommentImport, CommentQuery,
    CommentReader, CommentWriter, LikeImport, LikeQuery, LikeReader, LikeWriter, ProductChange,
    ProductImport, ProductQuery, ProductReader, UserImport, UserReader,
};
use ogrom_protocols_fashion_model::{
    Collage, CollageDraft, CollageId, Comment, CommentDraft, CommentId, Like, Product, ProductId, User,
};
use ogrom_protocols_model::{Revision, Timestamp, UserId};
use ogrom_sources_decorate::decorate;

decorate! {
    /// A source over a source: implements each trait that the source implements, and lets a policy decide about every call. A
    /// clone shares both.
    pub struct Decorated;

    "user" UserReader {
        Read user_by_id(id: &UserId) -> Option<User>;
        Read users_by_ids(ids: &[UserId]) -> Vec<User>;
    }
    "user" UserImport {
        Write import_users(rows: &[User]) -> Vec<Imported>;
    }
    "product" ProductReader {
        Read product_by_id(id: &ProductId) -> Option<Product>;
        Read products_by_ids(ids: &[ProductId]) -> Vec<Product>;
        Read products(query: &ProductQuery, page: &PageRequest) -> Page<Product>;
        Read catalogue_state() -> Option<CatalogueState>;
        Read product_changes(page: &PageRequest) -> Vec<ProductChange>;
    }
    "product" ProductImport {
        Write import_products(rows: &[Product], now: Timestamp) -> Vec<Imported>;
    }
    "collage" CollageReader {
        Read collage_by_id(id: &CollageId) -> Option<Collage>;
        Read collages_by_ids(ids: &[CollageId]) -> Vec<Collage>;
        Read collages(query: &CollageQuery, page: &PageRequest) -> Page<Collage>;
        Read collage_is_gone(id: &CollageId) -> bool;
    }
    "collage" CollageWriter {
        Write create_collage(collage: &Collage) -> Collage;
        Write update_collage(id: &CollageId, expected: Revision, draft: &CollageDraft, now: Timestamp)
            -> Option<Collage>;
        Write delete_collage(id: &CollageId, expected: Revision, now: Timestamp) -> bool;
    }
    "collage" CollageImport {
        Write import_collages(rows: &[Collage]) -> Vec<Imported>;
    }
    "comment" CommentReader {
        Read comment_by_id(id: &CommentId) -> Option<Comment>;
        Read comments_by_ids(ids: &[CommentId]) -> Vec<Comment>;
        Read comments(query: &CommentQuery, page: &PageRequest) -> Page<Comment>;
        Read comment_is_gone(id: &CommentId) -> bool;
    }
    "comment" CommentWriter {
        Write create_comment(comment: &Comment) -> Comment;
        Write update_comment(id: &CommentId, expected: Revision, draft: &CommentDraft, now: Timestamp)
            -> Option<Comment>;
        Write delete_comment(id: &CommentId, expected: Revision, now: Timestamp) -> bool;
    }
    "comment" CommentImport {
        Write import_comments(rows: &[Comment]) -> Vec<Imported>;
    }
    "like" LikeReader {
        Read like_by_ids(collage: &CollageId, user: &UserId) -> Option<Like>;
        Read likes_among(user: &UserId, collages: &[CollageId]) -> Vec<Like>;
        Read likes(query: &LikeQuery, page: &PageRequest) -> Page<Like>;
    }
    "like" LikeWriter {
        Write add_like(like: &Like) -> bool;
        Write remove_like(collage: &CollageId, user: &UserId, now: Timestamp) -> bool;
    }
    "tombstone" TombstoneStore {
        Write forget_deleted_before(instant: Timestamp) -> u64;
    }
    "like" LikeImport {
        Write import_likes(rows: &[Like]) -> Vec<Imported>;
    }
}
