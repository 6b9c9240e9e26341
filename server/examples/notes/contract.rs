//! The contract of a board: what each source keeps, case by case.

use ogrom_protocols::{Conflict, Cursor, Place, Position};
use ogrom_protocols_contract::{
    data::{TRICKY_TEXTS, at, context, parse},
    expect::{ok, refused},
    pages::{cursor_is_of_another_query, list_is, malformed_cursors_are_refused},
};

use crate::{
    board::{NoteReader, NoteWriter},
    note::Note,
};

/// More notes than a case writes.
const ROOM: u32 = 100;

/// A note that was written so many milliseconds after the first.
fn note(id: &str, millis: i64) -> Note {
    Note::write(parse(id), parse("ann"), "Milk".to_owned(), at(millis))
}

async fn write(board: &impl NoteWriter, notes: &[(&str, i64)]) {
    for (id, millis) in notes {
        assert!(ok(board.create_note(&context(), &note(id, *millis), ROOM).await));
    }
}

pub(crate) async fn note_is_read_as_it_was_written(board: &(impl NoteReader + NoteWriter)) {
    for (number, text) in (0..).zip(TRICKY_TEXTS) {
        let note = Note { text: text.to_owned(), ..note(&format!("n{number}"), number) };
        assert!(ok(board.create_note(&context(), &note, ROOM).await));
        assert_eq!(ok(board.note(&context(), &note.id).await), Some(note));
    }
    assert_eq!(ok(board.note(&context(), &parse("none")).await), None);
}

pub(crate) async fn newest_come_first(board: &(impl NoteReader + NoteWriter)) {
    write(board, &[("b", 1), ("a", 1), ("c", 0), ("d", 2)]).await;
    let list = async |page| board.notes(&context(), &page).await;
    list_is(&["d", "b", "a", "c"], |note: &Note| note.id.as_str(), list).await;
    malformed_cursors_are_refused(list).await;
    let end = Place::After(Position { rank: at(2).as_millis(), id: "d".to_owned() });
    cursor_is_of_another_query(&Cursor::seal("another list", &end), list).await;
}

pub(crate) async fn identifier_is_taken_once(board: &(impl NoteReader + NoteWriter)) {
    write(board, &[("a", 0)]).await;
    refused(board.create_note(&context(), &note("a", 1), ROOM).await, &Conflict::Exists);
    assert_eq!(ok(board.note(&context(), &parse("a")).await), Some(note("a", 0)));
}

pub(crate) async fn full_board_takes_no_note(board: &(impl NoteReader + NoteWriter)) {
    write(board, &[("a", 0), ("b", 0)]).await;
    assert!(!ok(board.create_note(&context(), &note("c", 0), 2).await));
    assert_eq!(ok(board.note(&context(), &parse("c")).await), None);
    refused(board.create_note(&context(), &note("a", 1), 2).await, &Conflict::Exists);
}

pub(crate) async fn edit_is_on_top_of_what_was_read(board: &(impl NoteReader + NoteWriter)) {
    write(board, &[("a", 0)]).await;
    let (before, ctx) = (note("a", 0), context());
    let after = before.clone().edited("Butter", at(5));
    let update = async |text: &str| board.update_note(&ctx, &before.id, before.revision(), text, at(5)).await;
    assert_eq!(ok(update("Butter").await).as_ref(), Some(&after));
    refused(update("Bread").await, &Conflict::Stale);
    assert_eq!(ok(board.note(&ctx, &before.id).await), Some(after));
    assert_eq!(ok(board.update_note(&ctx, &parse("b"), before.revision(), "Bread", at(5)).await), None);
}

pub(crate) async fn deleted_note_is_gone(board: &(impl NoteReader + NoteWriter)) {
    write(board, &[("a", 0)]).await;
    let (ctx, note) = (context(), note("a", 0));
    let other = note.clone().edited("Butter", at(1)).revision();
    refused(board.delete_note(&ctx, &note.id, other).await, &Conflict::Stale);
    assert!(ok(board.delete_note(&ctx, &note.id, note.revision()).await));
    assert_eq!(ok(board.note(&ctx, &note.id).await), None);
    assert!(!ok(board.delete_note(&ctx, &note.id, note.revision()).await));
}

/// Each case, over a store of this function.
macro_rules! cases {
    ($fresh:ident) => {
        mod cases {
            ogrom_protocols_contract::cases! {
                crate contract #[tokio::test] $fresh [];
                [
                    note_is_read_as_it_was_written
                    newest_come_first
                    identifier_is_taken_once
                    full_board_takes_no_note
                    edit_is_on_top_of_what_was_read
                    deleted_note_is_gone
                ]
            }
        }
    };
}

mod memory {
    use crate::memory::Memory;

    cases!(fresh);

    async fn fresh() -> Box<Memory> {
        Box::default()
    }
}

mod sqlite {
    use std::ops::Deref;

    use tempfile::TempDir;

    use crate::sql::Sql;

    cases!(fresh);

    /// A board in a file that is gone with the test.
    struct Temporary {
        board: Sql,
        _folder: TempDir,
    }

    impl Deref for Temporary {
        type Target = Sql;

        fn deref(&self) -> &Sql {
            &self.board
        }
    }

    async fn fresh() -> Temporary {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let board = Sql::open(&folder.path().join("notes.db")).await.expect("the folder is there");
        board.migrate().await.expect("the migrations are well-formed");
        board.fits().await.expect("the migrations lead to the schema");
        Temporary { board, _folder: folder }
    }
}
