//! One note.

use std::sync::Arc;

use ogrom_core::{
    facts::context,
    permission,
    source::{self, changed, fault},
};
use ogrom_core_resource::{
    Access, Cx, Delete, Endpoint, Existence, Get, Invalid, LinkTo, NoParameters, Outcome, Put, Resource,
    Result, Validators, describe::Documented, documented,
};
use ogrom_protocols::Clock;

use super::{NOUN, NoteBody, NotePath, NoteView, TIDY, validators};
use crate::{
    board::{NoteReader, NoteWriter},
    note::Note,
};

/// One note.
pub(crate) fn note(
    reader: Arc<dyn NoteReader>,
    writer: Arc<dyn NoteWriter>,
    clock: Arc<dyn Clock>,
) -> Endpoint {
    Endpoint::of(NoteResource { reader, writer, clock }).get().put().delete().into()
}

/// See [`note`].
pub(crate) struct NoteResource {
    reader: Arc<dyn NoteReader>,
    writer: Arc<dyn NoteWriter>,
    clock: Arc<dyn Clock>,
}

// === impl NoteResource ===

impl Resource for NoteResource {
    type Path = NotePath;
    type Parameters = NoParameters;
    type Entity = Note;

    fn links() -> Vec<LinkTo> {
        vec![LinkTo::of::<Self>()]
    }

    fn documented() -> Documented {
        documented! {
            NOUN;

            /// Shows a note
            Get "getNote": Missing;

            /// Replaces a note
            ///
            /// Its author may, and a token with the scope `tidy`, with the `ETag` of what was read as `If-Match`.
            Put "replaceNote": Missing, Forbidden, Ok, Conflict, Stale;

            /// Deletes a note
            ///
            /// Its author may, and a token with the scope `tidy`, with the `ETag` of what was read as `If-Match`.
            Delete "deleteNote": Missing, Forbidden, Done, Conflict, Stale;
        }
        .with_bearer_to_write()
        .tagged()
        .dated()
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::require_write(cx))
    }

    async fn exists(&self, cx: &Cx, path: &NotePath, _: &NoParameters) -> Result<Existence<Note>> {
        Ok(self.reader.note(&context(cx), &path.note).await.map_err(fault)?.into())
    }

    fn permitted(&self, cx: &Cx, _: &NotePath, note: Option<&Note>) -> Access {
        let owned = |note: &Note| permission::require_owner_or_moderator(&note.author, TIDY, cx);
        note.map_or(Access::Granted, owned)
    }

    fn demands_condition(&self) -> bool {
        true
    }

    fn validators(&self, note: &Note) -> Validators {
        validators(note)
    }
}

impl Get for NoteResource {
    type View = NoteView;

    async fn get(&self, cx: &Cx, note: &Note) -> Result<NoteView> {
        Ok(NoteView::of(note, cx))
    }
}

impl Put for NoteResource {
    type Body = NoteBody;

    async fn validate_put(&self, _: &Cx, _: Option<&Note>, body: &NoteBody) -> Result<Vec<Invalid>> {
        Ok(body.faults())
    }

    async fn put(
        &self,
        cx: &Cx,
        path: &NotePath,
        before: Option<Note>,
        body: NoteBody,
    ) -> Result<Outcome<Note>> {
        let Some(before) = before else { return Ok(Outcome::Stale) };
        let (ctx, now) = (context(cx), self.clock.now());
        let updated = self.writer.update_note(&ctx, &path.note, before.revision(), &body.text, now).await;
        Ok(match changed(updated)? {
            Err(refused) => refused,
            Ok(None) => Outcome::Stale,
            Ok(Some(note)) => Outcome::Ok(note),
        })
    }
}

impl Delete for NoteResource {
    async fn delete(&self, cx: &Cx, path: &NotePath, note: Note) -> Result<Outcome<Note>> {
        let deleted = self.writer.delete_note(&context(cx), &path.note, note.revision()).await;
        Ok(source::deleted(changed(deleted)?, true))
    }
}
