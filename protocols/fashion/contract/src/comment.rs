//! The rules for comments.

pub mod counts;
pub mod import;
pub mod lists;
pub mod writing;

use ogrom_protocols_fashion_model::{Comment, CommentId};
use ogrom_protocols_model::{Timestamp, Version};

use crate::{
    Store,
    data::{CommentData, TRICKY_TEXTS, a_comment, at, context, parse},
    expect::{ok, same_things},
    given,
};

/// Asserts that these comments are created and read back as they were stored.
async fn kept(store: &dyn Store, comments: Vec<Comment>) {
    given::two_collages(store).await;
    let mut made = Vec::new();
    for comment in &comments {
        let stored = ok(store.create_comment(&context(), comment).await);
        // A service sets the dates of new items by its own rules.
        assert_eq!(Comment { modified: comment.modified, ..stored.clone() }, *comment);
        made.push(stored);
    }
    let ids: Vec<CommentId> = comments.iter().map(|comment| comment.id.clone()).collect();
    same_things(ok(store.comments_by_ids(&context(), &ids).await), made.clone());
    for comment in made {
        assert_eq!(ok(store.comment_by_id(&context(), &comment.id).await), Some(comment));
    }
}

/// A created comment is read back unchanged: a full one, every rating, and the absence of the parts that a plain one
/// lacks.
pub async fn is_read_as_it_was_created(store: &dyn Store) {
    let full = Comment {
        title: Some("Wow".into()),
        rating: Some(5),
        version: Version::new(3),
        modified: at(77),
        ..a_comment("full").on("c2").by("ben").written_in("zh-Hant-HK")
    };
    let rated = |rating| Comment { rating: Some(rating), ..a_comment(&format!("rated-{rating}")) };
    let old = a_comment("old").created(Timestamp::from_millis(-1));
    kept(store, (1..=5).map(rated).chain([full, old, a_comment("plain")]).collect()).await;
}

/// Texts in any writing come back byte for byte, and very long ones in full.
pub async fn texts_are_kept_byte_for_byte(store: &dyn Store) {
    let comment = |(n, text): (usize, &str)| Comment {
        title: Some(text.into()),
        ..a_comment(&format!("tricky-{n}")).saying(text)
    };
    let long = a_comment("long").saying(&"wörds ".repeat(15_000));
    kept(store, TRICKY_TEXTS.into_iter().enumerate().map(comment).chain([long]).collect()).await;
}

/// An empty result is no error.
pub async fn is_absent_without_an_error(store: &dyn Store) {
    assert_eq!(ok(store.comment_by_id(&context(), &parse("nothing")).await), None);
    assert_eq!(ok(store.comments_by_ids(&context(), &[]).await), []);
}

/// A batch leaves out absent items, and has an item requested twice once.
pub async fn batch_has_each_once_without_the_absent(store: &dyn Store) {
    given::two_collages(store).await;
    given::comments(store, &["a", "b", "c"].map(a_comment)).await;
    let found = ok(store.comments_by_ids(&context(), &["b", "nothing", "a", "b"].map(parse)).await);
    same_things(found, ["a", "b"].map(a_comment).into());
}
