//! Lists of likes.

use ogrom_protocols::PageRequest;
use ogrom_protocols_contract::{
    expect::same_things,
    pages::{cursor_after_first, cursor_is_of_another_query, list_is, malformed_cursors_are_refused, up_to},
};
use ogrom_protocols_fashion::LikeQuery;
use ogrom_protocols_fashion_model::{CollageId, Like};

use crate::{
    Store,
    data::{a_collage, a_like, at, context, parse, version},
    expect::ok,
    given,
};

fn of_collage(collage: &str) -> LikeQuery {
    LikeQuery::OfCollage(parse(collage))
}

fn of_user(user: &str) -> LikeQuery {
    LikeQuery::OfUser(parse(user))
}

fn like_at(collage: &str, user: &str, millis: i64) -> Like {
    Like { created: at(millis), ..a_like(collage, user) }
}

async fn finds(store: &dyn Store, query: &LikeQuery, expected: &[&str]) {
    let ask = async |page: PageRequest| store.likes(&context(), query, &page).await;
    list_is(expected, |like| query.tie_breaker(like), ask).await;
}

/// A store without likes has one empty page, whatever the query.
pub async fn list_of_nothing_is_one_empty_page(store: &dyn Store) {
    given::two_collages(store).await;
    for query in [of_collage("c1"), of_collage("nothing"), of_user("ann"), of_user("unknown")] {
        finds(store, &query, &[]).await;
    }
}

/// The likes of a collage, the newest first, to the millisecond, then the greater identifier of the user.
pub async fn likes_are_found_by_collage(store: &dyn Store) {
    given::two_collages(store).await;
    let likes = [("c1", "ann", 5), ("c1", "cleo", 5), ("c1", "ben", 9), ("c2", "ann", 7)];
    given::likes(store, &likes.map(|(collage, user, at)| like_at(collage, user, at))).await;
    finds(store, &of_collage("c1"), &["ben", "cleo", "ann"]).await;
    finds(store, &of_collage("c2"), &["ann"]).await;
    ok(store.remove_like(&context(), &parse("c1"), &parse("cleo"), at(10)).await);
    finds(store, &of_collage("c1"), &["ben", "ann"]).await;
}

/// The likes of a user, the newest first, to the millisecond, then the greater identifier of the collage.
pub async fn likes_are_found_by_user(store: &dyn Store) {
    given::people_and_products(store).await;
    given::collages(store, &["a", "b", "c"].map(a_collage)).await;
    let likes = [("a", "ann", 5), ("c", "ann", 5), ("b", "ann", 9), ("b", "ben", 7)];
    given::likes(store, &likes.map(|(collage, user, at)| like_at(collage, user, at))).await;
    finds(store, &of_user("ann"), &["b", "c", "a"]).await;
    finds(store, &of_user("ben"), &["b"]).await;
    for other in ["cleo", "an", "Ann", "ann~"] {
        finds(store, &of_user(other), &[]).await;
    }
    ok(store.delete_collage(&context(), &parse("b"), version(1), at(60_000)).await);
    finds(store, &of_user("ann"), &["c", "a"]).await;
}

/// A list holds the likes as they are read one by one.
pub async fn list_holds_whole_likes(store: &dyn Store) {
    given::two_collages(store).await;
    let likes = [like_at("c1", "ben", 9), like_at("c1", "ann", 5)];
    given::likes(store, &likes).await;
    assert_eq!(ok(store.likes(&context(), &of_collage("c1"), &up_to(10, None)).await).items, likes);
}

/// A list continues where the page ended, though its last item is gone and others came.
pub async fn page_goes_on_where_the_last_one_ended(store: &dyn Store) {
    given::people_and_products(store).await;
    given::collages(store, &["1", "2", "3", "4", "5"].map(a_collage)).await;
    given::likes(store, &["1", "3", "4"].map(|collage| a_like(collage, "ann"))).await;
    let query = of_user("ann");
    let first = ok(store.likes(&context(), &query, &up_to(2, None)).await);
    ok(store.remove_like(&context(), &parse("3"), &parse("ann"), at(1)).await);
    given::likes(store, &["2", "5"].map(|collage| a_like(collage, "ann"))).await;
    let rest = ok(store.likes(&context(), &query, &up_to(100, first.next)).await);
    let found: Vec<_> = rest.items.iter().map(|like| like.collage.as_str()).collect();
    assert_eq!((found, rest.next), (vec!["2", "1"], None));
}

/// A cursor that no list handed out is refused, not taken for the first page.
pub async fn malformed_cursor_is_refused(store: &dyn Store) {
    given::two_collages(store).await;
    given::likes(store, &[a_like("c1", "ann"), a_like("c1", "ben")]).await;
    let query = of_collage("c1");
    malformed_cursors_are_refused(async |page: PageRequest| store.likes(&context(), &query, &page).await)
        .await;
}

/// A cursor is refused by the list of another collage or user, though the identifiers may be alike.
pub async fn cursor_of_another_query_is_refused(store: &dyn Store) {
    given::people_and_products(store).await;
    given::collages(store, &["ann", "c1", "c2"].map(a_collage)).await;
    given::likes(store, &[a_like("ann", "ann"), a_like("ann", "ben"), a_like("c1", "ann")]).await;
    let query = of_collage("ann");
    let cursor =
        cursor_after_first(async |page: PageRequest| store.likes(&context(), &query, &page).await).await;
    for other in [of_user("ann"), of_collage("c1"), of_user("ben")] {
        let ask = async |page: PageRequest| store.likes(&context(), &other, &page).await;
        cursor_is_of_another_query(&cursor, ask).await;
    }
}

/// Of many collages, those that a user likes are found at once, each once, with the date of each like.
pub async fn likes_among_collages_are_those_of_the_user(store: &dyn Store) {
    given::people_and_products(store).await;
    let many: Vec<_> = (0..150).map(|n| a_collage(&format!("c{n}"))).collect();
    given::collages(store, &many).await;
    let liked = [like_at("c1", "ann", 5), like_at("c2", "ann", 6), like_at("c149", "ann", 7)];
    given::likes(store, &liked).await;
    given::likes(store, &[like_at("c1", "ben", 8), like_at("c3", "ben", 9)]).await;
    let all: Vec<CollageId> = many.iter().map(|collage| collage.id.clone()).collect();
    let among = async |user: &str, collages: &[CollageId]| {
        ok(store.likes_among(&context(), &parse(user), collages).await)
    };
    same_things(among("ann", &all).await, liked.to_vec(), |like| like.collage.as_str());
    let some = ["c2", "nothing", "c3", "c2"].map(parse);
    same_things(among("ann", &some).await, vec![liked[1].clone()], |like| like.collage.as_str());
    assert_eq!(among("ann", &[]).await, []);
    assert_eq!(among("unknown", &all).await, []);
}
