//! Likes of one collage at the same time.

use futures_util::future::join_all;

use super::collage_has;
use crate::{
    Store,
    data::{a_like, a_user, at, context, parse},
    expect::ok,
    given,
};

/// The likes of many users are all counted, and each is a change of its own date.
pub async fn likes_of_many_are_all_counted(store: &dyn Store) {
    given::two_collages(store).await;
    let (context, fans) = (context(), (0..24).map(|n| format!("fan-{n}")).collect::<Vec<_>>());
    let users: Vec<_> = fans.iter().map(|fan| a_user(fan)).collect();
    ok(store.import_users(&context, &users).await);
    let like = async |fan: &String| ok(store.add_like(&context, &a_like("c1", fan)).await);
    assert_eq!(join_all(fans.iter().map(like)).await, vec![true; fans.len()]);
    collage_has(store, "c1", 24, at(23_877)).await;
    let unlike = async |fan: &String| ok(store.remove_like(&context, &parse("c1"), &parse(fan), at(0)).await);
    assert_eq!(join_all(fans.iter().skip(4).map(unlike)).await, vec![true; 20]);
    collage_has(store, "c1", 4, at(43_877)).await;
}

/// The same like given many times at once is counted once, and taken back many times at once is taken back once.
pub async fn same_like_is_counted_once(store: &dyn Store) {
    given::two_collages(store).await;
    let (context, collage, ann) = (context(), parse("c1"), parse("ann"));
    let like = async |_| ok(store.add_like(&context, &a_like("c1", "ann")).await);
    let added = join_all((0..8).map(like)).await;
    assert_eq!(added.into_iter().filter(|added| *added).count(), 1);
    collage_has(store, "c1", 1, at(877)).await;
    let unlike = async |_| ok(store.remove_like(&context, &collage, &ann, at(0)).await);
    let removed = join_all((0..8).map(unlike)).await;
    assert_eq!(removed.into_iter().filter(|removed| *removed).count(), 1);
    collage_has(store, "c1", 0, at(1_877)).await;
}
