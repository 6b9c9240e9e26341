//! All nouns in memory.

use std::collections::BTreeMap;

use ogrom_protocols_fashion_model::{Collage, CollageId, Comment, CommentId, Like, ProductId, User};
use ogrom_protocols_model::{Timestamp, UserId};

use crate::{indexed::Indexed, tombstone::Tombstones};

/// Everything, by identifier. Each noun's file adds its changes.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) users: BTreeMap<UserId, User>,
    pub(crate) products: BTreeMap<ProductId, Indexed>,
    /// The number of the last change of any product.
    pub(crate) product_changes: i64,
    /// The time of the last change of any product.
    pub(crate) products_modified: Option<Timestamp>,
    pub(crate) collages: BTreeMap<CollageId, Collage>,
    pub(crate) comments: BTreeMap<CommentId, Comment>,
    pub(crate) likes: BTreeMap<(CollageId, UserId), Like>,
    pub(crate) tombstones: Tombstones,
    /// Those of each collage that was commented on.
    pub(crate) ratings: BTreeMap<CollageId, Ratings>,
}

/// The ratings in the comments on a collage.
#[derive(Debug, Default)]
pub(crate) struct Ratings {
    pub(crate) count: u64,
    pub(crate) stars: u64,
}
