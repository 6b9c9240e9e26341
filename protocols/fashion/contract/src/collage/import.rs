//! Loading collages.

use std::slice;

use ogrom_protocols::Imported;
use ogrom_protocols_fashion_model::{Collage, MeanRating};
use ogrom_protocols_model::Version;

use crate::{
    Store,
    data::{CollageData, a_collage, at, context, parse},
    expect::{ok, refused_row},
    given,
};

/// A row keeps its version, times, texts and items, but brings no counts: likes and comments are loaded on their own.
pub async fn import_keeps_all_but_the_counts(store: &dyn Store) {
    given::people_and_products(store).await;
    let row = Collage {
        description: Some("Said".into()),
        likes: 12,
        comments: 5,
        rating: MeanRating::of(2, 7),
        version: Version::new(4),
        modified: at(88),
        ..a_collage("1").titled("Title").of(["p2", "p1", "p2"]).created(at(-5)).owned_by("ben")
    };
    given::collages(store, slice::from_ref(&row)).await;
    let stored = ok(store.collage_by_id(&context(), &row.id).await);
    assert_eq!(stored, Some(Collage { likes: 0, comments: 0, rating: None, ..row }));
}

/// An existing collage stays as it is, whether its identifier comes again in another batch or in the same one.
pub async fn import_leaves_alone_what_is_there(store: &dyn Store) {
    given::people_and_products(store).await;
    let (first, other) = (a_collage("1").of(["p1"]), a_collage("1").titled("Other").of(["p2"]));
    let outcomes = ok(store.import_collages(&context(), &[first.clone(), other.clone()]).await);
    assert_eq!(outcomes, [Imported::Added, Imported::Present]);
    let outcomes = ok(store.import_collages(&context(), &[a_collage("2"), other, a_collage("2")]).await);
    assert_eq!(outcomes, [Imported::Added, Imported::Present, Imported::Present]);
    assert_eq!(ok(store.collage_by_id(&context(), &parse("1")).await), Some(first));
}

/// A row that refers to something absent is refused by name, and does not keep the others out.
pub async fn import_refuses_rows_without_their_references(store: &dyn Store) {
    given::people_and_products(store).await;
    let rows = [
        a_collage("1"),
        a_collage("2").owned_by("unknown"),
        a_collage("3").of(["p1", "nothing"]),
        a_collage("3").titled("Mended").of(["p1"]),
    ];
    let outcomes = ok(store.import_collages(&context(), &rows).await);
    assert_eq!((&outcomes[0], &outcomes[3]), (&Imported::Added, &Imported::Added), "{outcomes:?}");
    refused_row(&outcomes[1], "unknown");
    refused_row(&outcomes[2], "nothing");
    assert_eq!(ok(store.collage_by_id(&context(), &parse("2")).await), None);
    let [_, _, _, mended] = rows;
    assert_eq!(ok(store.collage_by_id(&context(), &parse("3")).await), Some(mended));
}

/// A batch may be empty.
pub async fn import_takes_an_empty_batch(store: &dyn Store) {
    assert_eq!(ok(store.import_collages(&context(), &[]).await), []);
}
