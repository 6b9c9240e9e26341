//! The one route table, and the words around it.

use std::sync::Arc;

use ogrom_core::{home::home, idempotent::idempotent, mount::Routes};
use ogrom_core_openapi::Info;
use ogrom_protocols::IdempotencyStore;
use ogrom_server::{Api, Services, docs::Guide, entry_point};

use crate::{
    board::{NoteReader, NoteWriter},
    endpoints::{NotesResource, PROBLEMS, note, notes},
};

/// The words for developers of clients.
pub(crate) struct Words;

/// The API over this board, which has room for so many notes.
pub(crate) fn api<S>(board: &Arc<S>, services: &Services, room: u32) -> Api
where
    S: NoteReader + NoteWriter + IdempotencyStore + 'static,
{
    let Services { clock, identities, caching, .. } = services;
    let all = notes(board.clone(), board.clone(), clock.clone(), identities.clone(), room);
    let one = note(board.clone(), board.clone(), clock.clone());
    let routes = Routes::new()
        .at("/", entry_point(home::<NotesResource>().cached(*caching)))
        .at("/notes", idempotent(all, board.clone(), clock.clone()).cached(*caching))
        .at("/notes/{note}", one.cached(*caching));
    Api { routes, info: info(), problems: PROBLEMS }
}

fn info() -> Info {
    Info {
        title: Words::NAME,
        version: "1.0.0",
        about: Words::ABOUT,
        contact: Words::NAME,
        licence: "MIT OR Apache-2.0",
        token: "Reading is open to all. Writing needs a token, and is of the user's own notes; the scope `tidy` permits changes of all.",
        token_format: "JWT",
        on_every_answer: vec![],
    }
}

// === impl Words ===

impl Guide for Words {
    const NAME: &'static str = "Notes";
    const ABOUT: &'static str = "A board of notes, for all to read.";
    const HTML: &'static str = "<p>Everybody may read. Writing needs a token:</p>
<pre><code>curl ORIGIN/notes -H 'Authorization: Bearer TOKEN' -H 'Content-Type: application/json' -d '{\"text\": \"Buy milk\"}'
</code></pre>
<p>The <a href=\"DOCUMENT\">document</a> describes all of it, and <a href=\"PROBLEMS\">each problem</a> has a page.</p>";
}
