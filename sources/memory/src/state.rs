//! What is in memory, and what all nouns need of it.

use std::collections::{BTreeMap, BTreeSet};

use ogrom_protocols::Conflict;
use ogrom_protocols_fashion_model::{Collage, CollageId, Comment, CommentId, Like, ProductId, User};
use ogrom_protocols_model::{Revision, UserId};

use crate::{idempotency::Claimed, product::Indexed};

/// What became of a change that the present state may contradict.
pub(crate) type Checked<T> = Result<T, Conflict>;

/// Everything, by identifier. Each noun's file adds what it does here.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) users: BTreeMap<UserId, User>,
    pub(crate) products: BTreeMap<ProductId, Indexed>,
    pub(crate) collages: BTreeMap<CollageId, Collage>,
    pub(crate) comments: BTreeMap<CommentId, Comment>,
    pub(crate) likes: BTreeMap<(CollageId, UserId), Like>,
    pub(crate) once: BTreeMap<(UserId, String), Claimed>,
}

/// The things of these identifiers, each once.
pub(crate) fn select<'a, K: Ord, V>(things: &'a BTreeMap<K, V>, ids: &'a [K]) -> impl Iterator<Item = &'a V> {
    let distinct: BTreeSet<&K> = ids.iter().collect();
    distinct.into_iter().filter_map(|id| things.get(id))
}

/// Refuses an identifier that is taken.
pub(crate) fn vacant<K: Ord, V>(things: &BTreeMap<K, V>, id: &K) -> Checked<()> {
    if things.contains_key(id) { Err(Conflict::Exists) } else { Ok(()) }
}

/// Refuses a reference that leads nowhere.
pub(crate) fn present<K: Ord + ToString, V>(
    things: &BTreeMap<K, V>,
    noun: &'static str,
    id: &K,
) -> Checked<()> {
    if things.contains_key(id) { Ok(()) } else { Err(Conflict::Missing { noun, id: id.to_string() }) }
}

/// Refuses a writer who has read another version than the present one.
pub(crate) fn unchanged(present: Revision, expected: Revision) -> Checked<()> {
    if present == expected { Ok(()) } else { Err(Conflict::Stale) }
}
