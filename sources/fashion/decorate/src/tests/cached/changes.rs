//! The effect of a change on the cached results.

use ogrom_protocols::{Conflict, Error, Limit, PageRequest, TombstoneStore};
use ogrom_protocols_fashion::{
    CollageImport, CollageQuery, CommentImport, CommentQuery, CommentReader, CommentWriter, LikeImport,
    LikeWriter, ProductImport, ProductQuery, ProductReader, UserImport, UserReader,
};
use ogrom_protocols_fashion_contract::data::{
    a_collage, a_comment, a_comment_draft, a_like, a_product, a_user, version,
};
use ogrom_protocols_fashion_model::CollageId;

use super::*;
use crate::tests::gate::{timed_out, unavailable};

/// Everything that is told of the nouns, as text.
async fn all_told<S>(source: &S) -> Vec<String>
where
    S: UserReader + ProductReader + CollageReader + CommentReader,
{
    let (ctx, page) = (context(), PageRequest::first(Limit::MAX));
    let mut told = Vec::new();
    for id in ["ann", "dan"] {
        told.push(format!("{:?}", source.user_by_id(&ctx, &parse(id)).await.unwrap()));
    }
    for id in ["p1", "p9"] {
        told.push(format!("{:?}", source.product_by_id(&ctx, &parse(id)).await.unwrap()));
    }
    told.push(format!("{:?}", source.products(&ctx, &ProductQuery::default(), &page).await.unwrap()));
    for id in ["c1", "c2", "c9"] {
        told.push(format!("{:?}", source.collage_by_id(&ctx, &parse(id)).await.unwrap()));
    }
    told.push(format!("{:?}", source.collages(&ctx, &CollageQuery::default(), &page).await.unwrap()));
    for id in ["m1", "m9"] {
        told.push(format!("{:?}", source.comment_by_id(&ctx, &parse(id)).await.unwrap()));
    }
    told.push(format!("{:?}", source.comments(&ctx, &CommentQuery::default(), &page).await.unwrap()));
    told
}

/// The results after a change are those of the source, and only so many calls reach it.
macro_rules! changes {
    ($($test:ident: |$source:ident, $ctx:ident| $change:expr, asks $asks:literal;)+) => {
        $(#[tokio::test]
        async fn $test() {
            let ($source, gate, memory) = cache().await;
            let $ctx = &context();
            memory.import_comments(&context(), &[a_comment("m1")]).await.unwrap();
            let before = all_told(&$source).await;
            $change.await.unwrap();
            let asked = gate.asked();
            let after = all_told(&$source).await;
            assert_eq!(after, all_told(&memory).await);
            assert_ne!(before, after, "the change is one");
            assert_eq!(gate.asked() - asked, $asks);
        })+
    };
}

changes! {
    an_imported_user_is_there: |source, ctx| source.import_users(ctx, &[a_user("dan")]), asks 1;
    an_imported_product_is_there: |source, ctx| source.import_products(ctx, &[a_product("p9")], at(0)), asks 2;
    an_imported_collage_is_there: |source, ctx| source.import_collages(ctx, &[a_collage("c9")]), asks 2;
    an_imported_comment_is_there:
        |source, ctx| source.import_comments(ctx, &[a_comment("m9")]), asks 4;
    an_imported_like_is_counted: |source, ctx| source.import_likes(ctx, &[a_like("c1", "ben")]), asks 2;
    a_new_collage_is_there: |source, ctx| source.create_collage(ctx, &a_collage("c9")), asks 2;
    a_changed_collage_is_changed: |source, _ctx| rename(&source, 1, "Changed"), asks 2;
    a_deleted_collage_is_gone_with_its_comments:
        |source, ctx| source.delete_collage(ctx, &parse::<CollageId>("c1"), version(1), at(60_000)), asks 5;
    a_new_comment_is_there: |source, ctx| source.create_comment(ctx, &a_comment("m9")), asks 4;
    a_changed_comment_is_changed: |source, ctx| source.update_comment(
        ctx, &parse("m1"), version(1), &a_comment_draft("Changed"), at(1)), asks 6;
    a_deleted_comment_is_gone: |source, ctx| source.delete_comment(ctx, &parse("m1"), version(1), at(60_000)), asks 6;
    a_like_is_counted: |source, ctx| source.add_like(ctx, &a_like("c1", "ben")), asks 2;
}

#[tokio::test]
async fn a_tombstone_is_loaded_once_and_changes_with_each_deletion() {
    let (source, gate, _) = cache().await;
    let gone = async || source.collage_is_gone(&context(), &parse("c1")).await.unwrap();
    assert!(!gone().await && !gone().await);
    assert_eq!(gate.asked(), 1);
    source.delete_collage(&context(), &parse("c1"), version(1), at(0)).await.unwrap();
    assert!(gone().await && gone().await);
    assert_eq!(gate.asked(), 3);
    source.forget_deleted_before(&context(), at(1)).await.unwrap();
    assert!(!gone().await && !gone().await);
    assert_eq!(gate.asked(), 5);
}

#[tokio::test]
async fn a_like_taken_back_is_not_counted() {
    let (source, ..) = cache().await;
    source.add_like(&context(), &a_like("c1", "ben")).await.unwrap();
    let likes = async || source.collage_by_id(&context(), &parse("c1")).await.unwrap().unwrap().likes;
    assert_eq!(likes().await, 1);
    source.remove_like(&context(), &parse("c1"), &parse("ben"), at(1)).await.unwrap();
    assert_eq!(likes().await, 0);
}

/// A caller from before the change gets the state before it. One after it never does, nor is the old result stored.
async fn a_change_during_a_flight(old_arrives_first: bool) {
    let (source, gate, _) = cache().await;
    gate.hold_reads();
    let before = asker(&source, context()).await;
    let old = gate.held().await;
    rename(&source, 1, "New").await.unwrap();
    let after = asker(&source, context()).await;
    let new = gate.held().await;
    gate.open();
    let (first, last) = if old_arrives_first { (old, new) } else { (new, old) };
    first.go();
    settle().await;
    last.go();
    let title_of = |answer: Result<Option<Collage>>| answer.unwrap().unwrap().title;
    assert_eq!(title_of(before.await.unwrap()), None);
    assert_eq!(title_of(after.await.unwrap()).as_deref(), Some("New"));
    assert_eq!(title(&source).await.unwrap().as_deref(), Some("New"));
    assert_eq!(gate.asked(), 3, "two readers and a writer; the last answer was kept");
}

#[tokio::test]
async fn a_change_during_a_flight_is_not_lost_if_the_old_answer_comes_first() {
    a_change_during_a_flight(true).await;
}

#[tokio::test]
async fn a_change_during_a_flight_is_not_lost_if_the_old_answer_comes_last() {
    a_change_during_a_flight(false).await;
}

#[tokio::test]
async fn a_change_during_the_flight_of_a_page_is_not_lost() {
    let (source, gate, _) = cache().await;
    let page = |source: Cached<Gated>| async move {
        let page = PageRequest::first(Limit::DEFAULT);
        source.collages(&context(), &CollageQuery::default(), &page).await.unwrap().items.len()
    };
    gate.hold_reads();
    let before = tokio::spawn(page(source.clone()));
    let old = gate.held().await;
    source.create_collage(&context(), &a_collage("c9")).await.unwrap();
    gate.open();
    assert_eq!(page(source.clone()).await, 3);
    old.go();
    assert_eq!(before.await.unwrap(), 2);
    assert_eq!(page(source).await, 3);
}

#[tokio::test]
async fn a_change_is_heard_of_though_its_asker_hangs_up() {
    let (source, gate, _) = cache().await;
    title(&source).await.unwrap();
    gate.hold_writes();
    let writer = tokio::spawn({
        let source = source.clone();
        async move { rename(&source, 1, "New").await }
    });
    let held = gate.held().await;
    writer.abort();
    settle().await;
    held.go();
    settle().await;
    assert_eq!(title(&source).await.unwrap().as_deref(), Some("New"));
}

#[tokio::test]
async fn a_refused_change_shows_that_something_changed() {
    let (source, _, memory) = cache().await;
    title(&source).await.unwrap();
    rename(&memory, 1, "Elsewhere").await.unwrap();
    let answer = rename(&source, 1, "New").await;
    assert!(matches!(answer, Err(Error::Conflict(Conflict::Stale))), "{answer:?}");
    assert_eq!(title(&source).await.unwrap().as_deref(), Some("Elsewhere"));
}

#[tokio::test]
async fn what_is_known_to_be_wrong_is_not_served_even_while_the_source_is_down() {
    let (source, gate, memory) = cache().await;
    title(&source).await.unwrap();
    rename(&memory, 1, "Elsewhere").await.unwrap();
    rename(&source, 1, "New").await.unwrap_err();
    gate.down(unavailable);
    assert!(matches!(title(&source).await, Err(Error::Unavailable { .. })));
    gate.open();
    title(&source).await.unwrap();
    rename(&source, 2, "New").await.unwrap();
    gate.down(unavailable);
    assert!(matches!(title(&source).await, Err(Error::Unavailable { .. })));
}

#[tokio::test]
async fn a_change_that_failed_may_have_happened() {
    let (source, gate, _) = cache().await;
    title(&source).await.unwrap();
    gate.hold_writes();
    let writer = tokio::spawn({
        let source = source.clone();
        async move { rename(&source, 1, "New").await }
    });
    gate.held().await.fail(timed_out());
    writer.await.unwrap().unwrap_err();
    assert_eq!(title(&source).await.unwrap().as_deref(), Some("New"));
}

#[tokio::test]
async fn a_change_that_failed_leaves_the_old_answers_while_the_source_is_down() {
    let (source, gate, _) = cache().await;
    let told = all_told(&source).await;
    gate.down(unavailable);
    rename(&source, 1, "New").await.unwrap_err();
    source.delete_collage(&context(), &parse("c1"), version(1), at(60_000)).await.unwrap_err();
    assert_eq!(all_told(&source).await, told);
}
