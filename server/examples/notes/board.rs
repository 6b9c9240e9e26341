//! The board: the traits by which notes are read and written, whatever keeps them.

use async_trait::async_trait;
use ogrom_protocols::{Context, Page, PageRequest, Result};
use ogrom_protocols_model::{Revision, Timestamp};

use crate::note::{Note, NoteId};

/// Names the list that cursors continue.
pub(crate) const NEWEST: &str = "notes newest";

/// Reads notes.
#[async_trait]
pub(crate) trait NoteReader: Send + Sync {
    /// The note of this identifier.
    async fn note(&self, ctx: &Context, id: &NoteId) -> Result<Option<Note>>;

    /// A page of all notes: the newest first, of equals the one with the greater identifier.
    async fn notes(&self, ctx: &Context, page: &PageRequest) -> Result<Page<Note>>;
}

/// Changes notes. Each method is one transaction.
#[async_trait]
pub(crate) trait NoteWriter: Send + Sync {
    /// Adds a note. `Ok(false)` where the board holds `room` notes already, [`Conflict::Exists`] where the identifier is taken.
    ///
    /// [`Conflict::Exists`]: ogrom_protocols::Conflict::Exists
    async fn create_note(&self, ctx: &Context, note: &Note, room: u32) -> Result<bool>;

    /// Replaces the text of a note. `Ok(None)` where there is none, [`Conflict::Stale`] where it is in another state.
    ///
    /// [`Conflict::Stale`]: ogrom_protocols::Conflict::Stale
    async fn update_note(
        &self,
        ctx: &Context,
        id: &NoteId,
        expected: Revision,
        text: &str,
        now: Timestamp,
    ) -> Result<Option<Note>>;

    /// Removes a note. `Ok(false)` where there is none, [`Conflict::Stale`] where it is in another state.
    ///
    /// [`Conflict::Stale`]: ogrom_protocols::Conflict::Stale
    async fn delete_note(&self, ctx: &Context, id: &NoteId, expected: Revision) -> Result<bool>;
}
