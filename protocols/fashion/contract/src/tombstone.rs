//! The rules for what was deleted.

use ogrom_protocols_fashion_model::{CollageId, CommentId};

use crate::{
    Store,
    data::{CommentData, a_collage, a_comment, at, context, parse, version},
    expect::ok,
    given,
};

async fn delete_collage(store: &dyn Store, id: &str, now: i64) {
    assert!(ok(store.delete_collage(&context(), &parse(id), version(1), at(now)).await));
}

async fn delete_comment(store: &dyn Store, id: &str, now: i64) {
    assert!(ok(store.delete_comment(&context(), &parse(id), version(1), at(now)).await));
}

/// Which of these collages and comments are gone.
async fn gone<'a>(store: &dyn Store, collages: &[&'a str], comments: &[&'a str]) -> Vec<&'a str> {
    let mut gone = Vec::new();
    for id in collages {
        let is_gone = ok(store.collage_is_gone(&context(), &parse::<CollageId>(id)).await);
        gone.extend(is_gone.then_some(*id));
    }
    for id in comments {
        let is_gone = ok(store.comment_is_gone(&context(), &parse::<CommentId>(id)).await);
        gone.extend(is_gone.then_some(*id));
    }
    gone
}

/// A deleted collage and a deleted comment are gone. What never existed is not, nor is something else of the same
/// identifier.
pub async fn deleted_things_are_gone(store: &dyn Store) {
    given::two_collages(store).await;
    given::comments(store, &["m1", "m2", "c1"].map(a_comment)).await;
    assert_eq!(gone(store, &["never"], &["never"]).await, [""; 0]);
    delete_comment(store, "m1", 0).await;
    delete_collage(store, "c2", 0).await;
    assert_eq!(gone(store, &["c2", "m1", "never"], &["m1", "c2", "never"]).await, ["c2", "m1"]);
}

/// The comments on a deleted collage are gone with it, and no others.
pub async fn comments_on_a_deleted_collage_are_gone(store: &dyn Store) {
    given::two_collages(store).await;
    given::comments(store, &[a_comment("m1"), a_comment("m2"), a_comment("m3").on("c2")]).await;
    delete_collage(store, "c1", 0).await;
    assert_eq!(gone(store, &["c1"], &["m1", "m2"]).await, ["c1", "m1", "m2"]);
    assert_eq!(ok(store.comment_by_id(&context(), &parse("m3")).await), Some(a_comment("m3").on("c2")));
}

/// A refused deletion leaves nothing behind, and neither does one of nothing.
pub async fn refused_deletions_leave_no_tombstone(store: &dyn Store) {
    given::two_collages(store).await;
    given::comments(store, &[a_comment("m1")]).await;
    store.delete_collage(&context(), &parse("c1"), version(9), at(0)).await.expect_err("it is stale");
    store.delete_comment(&context(), &parse("m1"), version(9), at(0)).await.expect_err("it is stale");
    assert!(!ok(store.delete_collage(&context(), &parse("never"), version(1), at(0)).await));
    assert_eq!(gone(store, &["never"], &["never"]).await, [""; 0]);
    assert!(ok(store.collage_by_id(&context(), &parse("c1")).await).is_some());
}

/// A name can be used again, and deleted again. Its last deletion counts.
pub async fn name_of_a_gone_thing_can_be_used_again(store: &dyn Store) {
    given::two_collages(store).await;
    given::comments(store, &[a_comment("m1")]).await;
    for now in [1_000, 5_000] {
        delete_comment(store, "m1", now).await;
        assert_eq!(gone(store, &[], &["m1"]).await, ["m1"]);
        let again = a_comment("m1").saying(&format!("Again at {now}"));
        let made = ok(store.create_comment(&context(), &again).await);
        assert_eq!(ok(store.comment_by_id(&context(), &parse("m1")).await), Some(made));
    }
    delete_comment(store, "m1", 9_000).await;
    ok(store.forget_deleted_before(&context(), at(9_000)).await);
    assert_eq!(gone(store, &[], &["m1"]).await, ["m1"]);
}

/// Only what was deleted before the instant is forgotten, and counted.
pub async fn only_older_deletions_are_forgotten(store: &dyn Store) {
    given::two_collages(store).await;
    given::collages(store, &[a_collage("c3")]).await;
    given::comments(store, &[a_comment("m1"), a_comment("m2").on("c3")]).await;
    delete_collage(store, "c1", 1_000).await;
    delete_comment(store, "m2", 5_000).await;
    delete_collage(store, "c2", 5_000).await;
    let forget = async |before| ok(store.forget_deleted_before(&context(), at(before)).await);
    assert_eq!((forget(1_000).await, forget(5_000).await, forget(5_000).await), (0, 2, 0));
    assert_eq!(gone(store, &["c1", "c2"], &["m1", "m2"]).await, ["c2", "m2"]);
}
