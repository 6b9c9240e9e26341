//! Loading comments.

use std::slice;

use ogrom_protocols::Imported;
use ogrom_protocols_fashion_model::Comment;
use ogrom_protocols_model::Version;

use crate::{
    Store,
    data::{CommentData, a_comment, at, context, parse},
    expect::{ok, refused_row},
    given,
};

/// A row keeps its version and times.
pub async fn import_keeps_versions_and_times(store: &dyn Store) {
    given::two_collages(store).await;
    let row = a_comment("1").created(at(-5));
    let row = Comment { rating: Some(1), version: Version::new(4), modified: at(88), ..row };
    given::comments(store, slice::from_ref(&row)).await;
    assert_eq!(ok(store.comment_by_id(&context(), &row.id).await), Some(row));
}

/// An existing comment stays as it is, whether its identifier comes again in another batch or in the same one.
pub async fn import_leaves_alone_what_is_there(store: &dyn Store) {
    given::two_collages(store).await;
    let other = a_comment("1").saying("Other").on("c2");
    let outcomes = ok(store.import_comments(&context(), &[a_comment("1"), other.clone()]).await);
    assert_eq!(outcomes, [Imported::Added, Imported::Present]);
    let outcomes = ok(store.import_comments(&context(), &[a_comment("2"), other, a_comment("2")]).await);
    assert_eq!(outcomes, [Imported::Added, Imported::Present, Imported::Present]);
    assert_eq!(ok(store.comment_by_id(&context(), &parse("1")).await), Some(a_comment("1")));
}

/// A row that refers to something absent is refused by name, and does not keep the others out.
pub async fn import_refuses_rows_without_their_references(store: &dyn Store) {
    given::two_collages(store).await;
    let rows = [
        a_comment("1").on("nothing"),
        a_comment("2").by("unknown"),
        a_comment("3"),
        a_comment("1").saying("Mended"),
    ];
    let outcomes = ok(store.import_comments(&context(), &rows).await);
    refused_row(&outcomes[0], "nothing");
    refused_row(&outcomes[1], "unknown");
    assert_eq!(outcomes[2..], [Imported::Added, Imported::Added]);
    assert_eq!(ok(store.comment_by_id(&context(), &parse("2")).await), None);
    let [.., mended] = rows;
    assert_eq!(ok(store.comment_by_id(&context(), &parse("1")).await), Some(mended));
}

/// A batch may be empty.
pub async fn import_takes_an_empty_batch(store: &dyn Store) {
    assert_eq!(ok(store.import_comments(&context(), &[]).await), []);
}
