//! The sources, as the traits that the endpoints ask for: the only complete list.

use std::{fmt, sync::Arc};

use ogrom_core::{collage::Gallery, comment::Forum};
use ogrom_protocols::{
    CollageImport, CollageReader, CollageWriter, CommentImport, CommentReader, CommentWriter,
    IdempotencyStore, LikeImport, LikeReader, LikeWriter, ProductImport, ProductReader, UserImport,
    UserReader,
};

use crate::import::Importers;

/// Every trait that the service asks something of.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named after its trait")]
pub struct Sources {
    pub users: Arc<dyn UserReader>,
    pub products: Arc<dyn ProductReader>,
    pub collages: Arc<dyn CollageReader>,
    pub collage_writer: Arc<dyn CollageWriter>,
    pub comments: Arc<dyn CommentReader>,
    pub comment_writer: Arc<dyn CommentWriter>,
    pub likes: Arc<dyn LikeReader>,
    pub like_writer: Arc<dyn LikeWriter>,
    pub idempotency: Arc<dyn IdempotencyStore>,
}

// === impl Sources ===

impl Sources {
    /// All of them from one back end that has them all.
    pub fn all_from<S>(source: &Arc<S>) -> Self
    where
        S: UserReader + ProductReader + CollageReader + CollageWriter,
        S: CommentReader + CommentWriter + LikeReader + LikeWriter + IdempotencyStore + 'static,
    {
        Self {
            users: source.clone(),
            products: source.clone(),
            collages: source.clone(),
            collage_writer: source.clone(),
            comments: source.clone(),
            comment_writer: source.clone(),
            likes: source.clone(),
            like_writer: source.clone(),
            idempotency: source.clone(),
        }
    }

    pub(crate) fn gallery(&self) -> Gallery {
        Gallery {
            collages: self.collages.clone(),
            products: self.products.clone(),
            users: self.users.clone(),
        }
    }

    pub(crate) fn forum(&self) -> Forum {
        Forum { comments: self.comments.clone(), users: self.users.clone() }
    }
}

impl fmt::Debug for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sources")
    }
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
