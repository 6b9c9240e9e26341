//! All nouns in memory.

use std::collections::BTreeMap;

use ogrom_protocols_fashion_model::{Collage, CollageId, Comment, CommentId, Like, ProductId, User};
use ogrom_protocols_model::UserId;

use crate::{indexed::Indexed, tombstone::Tombstones};

/// Everything, by identifier. Each noun's file adds its changes.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) users: BTreeMap<UserId, User>,
    pub(crate) products: BTreeMap<ProductId, Indexed>,
    pub(crate) collages: BTreeMap<CollageId, Collage>,
    pub(crate) comments: BTreeMap<CommentId, Comment>,
    pub(crate) likes: BTreeMap<(CollageId, UserId), Like>,
    pub(crate) tombstones: Tombstones,
}
