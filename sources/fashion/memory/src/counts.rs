//! The counts of a collage: of its likes, of its comments, and of their ratings.

use ogrom_protocols_fashion_model::{Collage, CollageId, Comment, MeanRating};
use ogrom_protocols_model::Timestamp;

use crate::state::State;

/// How a change of the counts dates the collage.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Dated {
    /// It happens at this instant.
    Now(Timestamp),
    /// It happened then: one of old, as a file may hold it, does not make the collage's last change older.
    Then(Timestamp),
}

// === impl State ===

impl State {
    /// Changes the likes of a collage.
    pub(crate) fn count_likes(&mut self, id: &CollageId, dated: Dated, count: impl FnOnce(u64) -> u64) {
        if let Some(collage) = self.collages.get_mut(id) {
            collage.likes = count(collage.likes);
            dated.apply_to(collage);
        }
    }

    /// Replaces a comment in the counts of its collage, or adds one, or takes one out of them.
    pub(crate) fn count_comment(&mut self, before: Option<&Comment>, after: Option<&Comment>, dated: Dated) {
        let Some(id) = after.or(before).map(|comment| &comment.collage) else { return };
        let Some(collage) = self.collages.get_mut(id) else { return };
        let ratings = self.ratings.entry(id.clone()).or_default();
        if let Some(comment) = before {
            collage.comments -= 1;
            ratings.count -= u64::from(comment.rating.is_some());
            ratings.stars -= u64::from(comment.rating.unwrap_or(0));
        }
        if let Some(comment) = after {
            collage.comments += 1;
            ratings.count += u64::from(comment.rating.is_some());
            ratings.stars += u64::from(comment.rating.unwrap_or(0));
        }
        collage.rating = MeanRating::of(ratings.count, ratings.stars);
        dated.apply_to(collage);
    }
}

// === impl Dated ===

impl Dated {
    fn apply_to(self, collage: &mut Collage) {
        collage.modified = match self {
            Self::Now(now) => now.succeeding_in_crowd(collage.modified),
            Self::Then(then) => then.max(collage.modified),
        };
    }
}
