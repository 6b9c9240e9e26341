//! Likes: reading, writing and loading.

use async_trait::async_trait;
use ogrom_protocols_fashion_model::{CollageId, Like};
use ogrom_protocols_model::{Timestamp, UserId};

use ogrom_protocols::{Context, Imported, Page, PageRequest, Result};

/// Reads likes.
#[async_trait]
pub trait LikeReader: Send + Sync {
    /// This user's liking of this collage.
    async fn like_by_ids(&self, ctx: &Context, collage: &CollageId, user: &UserId) -> Result<Option<Like>> {
        Ok(self.likes_among(ctx, user, std::slice::from_ref(collage)).await?.pop())
    }

    /// This user's likes of these collages, each once, in no particular order. Those that are not there are left out.
    async fn likes_among(&self, ctx: &Context, user: &UserId, collages: &[CollageId]) -> Result<Vec<Like>>;

    /// A page of the likes of the query: the newest first, identifiers deciding between equals, the greater first.
    async fn likes(&self, ctx: &Context, query: &LikeQuery, page: &PageRequest) -> Result<Page<Like>>;
}

/// Changes likes, and with them the collage's count and last change, which never gets earlier. Each method is one
/// transaction; repeating one changes nothing.
#[async_trait]
pub trait LikeWriter: Send + Sync {
    /// Makes the user like the collage. Returns whether they did not before, or
    /// [`Conflict::Missing`](ogrom_protocols::Conflict::Missing) if the collage or the user does not exist.
    async fn add_like(&self, ctx: &Context, like: &Like) -> Result<bool>;

    /// Takes the user's like back. Returns whether there was one.
    async fn remove_like(
        &self,
        ctx: &Context,
        collage: &CollageId,
        user: &UserId,
        now: Timestamp,
    ) -> Result<bool>;
}

/// Loads likes.
#[async_trait]
pub trait LikeImport: Send + Sync {
    /// Adds all likes that do not exist yet and counts them, in one transaction, as [`LikeWriter`] does. Returns the
    /// result of each row, in the order given.
    async fn import_likes(&self, ctx: &Context, rows: &[Like]) -> Result<Vec<Imported>>;
}

/// Which likes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LikeQuery {
    /// Those of a collage; the identifiers of the users decide between equals.
    OfCollage(CollageId),
    /// Those of a user; the identifiers of the collages decide between equals.
    OfUser(UserId),
}

// === impl LikeQuery ===

impl LikeQuery {
    /// The query in one line, the same on every machine and in every release: a [`Cursor`](ogrom_protocols::Cursor)
    /// is sealed for it.
    pub fn describe(&self) -> String {
        match self {
            Self::OfCollage(collage) => format!("likes collage={collage}"),
            Self::OfUser(user) => format!("likes user={user}"),
        }
    }

    /// The identifier that decides between equals.
    pub fn tie_breaker<'l>(&self, like: &'l Like) -> &'l str {
        match self {
            Self::OfCollage(_) => like.user.as_str(),
            Self::OfUser(_) => like.collage.as_str(),
        }
    }
}
