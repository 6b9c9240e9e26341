//! Lists of collages.

use ogrom_protocols::{Page, PageRequest};
use ogrom_protocols_contract::pages::{
    cursor_after_first, cursor_is_of_another_query, malformed_cursors_are_refused, up_to,
};
use ogrom_protocols_fashion::{CollageOrder, CollageQuery};
use ogrom_protocols_fashion_model::{Collage, CollageDraft};

use crate::{
    Store,
    data::{CollageData, a_collage, a_draft, a_like, an_item, at, context, parse, version},
    expect::{list_is, ok},
    given,
};

async fn finds(store: &dyn Store, query: &CollageQuery, expected: &[&str]) {
    list_is(expected, async |page: PageRequest| store.collages(&context(), query, &page).await).await;
}

fn of_owner(owner: &str) -> CollageQuery {
    CollageQuery { owner: Some(parse(owner)), ..CollageQuery::default() }
}

fn of_product(product: &str) -> CollageQuery {
    CollageQuery { product: Some(parse(product)), ..CollageQuery::default() }
}

fn most_liked() -> CollageQuery {
    CollageQuery { order: CollageOrder::MostLiked, ..CollageQuery::default() }
}

/// A store without collages has one empty page, whatever the query.
pub async fn list_of_nothing_is_one_empty_page(store: &dyn Store) {
    for query in [CollageQuery::default(), of_owner("unknown"), of_product("nothing"), most_liked()] {
        finds(store, &query, &[]).await;
    }
}

/// The newest come first, to the millisecond, then the greater identifier, byte by byte. Later changes do not matter.
pub async fn newest_come_first(store: &dyn Store) {
    given::people_and_products(store).await;
    let equal = ["a", "B", "10", "9", "~"].map(a_collage);
    let others = [("earlier", -1), ("later", 1)].map(|(id, millis)| a_collage(id).created(at(millis)));
    given::collages(store, &equal).await;
    given::collages(store, &others).await;
    let draft = CollageDraft { title: Some("New".into()), ..a_draft() };
    ok(store.update_collage(&context(), &parse("a"), version(1), &draft, at(9)).await);
    finds(store, &CollageQuery::default(), &["later", "~", "a", "B", "9", "10", "earlier"]).await;
}

/// The most liked come first, then the greater identifier, as the likes are now.
pub async fn most_liked_come_first(store: &dyn Store) {
    given::people_and_products(store).await;
    given::collages(store, &["a", "b", "c", "d"].map(a_collage)).await;
    let likes = [("c", "ann"), ("c", "ben"), ("a", "ann"), ("b", "cleo")].map(|(c, u)| a_like(c, u));
    given::likes(store, &likes).await;
    finds(store, &most_liked(), &["c", "b", "a", "d"]).await;
    ok(store.remove_like(&context(), &parse("b"), &parse("cleo"), at(1)).await);
    ok(store.add_like(&context(), &a_like("a", "cleo")).await);
    ok(store.add_like(&context(), &a_like("a", "ben")).await);
    finds(store, &most_liked(), &["a", "c", "d", "b"]).await;
}

/// An owner's collages are found by the owner, exactly.
pub async fn collages_are_found_by_owner(store: &dyn Store) {
    given::people_and_products(store).await;
    let owned = [("1", "ann"), ("2", "ben"), ("3", "ann"), ("4", "ann")];
    given::collages(store, &owned.map(|(id, owner)| a_collage(id).owned_by(owner))).await;
    finds(store, &of_owner("ann"), &["4", "3", "1"]).await;
    finds(store, &of_owner("ben"), &["2"]).await;
    for other in ["cleo", "an", "Ann", "ann~", "_nn"] {
        finds(store, &of_owner(other), &[]).await;
    }
}

/// A collage is found by each product in it, once, however often the product is in it, as its items are now.
pub async fn collages_are_found_by_product(store: &dyn Store) {
    given::people_and_products(store).await;
    let collages =
        [a_collage("1").of(["p1", "p2", "p1"]), a_collage("2"), a_collage("3").of(["p1"]), a_collage("4")];
    given::collages(store, &collages).await;
    finds(store, &of_product("p1"), &["3", "1"]).await;
    finds(store, &of_product("p2"), &["1"]).await;
    finds(store, &of_product("p3"), &[]).await;
    let draft = CollageDraft { items: vec![an_item("p3")], ..a_draft() };
    ok(store.update_collage(&context(), &parse("1"), version(1), &draft, at(1)).await);
    ok(store.delete_collage(&context(), &parse("3"), version(1), at(60_000)).await);
    finds(store, &of_product("p1"), &[]).await;
    finds(store, &of_product("p3"), &["1"]).await;
}

/// Owner, product and order go together.
pub async fn all_filters_must_match(store: &dyn Store) {
    given::people_and_products(store).await;
    let collages = [
        a_collage("1").of(["p1"]),
        a_collage("2").of(["p1"]),
        a_collage("3").of(["p1"]).owned_by("ben"),
        a_collage("4").of(["p2"]),
    ];
    given::collages(store, &collages).await;
    given::likes(store, &[a_like("1", "ann")]).await;
    let query = CollageQuery { product: Some(parse("p1")), ..of_owner("ann") };
    finds(store, &query, &["2", "1"]).await;
    finds(store, &CollageQuery { order: CollageOrder::MostLiked, ..query }, &["1", "2"]).await;
}

/// A list holds whole collages, each with its own items in their order.
pub async fn list_holds_whole_collages(store: &dyn Store) {
    given::people_and_products(store).await;
    let collages =
        [a_collage("3").titled("Three").of(["p2", "p1"]), a_collage("2"), a_collage("1").of(["p3"])];
    given::collages(store, &collages).await;
    let page = ok(store.collages(&context(), &CollageQuery::default(), &up_to(10, None)).await);
    assert_eq!(page.items, collages);
}

/// A list continues where the page ended, though its last item is gone and others came.
pub async fn page_goes_on_where_the_last_one_ended(store: &dyn Store) {
    given::people_and_products(store).await;
    given::collages(store, &["1", "3", "5", "7"].map(a_collage)).await;
    let query = CollageQuery::default();
    let first = ok(store.collages(&context(), &query, &up_to(2, None)).await);
    ok(store.delete_collage(&context(), &parse("5"), version(1), at(60_000)).await);
    given::collages(store, &["2", "6", "8"].map(a_collage)).await;
    let rest = ok(store.collages(&context(), &query, &up_to(100, first.next)).await);
    let ids: Vec<_> = rest.items.iter().map(|collage| collage.id.as_str()).collect();
    assert_eq!((ids, rest.next), (vec!["3", "2", "1"], None));
}

/// A previous page ends where the page began, though its first item is gone and others came.
pub async fn page_before_ends_where_the_next_one_began(store: &dyn Store) {
    given::people_and_products(store).await;
    given::collages(store, &["1", "3", "5", "7"].map(a_collage)).await;
    let query = CollageQuery::default();
    let ask = async |limit, cursor| ok(store.collages(&context(), &query, &up_to(limit, cursor)).await);
    let ids = |page: &Page<Collage>| -> Vec<_> {
        page.items.iter().map(|collage| collage.id.to_string()).collect()
    };
    let second = ask(2, ask(2, None).await.next).await;
    assert_eq!(ids(&second), ["3", "1"]);
    ok(store.delete_collage(&context(), &parse("3"), version(1), at(60_000)).await);
    given::collages(store, &["2", "4", "6", "8"].map(a_collage)).await;
    let before = ask(2, second.prev.clone()).await;
    assert_eq!(ids(&before), ["5", "4"]);
    let first = ask(100, before.prev).await;
    assert_eq!((ids(&first), &first.prev), (["8", "7", "6"].map(str::to_owned).into(), &None));
    assert_eq!(ids(&ask(100, before.next).await), ["2", "1"]);
    for id in ["4", "5", "6", "7", "8"] {
        ok(store.delete_collage(&context(), &parse(id), version(1), at(60_000)).await);
    }
    let nothing = ask(2, second.prev).await;
    assert_eq!((ids(&nothing), nothing.next, nothing.prev), (vec![], None, None));
}

/// A cursor that no list handed out is refused, not taken for the first page.
pub async fn malformed_cursor_is_refused(store: &dyn Store) {
    given::two_collages(store).await;
    let query = CollageQuery::default();
    malformed_cursors_are_refused(async |page: PageRequest| store.collages(&context(), &query, &page).await)
        .await;
}

/// A cursor is refused by a query that differs in any filter or in the order.
pub async fn cursor_of_another_query_is_refused(store: &dyn Store) {
    given::two_collages(store).await;
    let all = CollageQuery::default();
    let cursor =
        cursor_after_first(async |page: PageRequest| store.collages(&context(), &all, &page).await).await;
    for other in [of_owner("ann"), of_product("p1"), most_liked()] {
        let ask = async |page: PageRequest| store.collages(&context(), &other, &page).await;
        cursor_is_of_another_query(&cursor, ask).await;
    }
}
