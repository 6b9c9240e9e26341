//! Comments to test with.

use ogrom_protocols_fashion_model::{Comment, CommentDraft};
use ogrom_protocols_model::{Timestamp, Version};

use super::{at, parse};

/// A comment in English by the user `ann` on the collage `c1`.
pub fn a_comment(id: &str) -> Comment {
    let CommentDraft { language, title, text, rating } = a_comment_draft("Nice.");
    Comment {
        id: parse(id),
        collage: parse("c1"),
        author: parse("ann"),
        language,
        title,
        text,
        rating,
        version: Version::FIRST,
        created: at(0),
        modified: at(0),
    }
}

/// A draft in English, without title and rating.
pub fn a_comment_draft(text: &str) -> CommentDraft {
    CommentDraft { language: parse("en"), title: None, text: text.into(), rating: None }
}

/// The parts of a comment that a test sets.
pub trait CommentData {
    /// On this collage.
    #[must_use]
    fn on(self, collage: &str) -> Self;
    /// By this user.
    #[must_use]
    fn by(self, user: &str) -> Self;
    /// In this language.
    #[must_use]
    fn written_in(self, language: &str) -> Self;
    /// With this text.
    #[must_use]
    fn saying(self, text: &str) -> Self;
    /// Created at this time.
    #[must_use]
    fn created(self, time: Timestamp) -> Self;
}

impl CommentData for Comment {
    fn on(self, collage: &str) -> Self {
        Self { collage: parse(collage), ..self }
    }

    fn by(self, user: &str) -> Self {
        Self { author: parse(user), ..self }
    }

    fn written_in(self, language: &str) -> Self {
        Self { language: parse(language), ..self }
    }

    fn saying(self, text: &str) -> Self {
        Self { text: text.into(), ..self }
    }

    fn created(self, time: Timestamp) -> Self {
        Self { created: time, modified: time, ..self }
    }
}
