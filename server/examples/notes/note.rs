//! A note, and the rules for one.

use ogrom_protocols_model::{Revision, TextRule, Timestamp, UserId, Version, id};

id! {
    /// Names a [`Note`].
    NoteId
}

/// A note on the board, for all to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) id: NoteId,
    /// The user who wrote it.
    pub(crate) author: UserId,
    pub(crate) text: String,
    /// Counts the edits.
    pub(crate) version: Version,
    pub(crate) created: Timestamp,
    pub(crate) modified: Timestamp,
}

// === impl Note ===

impl Note {
    /// The rule for its text.
    pub(crate) const TEXT: TextRule = TextRule::lines(1000);

    /// A note as its author first saves it.
    pub(crate) fn write(id: NoteId, author: UserId, text: String, now: Timestamp) -> Self {
        Self { id, author, text, version: Version::FIRST, created: now, modified: now }
    }

    /// The state that a change is on top of.
    pub(crate) fn revision(&self) -> Revision {
        Revision { created: self.created, version: self.version }
    }

    /// The note after an edit.
    pub(crate) fn edited(self, text: &str, now: Timestamp) -> Self {
        let (version, modified) = (self.version.next(), now.succeeding(self.modified));
        Self { text: text.to_owned(), version, modified, ..self }
    }
}
