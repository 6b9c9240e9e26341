//! Creating, changing and deleting collages.

use std::slice;

use ogrom_protocols::Conflict;
use ogrom_protocols_contract::pages::up_to;
use ogrom_protocols_fashion::CommentQuery;
use ogrom_protocols_fashion_model::{Collage, CollageDraft};
use ogrom_protocols_model::Version;

use crate::{
    Store,
    data::{
        CollageData, CommentData, a_collage, a_comment, a_draft, a_like, an_item, at, context, parse, version,
    },
    expect::{missing, ok, refused},
    given,
};

async fn stored(store: &dyn Store, id: &str) -> Option<Collage> {
    ok(store.collage_by_id(&context(), &parse(id)).await)
}

/// An identifier that is taken is refused, and the first collage stays.
pub async fn create_refuses_a_taken_id(store: &dyn Store) {
    given::people_and_products(store).await;
    let first = a_collage("c1").titled("First").of(["p1"]);
    let first = ok(store.create_collage(&context(), &first).await);
    let second = a_collage("c1").titled("Second").of(["p2"]).owned_by("ben");
    refused(store.create_collage(&context(), &second).await, &Conflict::Exists);
    assert_eq!(stored(store, "c1").await, Some(first));
}

/// The conflict names a missing owner, and nothing is stored.
pub async fn create_refuses_an_absent_owner(store: &dyn Store) {
    given::people_and_products(store).await;
    let collage = a_collage("c1").owned_by("unknown").of(["p1"]);
    refused(store.create_collage(&context(), &collage).await, &missing("user", "unknown"));
    assert_eq!(stored(store, "c1").await, None);
}

/// The conflict names a missing product, and nothing is stored, not even the items before it.
pub async fn create_refuses_an_absent_product(store: &dyn Store) {
    given::people_and_products(store).await;
    let collage = a_collage("c1").of(["p1", "nothing", "p2"]);
    refused(store.create_collage(&context(), &collage).await, &missing("product", "nothing"));
    assert_eq!(stored(store, "c1").await, None);
    let made = ok(store.create_collage(&context(), &a_collage("c1")).await);
    assert_eq!(stored(store, "c1").await, Some(made));
}

/// An update replaces the owner's decisions, increments the version and keeps the rest.
pub async fn update_replaces_the_draft_alone(store: &dyn Store) {
    given::people_and_products(store).await;
    given::collages(store, &[a_collage("c1").titled("Before").of(["p1", "p2"]).owned_by("ben")]).await;
    given::likes(store, &[a_like("c1", "ann")]).await;
    let draft = CollageDraft {
        title: Some("After".into()),
        description: Some("Said".into()),
        items: ["p3", "p1", "p3"].map(an_item).into(),
    };
    let updated = store.update_collage(&context(), &parse("c1"), version(1), &draft, at(5_000)).await;
    let expected = Collage {
        description: Some("Said".into()),
        likes: 1,
        version: Version::new(2),
        modified: at(5_000),
        ..a_collage("c1").titled("After").of(["p3", "p1", "p3"]).owned_by("ben")
    };
    assert_eq!(ok(updated), Some(expected.clone()));
    assert_eq!(stored(store, "c1").await, Some(expected));
}

/// An update to an empty draft leaves nothing.
pub async fn update_may_empty_a_collage(store: &dyn Store) {
    given::people_and_products(store).await;
    given::collages(store, &[a_collage("c1").titled("Before").of(["p1"])]).await;
    let updated = store.update_collage(&context(), &parse("c1"), version(1), &a_draft(), at(1_000)).await;
    let empty = Collage { version: Version::new(2), modified: at(1_000), ..a_collage("c1") };
    assert_eq!(ok(updated), Some(empty.clone()));
    assert_eq!(stored(store, "c1").await, Some(empty));
}

/// An update without a difference changes nothing, so that it is in nobody's way: neither version nor date. One that is stale is
/// refused nonetheless.
pub async fn update_without_a_difference_changes_nothing(store: &dyn Store) {
    given::people_and_products(store).await;
    given::collages(store, &[a_collage("c1").titled("Before").of(["p1", "p2"])]).await;
    given::likes(store, &[a_like("c1", "ann")]).await;
    let items: Vec<_> = ["p2", "p1"].map(an_item).into();
    let draft = CollageDraft { description: Some("Said".into()), items, ..a_draft() };
    let update =
        async |expected, now| store.update_collage(&context(), &parse("c1"), expected, &draft, at(now)).await;
    let changed = ok(update(version(1), 5_000).await);
    for now in [6_000, 900_000] {
        assert_eq!(ok(update(version(2), now).await), changed);
        assert_eq!(stored(store, "c1").await, changed);
    }
    refused(update(version(1), 7_000).await, &Conflict::Stale);
    // The same items in another order are a difference.
    let other = CollageDraft { items: ["p1", "p2"].map(an_item).into(), ..draft.clone() };
    let updated = store.update_collage(&context(), &parse("c1"), version(2), &other, at(9_000)).await;
    assert_eq!(ok(updated).map(|updated| updated.version), Some(Version::new(3)));
}

/// A missing collage can be neither updated nor deleted, whatever the version; that is no error.
pub async fn nothing_to_change_is_no_error(store: &dyn Store) {
    given::people_and_products(store).await;
    let (id, ninth) = (parse("nothing"), version(9));
    assert_eq!(ok(store.update_collage(&context(), &id, ninth, &a_draft(), at(1)).await), None);
    assert!(!ok(store.delete_collage(&context(), &id, ninth, at(60_000)).await));
    assert_eq!(stored(store, "nothing").await, None);
}

/// A writer that has read another version, older or newer, is refused, and nothing changes.
pub async fn stale_version_is_refused(store: &dyn Store) {
    given::people_and_products(store).await;
    let collage = Collage { version: Version::new(5), ..a_collage("c1").titled("Kept").of(["p1"]) };
    given::collages(store, slice::from_ref(&collage)).await;
    for other in [1, 4, 6].map(version) {
        let update = store.update_collage(&context(), &collage.id, other, &a_draft(), at(1)).await;
        refused(update, &Conflict::Stale);
        refused(store.delete_collage(&context(), &collage.id, other, at(60_000)).await, &Conflict::Stale);
        assert_eq!(stored(store, "c1").await, Some(collage.clone()));
    }
}

/// The conflict names a missing product, and nothing changes, not even the version.
pub async fn update_refuses_an_absent_product(store: &dyn Store) {
    given::people_and_products(store).await;
    let collage = a_collage("c1").titled("Kept").of(["p1"]);
    given::collages(store, slice::from_ref(&collage)).await;
    let draft = CollageDraft { items: ["p2", "nothing"].map(an_item).into(), ..a_draft() };
    let update = store.update_collage(&context(), &collage.id, version(1), &draft, at(1)).await;
    refused(update, &missing("product", "nothing"));
    assert_eq!(stored(store, "c1").await, Some(collage));
}

/// A deletion removes a collage with its comments and likes, and no others; its identifier starts afresh.
pub async fn delete_takes_comments_and_likes_along(store: &dyn Store) {
    given::two_collages(store).await;
    given::comments(store, &[a_comment("m1"), a_comment("m2").by("ben"), a_comment("m3").on("c2")]).await;
    given::likes(store, &[a_like("c1", "ann"), a_like("c1", "ben"), a_like("c2", "ann")]).await;
    assert!(ok(store.delete_collage(&context(), &parse("c1"), version(1), at(60_000)).await));
    assert!(!ok(store.delete_collage(&context(), &parse("c1"), version(1), at(60_000)).await));
    assert_eq!(stored(store, "c1").await, None);
    let made = ok(store.create_collage(&context(), &a_collage("c1")).await);
    assert_eq!(stored(store, "c1").await, Some(made));
    let comments = ok(store.comments(&context(), &CommentQuery::default(), &up_to(10, None)).await);
    assert_eq!(comments.items, [a_comment("m3").on("c2")]);
    assert_eq!(ok(store.comment_by_id(&context(), &parse("m1")).await), None);
    assert_eq!(ok(store.like_by_ids(&context(), &parse("c1"), &parse("ann")).await), None);
    let other = ok(store.like_by_ids(&context(), &parse("c2"), &parse("ann")).await);
    assert_eq!((other, stored(store, "c2").await.map(|c2| c2.likes)), (Some(a_like("c2", "ann")), Some(1)));
}

/// A writer is refused that has read an earlier item of the same name, deleted since, though both have the same
/// version.
pub async fn state_of_a_deleted_thing_is_refused(store: &dyn Store) {
    given::people_and_products(store).await;
    given::collages(store, &[a_collage("c1")]).await;
    assert!(ok(store.delete_collage(&context(), &parse("c1"), version(1), at(60_000)).await));
    let second = a_collage("c1").titled("Second").created(at(9_000));
    let second = ok(store.create_collage(&context(), &second).await);
    let update = store.update_collage(&context(), &second.id, version(1), &a_draft(), at(10_000)).await;
    refused(update, &Conflict::Stale);
    refused(store.delete_collage(&context(), &second.id, version(1), at(60_000)).await, &Conflict::Stale);
    assert_eq!(stored(store, "c1").await, Some(second.clone()));
    let update =
        store.update_collage(&context(), &second.id, second.revision(), &a_draft(), at(20_000)).await;
    assert_eq!(ok(update).map(|updated| updated.modified), Some(at(20_000)));
}

/// A change is dated at least a second later than the state that it replaces. This holds for a change in the same
/// second, and for a clock that is late.
pub async fn change_is_dated_after_what_it_replaces(store: &dyn Store) {
    given::people_and_products(store).await;
    given::collages(store, &[a_collage("c1")]).await;
    for (number, now, dated) in [(1, at(1), at(877)), (2, at(877), at(1_877)), (3, at(-30_000), at(2_877))] {
        let draft = CollageDraft { title: Some(number.to_string()), ..a_draft() };
        let update = store.update_collage(&context(), &parse("c1"), version(number), &draft, now).await;
        assert_eq!(ok(update).map(|updated| updated.modified), Some(dated));
        assert_eq!(stored(store, "c1").await.map(|stored| stored.modified), Some(dated));
    }
}
