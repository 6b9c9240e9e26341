//! Tables, which are ordered maps, and the checks before a change of one.

use std::collections::{BTreeMap, BTreeSet};

use ogrom_protocols::Conflict;
use ogrom_protocols_model::Revision;

/// The outcome of a change that the present state may contradict.
pub type Checked<T> = Result<T, Conflict>;

/// The things of these identifiers, each once.
pub fn select<'a, K: Ord, V>(things: &'a BTreeMap<K, V>, ids: &'a [K]) -> impl Iterator<Item = &'a V> {
    let distinct: BTreeSet<&K> = ids.iter().collect();
    distinct.into_iter().filter_map(|id| things.get(id))
}

/// Refuses an identifier that is taken: [`Conflict::Exists`].
pub fn ensure_free<K: Ord, V>(things: &BTreeMap<K, V>, id: &K) -> Checked<()> {
    if things.contains_key(id) { Err(Conflict::Exists) } else { Ok(()) }
}

/// Refuses a reference that leads nowhere: [`Conflict::Missing`].
pub fn ensure_exists<K: Ord + ToString, V>(
    things: &BTreeMap<K, V>,
    noun: &'static str,
    id: &K,
) -> Checked<()> {
    if things.contains_key(id) { Ok(()) } else { Err(Conflict::Missing { noun, id: id.to_string() }) }
}

/// Refuses a writer that has read another version than the present one: [`Conflict::Stale`].
pub fn ensure_unchanged(present: Revision, expected: Revision) -> Checked<()> {
    if present == expected { Ok(()) } else { Err(Conflict::Stale) }
}
