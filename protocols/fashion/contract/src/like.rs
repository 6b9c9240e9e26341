//! The rules for likes.

pub mod import;
pub mod lists;
pub mod races;

use ogrom_protocols_fashion_model::{Collage, Like};
use ogrom_protocols_model::Timestamp;

use crate::{
    Store,
    data::{a_collage, a_like, at, context, parse},
    expect::{missing, ok, refused},
    given,
};

async fn stored(store: &dyn Store, collage: &str, user: &str) -> Option<Like> {
    ok(store.like_by_ids(&context(), &parse(collage), &parse(user)).await)
}

/// Asserts that the collage, which else is as [`a_collage`] makes it, has so many likes and was last changed then.
async fn collage_has(store: &dyn Store, id: &str, likes: u64, modified: Timestamp) {
    let expected = Collage { likes, modified, ..a_collage(id) };
    assert_eq!(ok(store.collage_by_id(&context(), &expected.id).await), Some(expected));
}

fn like_at(collage: &str, user: &str, millis: i64) -> Like {
    Like { created: at(millis), ..a_like(collage, user) }
}

/// No like is no error, though neither collage nor user are there.
pub async fn is_absent_without_an_error(store: &dyn Store) {
    assert_eq!(stored(store, "nothing", "unknown").await, None);
    given::two_collages(store).await;
    assert_eq!(stored(store, "c1", "ann").await, None);
}

/// A like is read back as it was given, and is of its collage and user alone.
pub async fn is_of_one_collage_and_one_user(store: &dyn Store) {
    given::two_collages(store).await;
    let like = like_at("c1", "ben", 42);
    assert!(ok(store.add_like(&context(), &like).await));
    assert_eq!(stored(store, "c1", "ben").await, Some(like));
    assert_eq!((stored(store, "c1", "ann").await, stored(store, "c2", "ben").await), (None, None));
}

/// A like counts, and is the collage's last change, but no edit: the version stays.
pub async fn is_counted_and_no_edit(store: &dyn Store) {
    given::two_collages(store).await;
    assert!(ok(store.add_like(&context(), &like_at("c1", "ann", 10_000)).await));
    assert!(ok(store.add_like(&context(), &like_at("c1", "ben", 20_000)).await));
    assert!(ok(store.add_like(&context(), &like_at("c2", "ann", 30_000)).await));
    collage_has(store, "c1", 2, at(20_000)).await;
    collage_has(store, "c2", 1, at(30_000)).await;
}

/// A repeated like changes nothing: not the count, not the time of the like, not the collage's last change.
pub async fn liking_again_changes_nothing(store: &dyn Store) {
    given::two_collages(store).await;
    assert!(ok(store.add_like(&context(), &like_at("c1", "ann", 10_000)).await));
    assert!(!ok(store.add_like(&context(), &like_at("c1", "ann", 20_000)).await));
    assert_eq!(stored(store, "c1", "ann").await, Some(like_at("c1", "ann", 10_000)));
    collage_has(store, "c1", 1, at(10_000)).await;
}

/// A like can be taken back and given again.
pub async fn can_be_taken_back(store: &dyn Store) {
    given::two_collages(store).await;
    given::likes(
        store,
        &[like_at("c1", "ann", 1_000), like_at("c1", "ben", 2_000), like_at("c2", "ann", 3_000)],
    )
    .await;
    assert!(ok(store.remove_like(&context(), &parse("c1"), &parse("ann"), at(50_000)).await));
    assert_eq!(stored(store, "c1", "ann").await, None);
    assert_eq!(stored(store, "c1", "ben").await, Some(like_at("c1", "ben", 2_000)));
    collage_has(store, "c1", 1, at(50_000)).await;
    collage_has(store, "c2", 1, at(3_000)).await;
    assert!(ok(store.add_like(&context(), &like_at("c1", "ann", 60_000)).await));
    collage_has(store, "c1", 2, at(60_000)).await;
}

/// Taking back a missing like changes nothing and is no error.
pub async fn taking_back_nothing_changes_nothing(store: &dyn Store) {
    given::two_collages(store).await;
    given::likes(store, &[like_at("c1", "ann", 1_000)]).await;
    for (collage, user) in [("c1", "ben"), ("c1", "unknown"), ("nothing", "ann"), ("c2", "ann")] {
        let removed = store.remove_like(&context(), &parse(collage), &parse(user), at(50_000)).await;
        assert!(!ok(removed), "{user} liked {collage}");
    }
    collage_has(store, "c1", 1, at(1_000)).await;
    collage_has(store, "c2", 0, at(0)).await;
}

/// The conflict names a missing collage or user, and nothing changes.
pub async fn absent_references_are_refused(store: &dyn Store) {
    given::two_collages(store).await;
    let lost = a_like("nothing", "ann");
    refused(store.add_like(&context(), &lost).await, &missing("collage", "nothing"));
    let anonymous = like_at("c1", "unknown", 10_000);
    refused(store.add_like(&context(), &anonymous).await, &missing("user", "unknown"));
    assert_eq!((stored(store, "nothing", "ann").await, stored(store, "c1", "unknown").await), (None, None));
    collage_has(store, "c1", 0, at(0)).await;
}

/// A clock that is late does not make the collage's last change older: each change is dated at least a second later
/// than the state that it replaces.
pub async fn last_change_never_becomes_older(store: &dyn Store) {
    given::two_collages(store).await;
    assert!(ok(store.add_like(&context(), &like_at("c1", "ann", 10_000)).await));
    assert!(ok(store.add_like(&context(), &like_at("c1", "ben", 5_000)).await));
    collage_has(store, "c1", 2, at(10_877)).await;
    assert!(ok(store.remove_like(&context(), &parse("c1"), &parse("ann"), at(7_000)).await));
    collage_has(store, "c1", 1, at(11_877)).await;
}
