//! Likes: who likes which collage.

use crate::CollageId;
use ogrom_protocols_model::{Timestamp, UserId};

/// One user's liking of one collage; there is at most one of each pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Like {
    /// What is liked.
    pub collage: CollageId,
    /// Who likes it.
    pub user: UserId,
    /// Since when.
    pub created: Timestamp,
}
