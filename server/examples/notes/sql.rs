//! A board in a SQL database: a SQLite file, or a database on a MySQL or MariaDB server.

use async_trait::async_trait;
use ogrom_protocols::{Conflict, Context, Page, PageRequest, Position, Result};
use ogrom_protocols_model::{Revision, Timestamp};
use ogrom_sources_sql::{
    Row, SHARED, Schema, Transaction, columns::stored, migrations, page, source, statements, version,
};

use crate::{
    board::{NEWEST, NoteReader, NoteWriter},
    note::{Note, NoteId},
};

/// The tables, and their version.
pub(crate) static SCHEMA: Schema = Schema {
    version: semver::Version::new(1, 0, 0),
    migrations: &[SHARED, migrations!("migrations": "0001_notes" "0002_version")],
};

source! {
    /// A board in a SQL database. Its clones share the connections.
    pub(crate) struct Sql(SCHEMA);
}

macro_rules! columns {
    ($dialect:tt) => {
        "id, author, text, version, created, modified"
    };
}

statements! {
    BY_ID = ["SELECT " {columns} " FROM notes WHERE id = ?"];
    LIST = [
        "SELECT " {columns} " FROM notes" (force_index "notes_newest") " WHERE " (keyset_before "created" "id")
        " ORDER BY created DESC, id DESC LIMIT ?"
    ];
    REVERSED_LIST = [
        "SELECT " {columns} " FROM notes" (force_index "notes_newest") " WHERE " (keyset_after "created" "id")
        " ORDER BY created, id LIMIT ?"
    ];
    NUMBER = ["SELECT COUNT(*) FROM notes" (for_update)];
    REVISION = ["SELECT version, created, modified FROM notes WHERE id = ?" (for_update)];
    INSERT = ["INSERT INTO notes (" {columns} ") VALUES (?, ?, ?, ?, ?, ?)"];
    UPDATE = ["UPDATE notes SET text = ?, modified = ?, version = version + 1 WHERE id = ? AND version = ?"];
    DELETE = ["DELETE FROM notes WHERE id = ? AND version = ?"];
}

#[async_trait]
impl NoteReader for Sql {
    async fn note(&self, ctx: &Context, id: &NoteId) -> Result<Option<Note>> {
        self.rows(ctx, BY_ID.bind(id.as_str())).await?.first().map(note).transpose()
    }

    async fn notes(&self, ctx: &Context, request: &PageRequest) -> Result<Page<Note>> {
        let window = request.open(NEWEST)?;
        let list = if window.is_backward() { REVERSED_LIST } else { LIST };
        let start = page::start(&window, page::first_position());
        let list = list.query().after(&start).bind(page::limit_plus_one(&window));
        let found = self.rows(ctx, list).await?.iter().map(note).collect::<Result<_>>()?;
        let position = |note: &Note| Position { rank: note.created.as_millis(), id: note.id.to_string() };
        Ok(window.page(found, position))
    }
}

#[async_trait]
impl NoteWriter for Sql {
    async fn create_note(&self, ctx: &Context, note: &Note, room: u32) -> Result<bool> {
        self.write(ctx, note.clone(), move |note, transaction| Box::pin(create(note, room, transaction)))
            .await
    }

    async fn update_note(
        &self,
        ctx: &Context,
        id: &NoteId,
        expected: Revision,
        text: &str,
        now: Timestamp,
    ) -> Result<Option<Note>> {
        let given = (id.clone(), text.to_owned());
        let updated = self.write(ctx, given, move |(id, text), transaction| {
            Box::pin(update(id, expected, text, now, transaction))
        });
        updated.await
    }

    async fn delete_note(&self, ctx: &Context, id: &NoteId, expected: Revision) -> Result<bool> {
        self.write(ctx, id.clone(), move |id, transaction| Box::pin(delete(id, expected, transaction))).await
    }
}

async fn create(note: &Note, room: u32, transaction: &mut Transaction) -> Result<bool> {
    // First, so that of several writers at once each sees what the others have written.
    let number = transaction.rows(NUMBER.query()).await?;
    if !transaction.rows(BY_ID.bind(note.id.as_str())).await?.is_empty() {
        return Err(Conflict::Exists.into());
    }
    if number.first().map_or(Ok(0), |row| row.count(0))? >= room.into() {
        return Ok(false);
    }
    let Note { id, author, text, version, created, modified } = note;
    let insert = INSERT.bind(id.as_str()).bind(author.as_str()).bind(text.as_str()).bind(stored(*version));
    transaction.run(insert.bind(created.as_millis()).bind(modified.as_millis())).await?;
    Ok(true)
}

async fn update(
    id: &NoteId,
    expected: Revision,
    text: &str,
    now: Timestamp,
    transaction: &mut Transaction,
) -> Result<Option<Note>> {
    let modified = version::modified(REVISION, id.as_str(), expected, transaction).await?;
    let Some(before) = modified else { return Ok(None) };
    let change = UPDATE.bind(text).bind(now.succeeding(before).as_millis());
    version::change(change, id.as_str(), expected, transaction).await?;
    transaction.rows(BY_ID.bind(id.as_str())).await?.first().map(note).transpose()
}

async fn delete(id: &NoteId, expected: Revision, transaction: &mut Transaction) -> Result<bool> {
    let found = version::modified(REVISION, id.as_str(), expected, transaction).await?.is_some();
    if found {
        version::change(DELETE.query(), id.as_str(), expected, transaction).await?;
    }
    Ok(found)
}

/// The note in a row.
fn note(row: &Row) -> Result<Note> {
    Ok(Note {
        id: row.parse(0)?,
        author: row.parse(1)?,
        text: row.text(2)?.to_owned(),
        version: row.version(3)?,
        created: row.timestamp(4)?,
        modified: row.timestamp(5)?,
    })
}
