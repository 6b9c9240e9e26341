//! The dependencies that are recorded for what is made of the results.

use ogrom_protocols::{Dependencies, Limit, PageRequest, Validity};
use ogrom_protocols_fashion::{CommentQuery, CommentReader, LikeReader, LikeWriter};
use ogrom_protocols_fashion_contract::data::a_like;
use tokio::time::{Instant, advance};

use super::*;
use crate::tests::gate::unavailable;

fn noting() -> (Context, Dependencies) {
    let dependencies = Dependencies::default();
    (context().tracking(dependencies.clone()), dependencies)
}

/// The validity of the collage `c1`.
async fn collage(cache: &Cached<Gated>) -> Option<Validity> {
    let (ctx, dependencies) = noting();
    cache.collage_by_id(&ctx, &parse("c1")).await.unwrap();
    dependencies.validity()
}

fn hold(holds: &Validity) -> bool {
    holds.at(Instant::now().into_std())
}

#[tokio::test(start_paused = true)]
async fn an_answer_holds_until_it_is_too_old_however_often_it_is_given() {
    let (cache, _, _) = cache().await;
    let first = collage(&cache).await.unwrap();
    advance(Duration::from_secs(9)).await;
    let second = collage(&cache).await.unwrap();
    assert!(hold(&first) && hold(&second));
    advance(Duration::from_secs(1)).await;
    assert!(!hold(&first) && !hold(&second));
}

#[tokio::test(start_paused = true)]
async fn an_answer_holds_until_what_it_tells_changes() {
    let (cache, _, _) = cache().await;
    let (ctx, dependencies) = noting();
    cache.comments(&ctx, &CommentQuery::default(), &PageRequest::first(Limit::MAX)).await.unwrap();
    let (collage, comments) = (collage(&cache).await.unwrap(), dependencies.validity().unwrap());
    rename(&cache, 1, "Another").await.unwrap();
    assert!(!hold(&collage), "its collage was changed");
    assert!(hold(&comments), "no comment was");
}

#[tokio::test(start_paused = true)]
async fn a_change_that_may_have_happened_ends_it_too() {
    let (cache, gate, _) = cache().await;
    let noted = collage(&cache).await.unwrap();
    gate.down(unavailable);
    rename(&cache, 1, "Another").await.unwrap_err();
    assert!(!hold(&noted));
    assert!(collage(&cache).await.is_none(), "what is stale holds for now only");
}

#[tokio::test(start_paused = true)]
async fn a_change_while_it_is_asked_for_ends_it() {
    let (cache, gate, _) = cache().await;
    let (ctx, dependencies) = noting();
    gate.hold_reads();
    let asker = asker(&cache, ctx).await;
    let answer = gate.held().await;
    cache.add_like(&context(), &a_like("c1", "ann")).await.unwrap();
    answer.go();
    asker.await.unwrap().unwrap();
    assert!(!hold(&dependencies.validity().unwrap()));
}

#[tokio::test(start_paused = true)]
async fn what_is_always_asked_for_holds_for_now_only() {
    let (cache, _, _) = cache().await;
    let (ctx, dependencies) = noting();
    cache.collage_by_id(&ctx, &parse("c1")).await.unwrap();
    cache.like_by_ids(&ctx, &parse("c1"), &parse("ann")).await.unwrap();
    assert!(dependencies.validity().is_none());
    let (ctx, dependencies) = noting();
    cache.collage_by_id(&ctx.as_of(Instant::now().into_std()), &parse("c1")).await.unwrap();
    assert!(dependencies.validity().is_none());
}
