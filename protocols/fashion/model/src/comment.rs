//! Comments: texts by users about collages.

use crate::{CollageId, CommentId};
use ogrom_protocols_model::{LanguageTag, Revision, TextRule, Timestamp, UserId, Version};

/// A remark on a collage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Its identifier.
    pub id: CommentId,
    /// The collage that it is about.
    pub collage: CollageId,
    /// The user who wrote it, and alone may change it.
    pub author: UserId,
    /// The language that it is written in.
    pub language: LanguageTag,
    /// A headline, one line; may be absent.
    pub title: Option<String>,
    /// The text, any number of lines.
    pub text: String,
    /// Stars, 1 to 5; may be absent.
    pub rating: Option<u8>,
    /// Counts the edits.
    pub version: Version,
    /// When it was written.
    pub created: Timestamp,
    /// When it last changed.
    pub modified: Timestamp,
}

/// The author's decisions about a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentDraft {
    /// See [`Comment::language`].
    pub language: LanguageTag,
    /// See [`Comment::title`].
    pub title: Option<String>,
    /// See [`Comment::text`].
    pub text: String,
    /// See [`Comment::rating`].
    pub rating: Option<u8>,
}

// === impl Comment ===

impl Comment {
    /// The rule for a headline.
    pub const TITLE: TextRule = TextRule::line(200);
    /// The rule for a text.
    pub const TEXT: TextRule = TextRule::lines(10_000);

    /// A comment as its author first saves it.
    pub fn write(
        id: CommentId,
        collage: CollageId,
        author: UserId,
        draft: CommentDraft,
        now: Timestamp,
    ) -> Self {
        let CommentDraft { language, title, text, rating } = draft;
        let version = Version::FIRST;
        Self { id, collage, author, language, title, text, rating, version, created: now, modified: now }
    }

    /// Whether this draft would leave it as it is.
    pub fn is_as(&self, draft: &CommentDraft) -> bool {
        let CommentDraft { language, title, text, rating } = draft;
        (&self.language, &self.title, &self.text, &self.rating) == (language, title, text, rating)
    }

    /// The version of the author's decisions.
    pub fn revision(&self) -> Revision {
        Revision { created: self.created, version: self.version }
    }
}
