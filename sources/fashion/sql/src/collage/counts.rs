//! The counts of a collage: of its likes, of its comments, and of their ratings.

use std::{collections::BTreeMap, iter, ops::Neg};

use ogrom_protocols::Result;
use ogrom_protocols_fashion_model::{CollageId, Comment};
use ogrom_protocols_model::Timestamp;
use ogrom_sources_sql::{Transaction, batch};
use serde::Serialize;

use super::statements as sql;

/// How much is added to each count.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub(crate) struct Counts {
    #[serde(rename = "added_likes")]
    likes: i64,
    #[serde(rename = "added_comments")]
    comments: i64,
    /// Comments with a rating.
    #[serde(rename = "added_ratings")]
    ratings: i64,
    /// The sum of the ratings.
    #[serde(rename = "added_stars")]
    stars: i64,
}

/// A row of the statement that adds to counts.
#[derive(Serialize)]
struct Added<'a> {
    id: &'a str,
    #[serde(flatten)]
    counts: Counts,
    at: i64,
    /// 1 where the change is dated after the state that it replaces, 0 where it keeps its own date.
    succeeds: i64,
}

/// Counts a change of a collage at this very moment. Whether the collage is there; others who change it wait from here on.
///
/// The change is dated by [`Timestamp::succeeding_in_crowd`].
pub(crate) async fn count_now(
    id: &CollageId,
    counts: Counts,
    now: Timestamp,
    transaction: &mut Transaction,
) -> Result<bool> {
    let added = Added { id: id.as_str(), counts, at: now.as_millis(), succeeds: 1 };
    Ok(transaction.run(sql::COUNT.bind(batch::rows(iter::once(added)))).await? > 0)
}

/// Counts changes of whenever. One of old, as a file may hold it, does not make the last change of its collage older.
pub(crate) async fn count<'a>(
    changes: impl Iterator<Item = (&'a CollageId, Counts, Timestamp)>,
    transaction: &mut Transaction,
) -> Result<()> {
    let mut added = BTreeMap::new();
    for (id, counts, at) in changes {
        let (id, at) = (id.as_str(), at.as_millis());
        let new = Added { id, counts: Counts::default(), at, succeeds: 0 };
        let collage = added.entry(id).or_insert(new);
        collage.counts = collage.counts.and(counts);
        collage.at = collage.at.max(at);
    }
    batch::add(sql::COUNT, added.into_values(), transaction).await
}

// === impl Counts ===

impl Counts {
    /// One like.
    pub(crate) const LIKE: Self = Self { likes: 1, comments: 0, ratings: 0, stars: 0 };

    /// One comment.
    pub(crate) fn comment(comment: &Comment) -> Self {
        Self { comments: 1, ..Self::rating(comment.rating) }
    }

    /// The rating of a comment, where it has one.
    pub(crate) fn rating(stars: Option<u8>) -> Self {
        Self { ratings: stars.is_some().into(), stars: stars.unwrap_or(0).into(), ..Self::default() }
    }

    /// Both together.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            likes: self.likes + other.likes,
            comments: self.comments + other.comments,
            ratings: self.ratings + other.ratings,
            stars: self.stars + other.stars,
        }
    }
}

impl Neg for Counts {
    type Output = Self;

    fn neg(self) -> Self {
        let Self { likes, comments, ratings, stars } = self;
        Self { likes: -likes, comments: -comments, ratings: -ratings, stars: -stars }
    }
}
