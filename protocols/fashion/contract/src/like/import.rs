//! Loading likes.

use ogrom_protocols::Imported;

use super::{collage_has, like_at, stored};
use crate::{
    Store,
    data::{a_like, at, context},
    expect::{ok, refused_row},
    given,
};

/// Loaded likes are counted, and are the collage's last change if they are later than it.
pub async fn import_counts(store: &dyn Store) {
    given::two_collages(store).await;
    let rows = [
        like_at("c1", "ann", 30),
        like_at("c2", "ann", -10),
        like_at("c1", "ben", 40),
        like_at("c1", "cleo", 20),
    ];
    assert_eq!(ok(store.import_likes(&context(), &rows).await), rows.each_ref().map(|_| Imported::Added));
    assert_eq!(stored(store, "c2", "ann").await, Some(like_at("c2", "ann", -10)));
    collage_has(store, "c1", 3, at(40)).await;
    collage_has(store, "c2", 1, at(0)).await;
}

/// An existing like stays as it is and is counted once, whether it comes again in another batch or in the same one.
pub async fn import_leaves_alone_what_is_there(store: &dyn Store) {
    given::two_collages(store).await;
    let rows = [like_at("c1", "ann", 10), like_at("c1", "ann", 20), like_at("c1", "ben", 15)];
    let outcomes = ok(store.import_likes(&context(), &rows).await);
    assert_eq!(outcomes, [Imported::Added, Imported::Present, Imported::Added]);
    let rows = rows.map(|like| ogrom_protocols_fashion_model::Like { created: at(99), ..like });
    assert_eq!(ok(store.import_likes(&context(), &rows).await), rows.each_ref().map(|_| Imported::Present));
    assert_eq!(stored(store, "c1", "ann").await, Some(like_at("c1", "ann", 10)));
    collage_has(store, "c1", 2, at(15)).await;
}

/// A row that refers to something absent is refused by name, and does not keep the others out.
pub async fn import_refuses_rows_without_their_references(store: &dyn Store) {
    given::two_collages(store).await;
    let rows = [a_like("nothing", "ann"), like_at("c1", "unknown", 50), a_like("c1", "ann")];
    let outcomes = ok(store.import_likes(&context(), &rows).await);
    refused_row(&outcomes[0], "nothing");
    refused_row(&outcomes[1], "unknown");
    assert_eq!(outcomes[2], Imported::Added);
    collage_has(store, "c1", 1, at(0)).await;
}

/// A batch may be empty.
pub async fn import_takes_an_empty_batch(store: &dyn Store) {
    assert_eq!(ok(store.import_likes(&context(), &[]).await), []);
}
