//! A board in memory: the shortest definition of how one behaves, and what tests and documents run on.

use std::collections::BTreeMap;

use async_trait::async_trait;
use ogrom_protocols::{Context, Page, PageRequest, Result, delegate_idempotency};
use ogrom_protocols_model::{Revision, Timestamp};
use ogrom_sources_memory::{
    Checked, Direction, IdempotencyMemory, Shared, ensure_free, ensure_unchanged, page,
};

use crate::{
    board::{NEWEST, NoteReader, NoteWriter},
    note::{Note, NoteId},
};

type Notes = BTreeMap<NoteId, Note>;

/// A board that is empty at first. Its clones are the same board.
#[derive(Debug, Clone, Default)]
pub(crate) struct Memory {
    notes: Shared<Notes>,
    idempotency: IdempotencyMemory,
}

delegate_idempotency! { [] Memory => idempotency }

#[async_trait]
impl NoteReader for Memory {
    async fn note(&self, _: &Context, id: &NoteId) -> Result<Option<Note>> {
        Ok(self.notes.read().get(id).cloned())
    }

    async fn notes(&self, _: &Context, request: &PageRequest) -> Result<Page<Note>> {
        let notes = self.notes.read();
        let ranked = notes.values().map(|note| ((note.created.as_millis(), note.id.as_str()), note));
        page(ranked, Direction::Descending, NEWEST, request)
    }
}

#[async_trait]
impl NoteWriter for Memory {
    async fn create_note(&self, _: &Context, note: &Note, room: u32) -> Result<bool> {
        Ok(self.notes.write(|notes| create(notes, note, room))?)
    }

    async fn update_note(
        &self,
        _: &Context,
        id: &NoteId,
        expected: Revision,
        text: &str,
        now: Timestamp,
    ) -> Result<Option<Note>> {
        Ok(self.notes.write(|notes| update(notes, id, expected, text, now))?)
    }

    async fn delete_note(&self, _: &Context, id: &NoteId, expected: Revision) -> Result<bool> {
        Ok(self.notes.write(|notes| delete(notes, id, expected))?)
    }
}

fn create(notes: &mut Notes, note: &Note, room: u32) -> Checked<bool> {
    ensure_free(notes, &note.id)?;
    let fits = notes.len() < room as usize;
    if fits {
        notes.insert(note.id.clone(), note.clone());
    }
    Ok(fits)
}

fn update(
    notes: &mut Notes,
    id: &NoteId,
    expected: Revision,
    text: &str,
    now: Timestamp,
) -> Checked<Option<Note>> {
    let Some(note) = notes.get_mut(id) else { return Ok(None) };
    ensure_unchanged(note.revision(), expected)?;
    *note = note.clone().edited(text, now);
    Ok(Some(note.clone()))
}

fn delete(notes: &mut Notes, id: &NoteId, expected: Revision) -> Checked<bool> {
    let Some(note) = notes.get(id) else { return Ok(false) };
    ensure_unchanged(note.revision(), expected)?;
    Ok(notes.remove(id).is_some())
}
