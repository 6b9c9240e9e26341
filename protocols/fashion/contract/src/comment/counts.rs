//! The counts of comments and the mean ratings that collages show.

use futures_util::future::join_all;
use ogrom_protocols::Conflict;
use ogrom_protocols_contract::pages::up_to;
use ogrom_protocols_fashion::CommentQuery;
use ogrom_protocols_fashion_model::{Collage, Comment, CommentDraft, MeanRating};
use ogrom_protocols_model::Timestamp;

use crate::{
    Store,
    data::{CommentData, a_collage, a_comment, a_comment_draft, at, context, parse},
    expect::{missing, ok, refused},
    given,
};

/// Asserts that the collage, which else is as [`a_collage`] makes it, has so many comments with this mean rating, and was
/// last changed then.
async fn collage_has(
    store: &dyn Store,
    id: &str,
    comments: u64,
    rating: impl Into<Option<f64>>,
    modified: Timestamp,
) {
    let rating = rating.into().and_then(MeanRating::from_stars);
    let expected = Collage { comments, rating, modified, ..a_collage(id) };
    assert_eq!(ok(store.collage_by_id(&context(), &expected.id).await), Some(expected));
}

fn comment_at(id: &str, rating: impl Into<Option<u8>>, millis: i64) -> Comment {
    Comment { rating: rating.into(), ..a_comment(id).created(at(millis)) }
}

fn rated(rating: impl Into<Option<u8>>) -> CommentDraft {
    CommentDraft { rating: rating.into(), ..a_comment_draft("Nice.") }
}

/// A comment and its rating count, and are the collage's last change, but no edit: the version stays. The mean is rounded
/// to hundredths.
pub async fn comments_are_counted_and_no_edits(store: &dyn Store) {
    given::two_collages(store).await;
    let create = async |comment: Comment| {
        ok(store.create_comment(&context(), &comment).await);
    };
    create(comment_at("m1", None, 10_000)).await;
    collage_has(store, "c1", 1, None, at(10_000)).await;
    create(comment_at("m2", 5, 20_000)).await;
    collage_has(store, "c1", 2, 5.0, at(20_000)).await;
    create(comment_at("m3", 4, 30_000)).await;
    create(comment_at("m4", 4, 40_000).by("ben")).await;
    create(comment_at("m5", 1, 50_000).on("c2")).await;
    collage_has(store, "c1", 4, 4.33, at(40_000)).await;
    collage_has(store, "c2", 1, 1.0, at(50_000)).await;
}

/// An edit of the rating changes the mean and the date. An edit of all else changes nothing of the collage.
pub async fn mean_follows_edits_of_ratings(store: &dyn Store) {
    given::two_collages(store).await;
    given::comments(store, &[comment_at("m1", None, 0), comment_at("m2", 2, 0)]).await;
    collage_has(store, "c1", 2, 2.0, at(0)).await;
    let edit = async |draft: CommentDraft, millis| {
        let id = parse("m1");
        let before = ok(store.comment_by_id(&context(), &id).await).expect("it is there").revision();
        ok(store.update_comment(&context(), &id, before, &draft, at(millis)).await);
    };
    edit(a_comment_draft("Other."), 10_000).await;
    collage_has(store, "c1", 2, 2.0, at(0)).await;
    edit(rated(5), 20_000).await;
    collage_has(store, "c1", 2, 3.5, at(20_000)).await;
    edit(rated(3), 30_000).await;
    collage_has(store, "c1", 2, 2.5, at(30_000)).await;
    edit(rated(None), 40_000).await;
    collage_has(store, "c1", 2, 2.0, at(40_000)).await;
}

/// A deleted comment counts no longer, and its deletion is the collage's last change.
pub async fn deleted_comments_count_no_longer(store: &dyn Store) {
    given::two_collages(store).await;
    let comments = [comment_at("m1", 5, 0), comment_at("m2", 2, 0), comment_at("m3", 4, 0).on("c2")];
    given::comments(store, &comments).await;
    let delete = async |comment: &Comment, millis| {
        ok(store.delete_comment(&context(), &comment.id, comment.revision(), at(millis)).await)
    };
    assert!(delete(&comments[0], 10_000).await);
    collage_has(store, "c1", 1, 2.0, at(10_000)).await;
    assert!(!delete(&comments[0], 20_000).await);
    collage_has(store, "c1", 1, 2.0, at(10_000)).await;
    assert!(delete(&comments[1], 30_000).await);
    collage_has(store, "c1", 0, None, at(30_000)).await;
    collage_has(store, "c2", 1, 4.0, at(0)).await;
}

/// A refused change counts nothing.
pub async fn refused_changes_count_nothing(store: &dyn Store) {
    given::two_collages(store).await;
    let first = comment_at("m1", 5, 0);
    given::comments(store, std::slice::from_ref(&first)).await;
    let context = context();
    let again = comment_at("m1", 1, 10_000);
    refused(store.create_comment(&context, &again).await, &Conflict::Exists);
    let anonymous = comment_at("m2", 1, 10_000).by("unknown");
    refused(store.create_comment(&context, &anonymous).await, &missing("user", "unknown"));
    let lost = comment_at("m2", 1, 10_000).on("nothing");
    refused(store.create_comment(&context, &lost).await, &missing("collage", "nothing"));
    let stale = again.revision();
    let edit = store.update_comment(&context, &first.id, stale, &rated(1), at(10_000)).await;
    refused(edit, &Conflict::Stale);
    refused(store.delete_comment(&context, &first.id, stale, at(10_000)).await, &Conflict::Stale);
    collage_has(store, "c1", 1, 5.0, at(0)).await;
}

/// Loaded comments are counted once each, and are the collage's last change if theirs are later than it.
pub async fn loaded_comments_are_counted(store: &dyn Store) {
    given::two_collages(store).await;
    let later = Comment { modified: at(40), ..comment_at("m2", 3, -5) };
    let rows = [
        comment_at("m1", 5, -10),
        later,
        comment_at("m1", 1, 50),
        comment_at("m3", 1, 60).on("nothing"),
        comment_at("m4", None, -20).on("c2"),
    ];
    ok(store.import_comments(&context(), &rows).await);
    ok(store.import_comments(&context(), &rows).await);
    collage_has(store, "c1", 2, 4.0, at(40)).await;
    collage_has(store, "c2", 1, None, at(0)).await;
}

/// Comments of many at the same time are all counted, each as a change of its own date, and a comment that many delete is
/// taken out once.
pub async fn comments_of_many_are_all_counted(store: &dyn Store) {
    given::two_collages(store).await;
    let (context, comments) = (context(), (0..24).map(|n| comment_at(&format!("m{n}"), 1 + n % 5, 0)));
    let comments: Vec<_> = comments.collect();
    let create = async |comment: &Comment| {
        ok(store.create_comment(&context, comment).await);
    };
    join_all(comments.iter().map(create)).await;
    collage_has(store, "c1", 24, 2.92, at(23_877)).await;
    let delete = async |comment: &Comment| {
        ok(store.delete_comment(&context, &comment.id, comment.revision(), at(0)).await)
    };
    let deleted = join_all(comments.iter().chain(&comments[4..]).map(delete)).await;
    assert_eq!(deleted.into_iter().filter(|deleted| *deleted).count(), 24);
    collage_has(store, "c1", 0, None, at(47_877)).await;
}

/// After any changes, in any order, the counts are those of the comments that are there.
pub async fn counts_are_those_of_a_recount(store: &dyn Store) {
    given::two_collages(store).await;
    let given = [comment_at("g1", 2, 0), comment_at("g2", None, 0).on("c2")];
    given::comments(store, &given).await;
    let (context, mut there) = (context(), given.to_vec());
    let mut state = 17_u64;
    // A linear congruential generator, whose higher bits are good enough here.
    let mut any = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 40).unwrap_or_default() % below
    };
    for number in 0..40 {
        let now = at(10_000 * (number + 1));
        let stars = [None, Some(1), Some(2), Some(3), Some(4), Some(5)][any(6)];
        match any(if there.is_empty() { 1 } else { 4 }) {
            0 | 1 => {
                let comment = Comment { rating: stars, ..a_comment(&format!("m{number}")).created(now) };
                let comment = comment.on(["c1", "c2"][any(2)]);
                there.push(ok(store.create_comment(&context, &comment).await));
            }
            2 => {
                let before = any(there.len());
                let (Comment { id, .. }, draft) = (&there[before], rated(stars));
                let edit = store.update_comment(&context, id, there[before].revision(), &draft, now).await;
                there[before] = ok(edit).expect("it is there");
            }
            _ => {
                let comment = there.swap_remove(any(there.len()));
                let delete = store.delete_comment(&context, &comment.id, comment.revision(), now).await;
                assert!(ok(delete));
            }
        }
        for id in ["c1", "c2"] {
            let query = CommentQuery { collage: Some(parse(id)), ..CommentQuery::default() };
            let listed = ok(store.comments(&context, &query, &up_to(100, None)).await).items;
            let stars: Vec<_> = listed.iter().filter_map(|comment| comment.rating).collect();
            let mean = MeanRating::of(stars.len() as u64, stars.into_iter().map(u64::from).sum());
            let collage = ok(store.collage_by_id(&context, &parse(id)).await).expect("it is there");
            assert_eq!((collage.comments, collage.rating), (listed.len() as u64, mean), "{id}, {number}");
        }
    }
}
