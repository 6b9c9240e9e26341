//! Comments as rows.

use ogrom_protocols::{Error, Result};
use ogrom_protocols_fashion_model::Comment;
use ogrom_sources_sql::{Row, columns::stored};
use serde::Serialize;

/// A row of comments.
#[derive(Serialize)]
pub(super) struct CommentRow<'a> {
    id: &'a str,
    collage: &'a str,
    author: &'a str,
    language: &'a str,
    primary_language: &'a str,
    title: Option<&'a str>,
    text: &'a str,
    rating: Option<u8>,
    version: i64,
    created: i64,
    modified: i64,
}

/// The comment in a row of the columns that lists select.
pub(super) fn comment(row: &Row) -> Result<Comment> {
    Ok(Comment {
        id: row.parse(0)?,
        collage: row.parse(1)?,
        author: row.parse(2)?,
        language: row.parse(3)?,
        title: row.optional_text(4)?,
        text: row.text(5)?.to_owned(),
        rating: row.optional_integer(6)?.map(u8::try_from).transpose().map_err(Error::corrupt)?,
        version: row.version(7)?,
        created: row.timestamp(8)?,
        modified: row.timestamp(9)?,
    })
}

// === impl CommentRow ===

impl<'a> From<&'a Comment> for CommentRow<'a> {
    fn from(comment: &'a Comment) -> Self {
        Self {
            id: comment.id.as_str(),
            collage: comment.collage.as_str(),
            author: comment.author.as_str(),
            language: comment.language.as_str(),
            primary_language: comment.language.language(),
            title: comment.title.as_deref(),
            text: &comment.text,
            rating: comment.rating,
            version: stored(comment.version),
            created: comment.created.as_millis(),
            modified: comment.modified.as_millis(),
        }
    }
}
