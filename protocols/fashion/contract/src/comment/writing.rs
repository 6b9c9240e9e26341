//! Creating, changing and deleting comments.

use std::slice;

use futures_util::future::join_all;
use ogrom_protocols::{Conflict, Error};
use ogrom_protocols_fashion_model::{Comment, CommentDraft};
use ogrom_protocols_model::Version;

use crate::{
    Store,
    data::{CommentData, a_comment, a_comment_draft, at, context, parse, version},
    expect::{missing, ok, refused},
    given,
};

async fn stored(store: &dyn Store, id: &str) -> Option<Comment> {
    ok(store.comment_by_id(&context(), &parse(id)).await)
}

/// An identifier that is taken is refused, and the first comment stays.
pub async fn create_refuses_a_taken_id(store: &dyn Store) {
    given::two_collages(store).await;
    let first = ok(store.create_comment(&context(), &a_comment("m1")).await);
    let second = a_comment("m1").on("c2").saying("Second");
    refused(store.create_comment(&context(), &second).await, &Conflict::Exists);
    assert_eq!(stored(store, "m1").await, Some(first));
}

/// The conflict names a missing collage or author, and nothing is stored.
pub async fn create_refuses_absent_references(store: &dyn Store) {
    given::two_collages(store).await;
    let lost = a_comment("m1").on("nothing");
    refused(store.create_comment(&context(), &lost).await, &missing("collage", "nothing"));
    let anonymous = a_comment("m1").by("unknown");
    refused(store.create_comment(&context(), &anonymous).await, &missing("user", "unknown"));
    assert_eq!(stored(store, "m1").await, None);
}

/// An update replaces the author's decisions, increments the version and keeps the rest.
pub async fn update_replaces_the_draft_alone(store: &dyn Store) {
    given::two_collages(store).await;
    given::comments(store, &[a_comment("m1").by("ben").on("c2")]).await;
    let draft = CommentDraft {
        language: parse("de-AT"),
        title: Some("Titel".into()),
        text: "Anders".into(),
        rating: Some(3),
    };
    let CommentDraft { language, title, text, rating } = draft.clone();
    let before = a_comment("m1").by("ben").on("c2");
    let full = Comment {
        language,
        title,
        text,
        rating,
        version: Version::new(2),
        modified: at(5_000),
        ..before.clone()
    };
    let updated = store.update_comment(&context(), &full.id, version(1), &draft, at(5_000)).await;
    assert_eq!(ok(updated), Some(full.clone()));
    assert_eq!(stored(store, "m1").await, Some(full.clone()));
    let plain = a_comment_draft("Nice.");
    let updated = store.update_comment(&context(), &full.id, version(2), &plain, at(6_000)).await;
    let plain = Comment { version: Version::new(3), modified: at(6_000), ..before };
    assert_eq!(ok(updated), Some(plain.clone()));
    assert_eq!(stored(store, "m1").await, Some(plain));
}

/// An update without a difference changes nothing, so that it is in nobody's way: neither version nor date. One that is stale is
/// refused nonetheless.
pub async fn update_without_a_difference_changes_nothing(store: &dyn Store) {
    given::two_collages(store).await;
    given::comments(store, &[a_comment("m1")]).await;
    let draft = CommentDraft { title: Some("Title".into()), rating: Some(3), ..a_comment_draft("New") };
    let update =
        async |expected, now| store.update_comment(&context(), &parse("m1"), expected, &draft, at(now)).await;
    let changed = ok(update(version(1), 5_000).await);
    for now in [6_000, 900_000] {
        assert_eq!(ok(update(version(2), now).await), changed);
        assert_eq!(stored(store, "m1").await, changed);
    }
    refused(update(version(1), 7_000).await, &Conflict::Stale);
    let other = CommentDraft { rating: None, ..draft.clone() };
    let updated = store.update_comment(&context(), &parse("m1"), version(2), &other, at(9_000)).await;
    assert_eq!(ok(updated).map(|updated| updated.version), Some(Version::new(3)));
}

/// A deleted comment is gone; deleting it again finds nothing. Others stay.
pub async fn delete_removes_one(store: &dyn Store) {
    given::two_collages(store).await;
    given::comments(store, &["m1", "m2"].map(a_comment)).await;
    assert!(ok(store.delete_comment(&context(), &parse("m1"), version(1), at(60_000)).await));
    assert!(!ok(store.delete_comment(&context(), &parse("m1"), version(1), at(60_000)).await));
    assert_eq!((stored(store, "m1").await, stored(store, "m2").await), (None, Some(a_comment("m2"))));
}

/// A missing comment can be neither updated nor deleted, whatever the version; that is no error.
pub async fn nothing_to_change_is_no_error(store: &dyn Store) {
    let (id, ninth, draft) = (parse("nothing"), version(9), a_comment_draft("Text"));
    assert_eq!(ok(store.update_comment(&context(), &id, ninth, &draft, at(1)).await), None);
    assert!(!ok(store.delete_comment(&context(), &id, ninth, at(60_000)).await));
}

/// A writer that has read another version, older or newer, is refused, and nothing changes.
pub async fn stale_version_is_refused(store: &dyn Store) {
    given::two_collages(store).await;
    let comment = Comment { version: Version::new(5), ..a_comment("m1") };
    given::comments(store, slice::from_ref(&comment)).await;
    for other in [1, 4, 6].map(version) {
        let draft = a_comment_draft("Late");
        let update = store.update_comment(&context(), &comment.id, other, &draft, at(1)).await;
        refused(update, &Conflict::Stale);
        refused(store.delete_comment(&context(), &comment.id, other, at(60_000)).await, &Conflict::Stale);
        assert_eq!(stored(store, "m1").await, Some(comment.clone()));
    }
}

/// Of the writers that have read the same version, one updates it, and the others get a conflict.
pub async fn one_of_many_updates_wins(store: &dyn Store) {
    given::two_collages(store).await;
    given::comments(store, &[a_comment("m1")]).await;
    let (context, id) = (context(), parse("m1"));
    let update = async |n: i64| {
        let draft = a_comment_draft(&n.to_string());
        store.update_comment(&context, &id, version(1), &draft, at(n)).await
    };
    let outcomes = join_all((0..8).map(update)).await;
    let late = |outcome: &&_| matches!(outcome, Err(Error::Conflict(Conflict::Stale)));
    assert_eq!(outcomes.iter().filter(late).count(), 7, "{outcomes:?}");
    let winner = outcomes.into_iter().find_map(Result::ok).flatten();
    assert_eq!(winner.as_ref().map(|comment| comment.version), Some(Version::new(2)));
    assert_eq!(stored(store, "m1").await, winner);
}

/// A writer is refused that has read an earlier item of the same name, deleted since, though both have the same
/// version.
pub async fn state_of_a_deleted_thing_is_refused(store: &dyn Store) {
    given::two_collages(store).await;
    given::comments(store, &[a_comment("m1")]).await;
    assert!(ok(store.delete_comment(&context(), &parse("m1"), version(1), at(60_000)).await));
    let second = Comment { created: at(9_000), modified: at(9_000), ..a_comment("m1").saying("Second") };
    let second = ok(store.create_comment(&context(), &second).await);
    let update =
        store.update_comment(&context(), &second.id, version(1), &a_comment_draft("New"), at(10_000)).await;
    refused(update, &Conflict::Stale);
    refused(store.delete_comment(&context(), &second.id, version(1), at(60_000)).await, &Conflict::Stale);
    assert_eq!(stored(store, "m1").await, Some(second.clone()));
    let update = store
        .update_comment(&context(), &second.id, second.revision(), &a_comment_draft("New"), at(20_000))
        .await;
    assert_eq!(ok(update).map(|updated| updated.modified), Some(at(20_000)));
}

/// A change is dated at least a second later than the state that it replaces. This holds for a change in the same
/// second, and for a clock that is late.
pub async fn change_is_dated_after_what_it_replaces(store: &dyn Store) {
    given::two_collages(store).await;
    given::comments(store, &[a_comment("m1")]).await;
    for (number, now, dated) in [(1, at(1), at(877)), (2, at(877), at(1_877)), (3, at(-30_000), at(2_877))] {
        let draft = a_comment_draft(&number.to_string());
        let update = store.update_comment(&context(), &parse("m1"), version(number), &draft, now).await;
        assert_eq!(ok(update).map(|updated| updated.modified), Some(dated));
        assert_eq!(stored(store, "m1").await.map(|stored| stored.modified), Some(dated));
    }
}
