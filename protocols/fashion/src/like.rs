//! Likes: reading, writing and loading.

use async_trait::async_trait;
use ogrom_protocols_fashion_model::{CollageId, Like};
use ogrom_protocols_model::{Timestamp, UserId};

use ogrom_protocols::{Context, Imported, Result};

/// Reads likes.
#[async_trait]
pub trait LikeReader: Send + Sync {
    /// This user's liking of this collage.
    async fn like_by_ids(&self, ctx: &Context, collage: &CollageId, user: &UserId) -> Result<Option<Like>>;
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
