//! The nouns, cached: what is stored, and which change invalidates what.

mod classes;
mod collage;
mod comment;
mod like;
mod product;
mod sizes;
mod tombstone;
mod user;

use self::classes::CLASSES;

ogrom_sources_decorate::cached! {
    /// A source over a source that caches things by identifier, those that are not there included, and pages of lists. Likes
    /// and idempotency keys are always read from the source. [`Cache`](ogrom_sources_decorate::Cache) says what holds
    /// for all of them. A clone shares everything.
    pub struct Cached(CLASSES);
}
