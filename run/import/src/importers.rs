//! The traits that rows go to.

use std::sync::Arc;

use ogrom_protocols_fashion::{CollageImport, CommentImport, LikeImport, ProductImport, UserImport};

/// Where the rows go, one importer per noun.
#[derive(Clone)]
#[expect(missing_debug_implementations, reason = "the traits of the sources do not ask for Debug")]
pub struct Importers {
    /// Takes the users.
    pub users: Arc<dyn UserImport>,
    /// Takes the products.
    pub products: Arc<dyn ProductImport>,
    /// Takes the collages.
    pub collages: Arc<dyn CollageImport>,
    /// Takes the comments.
    pub comments: Arc<dyn CommentImport>,
    /// Takes the likes.
    pub likes: Arc<dyn LikeImport>,
}

// === impl Importers ===

impl Importers {
    /// All of them into one back end that takes them all.
    pub fn all_into<S>(source: &Arc<S>) -> Self
    where
        S: UserImport + ProductImport + CollageImport + CommentImport + LikeImport + 'static,
    {
        Self {
            users: source.clone(),
            products: source.clone(),
            collages: source.clone(),
            comments: source.clone(),
            likes: source.clone(),
        }
    }
}
