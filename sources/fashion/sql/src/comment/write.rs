//! Comments in the database: changing and loading.

use std::{iter, slice};

use async_trait::async_trait;
use ogrom_protocols::{Conflict, Context, Imported, Result};
use ogrom_protocols_fashion::{CommentImport, CommentWriter};
use ogrom_protocols_fashion_model::{Comment, CommentDraft, CommentId};
use ogrom_protocols_model::{Revision, Timestamp};
use ogrom_sources_sql::{
    Transaction,
    batch::{self, Checked, ExistingKeys},
    version,
};

use super::{
    row::{CommentRow, comment},
    statements as sql,
};
use crate::{
    Sql,
    collage::{self, Counts},
    tombstone::{self, Noun},
    user,
};

#[async_trait]
impl CommentWriter for Sql {
    async fn create_comment(&self, ctx: &Context, comment: &Comment) -> Result<Comment> {
        let created =
            self.0.write(ctx, comment.clone(), |comment, transaction| Box::pin(create(comment, transaction)));
        created.await??;
        Ok(comment.clone())
    }

    async fn update_comment(
        &self,
        ctx: &Context,
        id: &CommentId,
        expected: Revision,
        draft: &CommentDraft,
        now: Timestamp,
    ) -> Result<Option<Comment>> {
        let given = (id.clone(), draft.clone());
        let updated = self.0.write(ctx, given, move |(id, draft), transaction| {
            Box::pin(update(id, expected, draft, now, transaction))
        });
        updated.await
    }

    async fn delete_comment(
        &self,
        ctx: &Context,
        id: &CommentId,
        expected: Revision,
        now: Timestamp,
    ) -> Result<bool> {
        let deleted = self
            .0
            .write(ctx, id.clone(), move |id, transaction| Box::pin(delete(id, expected, now, transaction)));
        deleted.await
    }
}

#[async_trait]
impl CommentImport for Sql {
    async fn import_comments(&self, ctx: &Context, rows: &[Comment]) -> Result<Vec<Imported>> {
        let rows = rows.to_vec();
        let outcomes = self.0.write(ctx, rows, |rows, transaction| Box::pin(import(rows, transaction)));
        outcomes.await.map(batch::imported)
    }
}

/// Adds a comment of this very moment. That its collage is there shows when it is counted.
async fn create(comment: &Comment, transaction: &mut Transaction) -> Result<Checked> {
    let taken = known(slice::from_ref(comment), transaction).await?;
    let authors = user::known(iter::once(&comment.author), transaction).await?;
    let free = taken.ensure_free(comment.id.as_str());
    if let Err(conflict) = free.and_then(|()| authors.ensure_exists(comment.author.as_str())) {
        return Ok(Err(conflict));
    }
    // Counting takes the collage's row; a comment takes a share of it, and many who have one cannot all have the whole.
    if !collage::count_now(&comment.collage, Counts::comment(comment), comment.created, transaction).await? {
        return Ok(Err(Conflict::Missing { noun: "collage", id: comment.collage.to_string() }));
    }
    batch::add(sql::INSERT, iter::once(CommentRow::from(comment)), transaction).await?;
    Ok(Ok(()))
}

/// Adds comments of whenever.
async fn import(comments: &[Comment], transaction: &mut Transaction) -> Result<Vec<Checked>> {
    let mut taken = known(comments, transaction).await?;
    let collages = collage::known(comments.iter().map(|comment| &comment.collage), transaction).await?;
    let authors = user::known(comments.iter().map(|comment| &comment.author), transaction).await?;
    let (outcomes, added) = batch::partition(comments, |comment| {
        taken.ensure_free(comment.id.as_str())?;
        collages.ensure_exists(comment.collage.as_str())?;
        authors.ensure_exists(comment.author.as_str())?;
        taken.reserve(comment.id.as_str());
        Ok(())
    });
    let counted = added.iter().map(|comment| (&comment.collage, Counts::comment(comment), comment.modified));
    collage::count(counted, transaction).await?;
    batch::add(sql::INSERT, added.into_iter().map(CommentRow::from), transaction).await?;
    Ok(outcomes)
}

/// Which of these comments are there.
async fn known(comments: &[Comment], transaction: &mut Transaction) -> Result<ExistingKeys> {
    let ids = batch::ids(comments.iter().map(|comment| comment.id.as_str()));
    ExistingKeys::load("comment", sql::KNOWN.bind(ids), transaction).await
}

async fn update(
    id: &CommentId,
    expected: Revision,
    draft: &CommentDraft,
    now: Timestamp,
    transaction: &mut Transaction,
) -> Result<Option<Comment>> {
    if version::modified(sql::REVISION, id.as_str(), expected, transaction).await?.is_none() {
        return Ok(None);
    }
    // From here on, others who change the comment wait.
    let Some(before) = stored(id, transaction).await? else { return Ok(None) };
    if before.is_as(draft) {
        return Ok(Some(before));
    }
    let (version, modified) = (expected.version.next(), now.succeeding(before.modified));
    let CommentDraft { language, title, text, rating } = draft;
    let update = sql::UPDATE.bind(language.as_str()).bind(language.language()).bind(title.as_deref());
    let update = update.bind(text.as_str()).bind(rating.map(i64::from)).bind(modified.as_millis());
    version::change(update, id.as_str(), expected, transaction).await?;
    if *rating != before.rating {
        let counts = Counts::rating(*rating).and(-Counts::rating(before.rating));
        collage::count_now(&before.collage, counts, now, transaction).await?;
    }
    let CommentDraft { language, title, text, rating } = draft.clone();
    Ok(Some(Comment { language, title, text, rating, version, modified, ..before }))
}

async fn delete(
    id: &CommentId,
    expected: Revision,
    now: Timestamp,
    transaction: &mut Transaction,
) -> Result<bool> {
    if version::modified(sql::REVISION, id.as_str(), expected, transaction).await?.is_none() {
        return Ok(false);
    }
    let Some(before) = stored(id, transaction).await? else { return Ok(false) };
    version::change(sql::DELETE.query(), id.as_str(), expected, transaction).await?;
    collage::count_now(&before.collage, -Counts::comment(&before), now, transaction).await?;
    tombstone::add(Noun::Comment, id.as_str(), now, transaction).await?;
    Ok(true)
}

async fn stored(id: &CommentId, transaction: &mut Transaction) -> Result<Option<Comment>> {
    let rows = transaction.rows(sql::BY_IDS.bind(batch::ids(iter::once(id.as_str())))).await?;
    rows.first().map(comment).transpose()
}
