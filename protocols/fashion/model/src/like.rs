//! Likes: pairs of a user and a collage.

use crate::CollageId;
use ogrom_protocols_model::{Timestamp, UserId};

/// One user's liking of one collage; there is at most one of each pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Like {
    /// The liked collage.
    pub collage: CollageId,
    /// The user who likes it.
    pub user: UserId,
    /// Since when.
    pub created: Timestamp,
}
