//! Comments: what users say about collages.

use crate::{CollageId, CommentId};
use ogrom_protocols_model::{LanguageTag, Revision, TextRule, Timestamp, UserId, Version};

/// A remark on a collage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Its identifier.
    pub id: CommentId,
    /// What it is about.
    pub collage: CollageId,
    /// Who wrote it, and alone may change it.
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

/// What an author decides about a comment.
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
    /// What a headline may be.
    pub const TITLE: TextRule = TextRule::line(200);
    /// What a text may be.
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

    /// Which state this is of what the author decides.
    pub fn revision(&self) -> Revision {
        Revision { created: self.created, version: self.version }
    }
}
