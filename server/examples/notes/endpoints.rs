//! The endpoints: all notes, and each one.

mod all;
mod one;

use http::StatusCode;
use ogrom_core::{
    problem::Explained,
    scope::{Scope, TRACE, WRITE},
    text,
    time::rfc3339,
};
use ogrom_core_path::path;
use ogrom_core_resource::{Cx, Fingerprint, Invalid, Problem, Validators};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(crate) use self::{
    all::{NotesResource, notes},
    one::{NoteResource, note},
};
use crate::note::{Note, NoteId};

/// To change and remove notes of others, too.
pub(crate) const TIDY: Scope = Scope::new("tidy");

/// All scopes of the service.
pub(crate) const SCOPES: &[Scope] = &[WRITE, TIDY, TRACE];

/// The problems of the service's own, with the words of their pages.
pub(crate) const PROBLEMS: &[Explained] = &[Explained {
    problem: board_full,
    meaning: "The board holds as many notes as it may. Nothing was changed.",
    remedy: "Delete a note of your own, or wait until others have deleted one.",
}];

/// The noun that the document groups both endpoints under.
const NOUN: (&str, &str) = ("Notes", "What users have put on the board.");

path! {
    /// Names one note.
    pub(crate) struct NotePath {
        /// The note's identifier.
        note: NoteId,
    }
}

/// A note.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Note")]
pub(crate) struct NoteView {
    id: String,
    /// The user who wrote it.
    author: String,
    text: String,
    /// When it was written, by RFC 3339.
    created: String,
    /// When it last changed, by RFC 3339.
    modified: String,
    /// Its own path.
    link: Option<String>,
}

/// The author's decisions about a note.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"text": "Buy milk"}]))]
pub(crate) struct NoteBody {
    /// The text, which is not blank.
    #[schemars(length(min = 1, max = Note::TEXT.most()), extend("format" = "text"))]
    text: String,
}

/// The board holds as many notes as it may.
fn board_full() -> Problem {
    Problem::new(StatusCode::CONFLICT, "board-full", "The board is full")
}

/// The version covers all that the author decides, and which of all notes of its name it is.
fn validators(note: &Note) -> Validators {
    let mut state = Fingerprint::default();
    state.add((&note.author, &note.text, note.version, note.created));
    Validators::version(state).modified(note.modified.as_millis())
}

// === impl NoteView ===

impl NoteView {
    fn of(note: &Note, cx: &Cx) -> Self {
        Self {
            id: note.id.to_string(),
            author: note.author.to_string(),
            text: note.text.clone(),
            created: rfc3339(note.created),
            modified: rfc3339(note.modified),
            link: cx.link_to::<NoteResource>(&NotePath { note: note.id.clone() }),
        }
    }
}

// === impl NoteBody ===

impl NoteBody {
    /// The faults that its schema does not find.
    fn faults(&self) -> Vec<Invalid> {
        text::fault("/text", Some(&self.text), Note::TEXT).into_iter().collect()
    }
}
