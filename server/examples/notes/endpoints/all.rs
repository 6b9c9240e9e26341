//! All notes: the newest first, and where new ones are written.

use std::sync::Arc;

use http::{HeaderMap, header};
use ogrom_core::{
    facts::{context, principal},
    idempotent,
    page::{self, PageView},
    permission,
    source::{changed, existence, fault},
};
use ogrom_core_path::LinkTo;
use ogrom_core_resource::{
    Access, Cx, Endpoint, Existence, Fault, Get, Invalid, Method, Outcome, Post, Posted, Resource, Result,
    Validators, describe::Documented, documented,
};
use ogrom_protocols::{Clock, IdGenerator, Limit, Page};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{NOUN, NoteBody, NotePath, NoteResource, NoteView, board_full, validators};
use crate::{
    board::{NoteReader, NoteWriter},
    note::Note,
};

/// All notes, on a board with room for so many.
pub(crate) fn notes(
    reader: Arc<dyn NoteReader>,
    writer: Arc<dyn NoteWriter>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGenerator>,
    room: u32,
) -> Endpoint {
    Endpoint::of(NotesResource { reader, writer, clock, ids, room }).get().post().into()
}

/// See [`notes`].
pub(crate) struct NotesResource {
    reader: Arc<dyn NoteReader>,
    writer: Arc<dyn NoteWriter>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGenerator>,
    room: u32,
}

/// Which notes.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct NotesQuery {
    /// How many at most.
    #[schemars(range(min = 1, max = 100), extend("default" = Limit::DEFAULT.get()))]
    limit: Option<u8>,
    /// The `next` or `prev` of another page.
    #[schemars(extend("format" = "cursor"))]
    cursor: Option<String>,
}

// === impl NotesResource ===

impl Resource for NotesResource {
    type Path = ();
    type Parameters = NotesQuery;
    type Entity = Page<Note>;

    fn links() -> Vec<LinkTo> {
        vec![LinkTo::of::<NoteResource>()]
    }

    fn documented() -> Documented {
        documented! {
            NOUN;

            /// Lists notes
            ///
            /// The newest first, a page at a time.
            Get "listNotes": Malformed => NoteResource["/items/0/id"];

            /// Writes a note
            ///
            /// Send an `Idempotency-Key`, and it happens once however often it is sent.
            Post "createNote": Created, Conflict => NoteResource["/id"];
        }
        .with_bearer_to_write()
        .selecting_reads()
        .tagged()
        .sending(header::LINK, page::LINK)
        .refusing(Method::Post, board_full)
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::require_write(cx))
    }

    async fn exists(&self, cx: &Cx, (): &(), query: &NotesQuery) -> Result<Existence<Page<Note>>> {
        if !cx.method().is_some_and(Method::is_read) {
            return Ok(Existence::Found(Page::empty()));
        }
        let request = page::request(query.limit, query.cursor.as_ref());
        existence(self.reader.notes(&context(cx), &request).await)
    }

    fn validators(&self, _: &Page<Note>) -> Validators {
        Validators::FROM_CONTENT
    }
}

impl Get for NotesResource {
    type View = PageView<NoteView>;

    async fn get(&self, cx: &Cx, page: &Page<Note>) -> Result<Self::View> {
        Ok(page::view(page, |note| NoteView::of(note, cx)))
    }

    fn describe(&self, cx: &Cx, page: &Page<Note>, headers: &mut HeaderMap) {
        page::describe(cx, page, headers);
    }
}

impl Post for NotesResource {
    type Body = NoteBody;
    type Response = NoteView;

    async fn validate_post(&self, _: &Cx, _: Option<&Page<Note>>, body: &NoteBody) -> Result<Vec<Invalid>> {
        Ok(body.faults())
    }

    async fn post(
        &self,
        cx: &Cx,
        (): &(),
        _: Option<Page<Note>>,
        body: NoteBody,
    ) -> Result<Outcome<Posted<NoteView>>> {
        let author = principal(cx).ok_or_else(permission::no_principal)?.user.clone();
        let id = idempotent::new_id(cx, &*self.ids).parse().map_err(Fault::internal)?;
        let mut note = Note::write(id, author, body.text, self.clock.now());
        let ctx = context(cx);
        let created = self.writer.create_note(&ctx, &note, self.room).await;
        if idempotent::was_created_before(cx, &created) {
            note = self.reader.note(&ctx, &note.id).await.map_err(fault)?.unwrap_or(note);
        } else {
            match changed(created)? {
                Ok(true) => {}
                Ok(false) => {
                    let detail = format!("it has room for {} notes", self.room);
                    return Err(Fault::refused(board_full().detail(detail)));
                }
                Err(refused) => return Ok(refused),
            }
        }
        let location = cx.link_to::<NoteResource>(&NotePath { note: note.id.clone() });
        let content = Posted { view: NoteView::of(&note, cx), validators: validators(&note) };
        Ok(Outcome::Created { location, content })
    }
}
