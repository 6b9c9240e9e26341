//! Writers of one collage at the same time.

use futures_util::future::{join, join_all};
use ogrom_protocols::{Conflict, Error, Result};
use ogrom_protocols_fashion_model::CollageDraft;
use ogrom_protocols_model::Version;

use crate::{
    Store,
    data::{CollageData, a_collage, a_draft, a_like, at, context, parse, version},
    expect::ok,
    given,
};

const WRITERS: i64 = 8;

/// Exactly one has won; each other was refused as `expected`.
#[track_caller]
fn one_wins<T>(outcomes: Vec<Result<T>>, expected: &Conflict) -> T {
    let (won, lost): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
    for outcome in lost {
        match outcome {
            Err(Error::Conflict(conflict)) if conflict == *expected => {}
            Err(error) => panic!("a loser gets {error:?}, not {expected:?}"),
            Ok(_) => {}
        }
    }
    let [won] = <[_; 1]>::try_from(won).unwrap_or_else(|won| panic!("{} writers win", won.len()));
    ok(won)
}

/// Of concurrent creations of the same collage, one succeeds.
pub async fn one_of_many_creators_wins(store: &dyn Store) {
    given::people_and_products(store).await;
    let context = context();
    let create = async |n: i64| {
        let collage = a_collage("c1").titled(&n.to_string()).of(["p1", "p2"]);
        store.create_collage(&context, &collage).await
    };
    let winner = one_wins(join_all((0..WRITERS).map(create)).await, &Conflict::Exists);
    assert_eq!(ok(store.collage_by_id(&context, &winner.id).await), Some(winner));
}

/// Of the writers that have read the same version, one updates it, and the others get a conflict.
pub async fn one_of_many_updates_wins(store: &dyn Store) {
    given::two_collages(store).await;
    let (context, id) = (context(), parse("c1"));
    let update = async |n: i64| {
        let draft = CollageDraft { title: Some(n.to_string()), ..a_draft() };
        store.update_collage(&context, &id, version(1), &draft, at(n)).await
    };
    let winner = one_wins(join_all((0..WRITERS).map(update)).await, &Conflict::Stale);
    assert_eq!(winner.as_ref().map(|collage| collage.version), Some(Version::new(2)));
    assert_eq!(ok(store.collage_by_id(&context, &id).await), winner);
}

/// Of concurrent deletions of the same collage, one succeeds; the others find nothing.
pub async fn one_of_many_deletions_wins(store: &dyn Store) {
    given::two_collages(store).await;
    let (context, id) = (context(), parse("c1"));
    let delete = async |_| ok(store.delete_collage(&context, &id, version(1), at(60_000)).await);
    let deleted = join_all((0..WRITERS).map(delete)).await;
    assert_eq!(deleted.into_iter().filter(|deleted| *deleted).count(), 1);
}

/// An update and likes at the same time do not undo each other.
pub async fn likes_and_an_update_do_not_undo_each_other(store: &dyn Store) {
    given::two_collages(store).await;
    let (context, id) = (context(), parse("c1"));
    let update = async || {
        let draft = CollageDraft { title: Some("New".into()), ..a_draft() };
        ok(store.update_collage(&context, &id, version(1), &draft, at(1)).await);
    };
    let like = async |user| {
        ok(store.add_like(&context, &a_like("c1", user)).await);
    };
    join(join_all(["ann", "ben", "cleo"].map(like)), update()).await;
    let collage = ok(store.collage_by_id(&context, &id).await).expect("the collage is there");
    assert_eq!((collage.likes, collage.version), (3, Version::new(2)));
}
