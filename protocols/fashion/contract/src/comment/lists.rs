//! Lists of comments.

use ogrom_protocols::PageRequest;
use ogrom_protocols_contract::pages::{
    cursor_after_first, cursor_is_of_another_query, malformed_cursors_are_refused, up_to,
};
use ogrom_protocols_fashion::CommentQuery;

use crate::{
    Store,
    data::{CommentData, a_comment, a_comment_draft, at, context, parse, version},
    expect::{list_is, ok},
    given,
};

async fn finds(store: &dyn Store, query: &CommentQuery, expected: &[&str]) {
    list_is(expected, async |page: PageRequest| store.comments(&context(), query, &page).await).await;
}

fn on(collage: &str) -> CommentQuery {
    CommentQuery { collage: Some(parse(collage)), ..CommentQuery::default() }
}

fn written_in(language: &str) -> CommentQuery {
    CommentQuery { language: Some(parse(language)), ..CommentQuery::default() }
}

/// A store without comments has one empty page, whatever the query.
pub async fn list_of_nothing_is_one_empty_page(store: &dyn Store) {
    for query in [CommentQuery::default(), on("nothing"), written_in("en")] {
        finds(store, &query, &[]).await;
    }
}

/// The newest come first, to the millisecond, then the greater identifier, byte by byte. Later changes do not matter.
pub async fn newest_come_first(store: &dyn Store) {
    given::two_collages(store).await;
    given::comments(store, &["a", "B", "10", "9", "~"].map(a_comment)).await;
    let others = [("earlier", -1), ("later", 1)].map(|(id, millis)| a_comment(id).created(at(millis)));
    given::comments(store, &others).await;
    ok(store.update_comment(&context(), &parse("a"), version(1), &a_comment_draft("New"), at(9)).await);
    finds(store, &CommentQuery::default(), &["later", "~", "a", "B", "9", "10", "earlier"]).await;
}

/// A collage's comments are found by the collage.
pub async fn comments_are_found_by_collage(store: &dyn Store) {
    given::two_collages(store).await;
    given::comments(store, &[a_comment("1"), a_comment("2").on("c2"), a_comment("3").by("ben")]).await;
    finds(store, &on("c1"), &["3", "1"]).await;
    finds(store, &on("c2"), &["2"]).await;
    finds(store, &on("C1"), &[]).await;
}

/// A language finds comments in it, whatever the country or script of either.
pub async fn comments_are_found_by_language(store: &dyn Store) {
    given::two_collages(store).await;
    let languages = ["de", "de-AT", "de-Latn-CH", "en", "del", "zh-Hant-HK", "zh"];
    let comments = (1..).zip(languages).map(|(n, language)| a_comment(&n.to_string()).written_in(language));
    given::comments(store, &comments.collect::<Vec<_>>()).await;
    for german in ["de", "de-DE", "de-AT"] {
        finds(store, &written_in(german), &["3", "2", "1"]).await;
    }
    finds(store, &written_in("zh-Hans"), &["7", "6"]).await;
    finds(store, &written_in("del"), &["5"]).await;
    finds(store, &written_in("fr"), &[]).await;
}

/// A comment that was rewritten in another language is found by that.
pub async fn language_is_that_of_the_last_edit(store: &dyn Store) {
    given::two_collages(store).await;
    given::comments(store, &[a_comment("1")]).await;
    let draft =
        ogrom_protocols_fashion_model::CommentDraft { language: parse("fr-CA"), ..a_comment_draft("Beau.") };
    ok(store.update_comment(&context(), &parse("1"), version(1), &draft, at(1)).await);
    finds(store, &written_in("en"), &[]).await;
    finds(store, &written_in("fr"), &["1"]).await;
}

/// Collage and language go together.
pub async fn all_filters_must_match(store: &dyn Store) {
    given::two_collages(store).await;
    let comments = [
        a_comment("1"),
        a_comment("2").written_in("de"),
        a_comment("3").on("c2").written_in("de"),
        a_comment("4").written_in("de-AT"),
    ];
    given::comments(store, &comments).await;
    finds(store, &CommentQuery { collage: Some(parse("c1")), ..written_in("de") }, &["4", "2"]).await;
}

/// A list continues where the page ended, though its last item is gone and others came.
pub async fn page_goes_on_where_the_last_one_ended(store: &dyn Store) {
    given::two_collages(store).await;
    given::comments(store, &["1", "3", "5", "7"].map(a_comment)).await;
    let query = on("c1");
    let first = ok(store.comments(&context(), &query, &up_to(2, None)).await);
    ok(store.delete_comment(&context(), &parse("5"), version(1), at(60_000)).await);
    given::comments(store, &["2", "6", "8"].map(a_comment)).await;
    let rest = ok(store.comments(&context(), &query, &up_to(100, first.next)).await);
    assert_eq!((rest.items, rest.next), (["3", "2", "1"].map(a_comment).into(), None));
}

/// A cursor that no list handed out is refused, not taken for the first page.
pub async fn malformed_cursor_is_refused(store: &dyn Store) {
    given::two_collages(store).await;
    given::comments(store, &["1", "2"].map(a_comment)).await;
    let query = CommentQuery::default();
    malformed_cursors_are_refused(async |page: PageRequest| store.comments(&context(), &query, &page).await)
        .await;
}

/// A cursor is refused by a query that differs in any filter.
pub async fn cursor_of_another_query_is_refused(store: &dyn Store) {
    given::two_collages(store).await;
    given::comments(store, &["1", "2"].map(a_comment)).await;
    let query = on("c1");
    let cursor =
        cursor_after_first(async |page: PageRequest| store.comments(&context(), &query, &page).await).await;
    let both = CommentQuery { collage: Some(parse("c1")), ..written_in("en") };
    for other in [CommentQuery::default(), on("c2"), both] {
        let ask = async |page: PageRequest| store.comments(&context(), &other, &page).await;
        cursor_is_of_another_query(&cursor, ask).await;
    }
}
