//! Comments in memory.

use async_trait::async_trait;
use ogrom_protocols::{Context, Imported, Page, PageRequest, Result};
use ogrom_protocols_fashion::{CommentImport, CommentQuery, CommentReader, CommentWriter};
use ogrom_protocols_fashion_model::{Comment, CommentDraft, CommentId};
use ogrom_protocols_model::{Revision, Timestamp};
use ogrom_sources_memory::{Checked, Direction, ensure_exists, ensure_free, ensure_unchanged, page, select};

use crate::{Memory, counts::Dated, state::State};

#[async_trait]
impl CommentReader for Memory {
    async fn comments_by_ids(&self, _: &Context, ids: &[CommentId]) -> Result<Vec<Comment>> {
        Ok(select(&self.state.read().comments, ids).cloned().collect())
    }

    async fn comments(
        &self,
        _: &Context,
        query: &CommentQuery,
        request: &PageRequest,
    ) -> Result<Page<Comment>> {
        let state = self.state.read();
        let found = state.comments.values().filter(|comment| passes(query, comment));
        let ranked = found.map(|comment| ((comment.created.as_millis(), comment.id.as_str()), comment));
        page(ranked, Direction::Descending, &query.describe(), request)
    }

    async fn comment_is_gone(&self, _: &Context, id: &CommentId) -> Result<bool> {
        Ok(self.state.read().tombstones.comments.contains_key(id))
    }
}

#[async_trait]
impl CommentWriter for Memory {
    async fn create_comment(&self, _: &Context, comment: &Comment) -> Result<Comment> {
        self.state.write(|state| state.add_comment(comment, Dated::Now(comment.created)))?;
        Ok(comment.clone())
    }

    async fn update_comment(
        &self,
        _: &Context,
        id: &CommentId,
        expected: Revision,
        draft: &CommentDraft,
        now: Timestamp,
    ) -> Result<Option<Comment>> {
        Ok(self.state.write(|state| state.update_comment(id, expected, draft, now))?)
    }

    async fn delete_comment(
        &self,
        _: &Context,
        id: &CommentId,
        expected: Revision,
        now: Timestamp,
    ) -> Result<bool> {
        Ok(self.state.write(|state| state.delete_comment(id, expected, now))?)
    }
}

#[async_trait]
impl CommentImport for Memory {
    async fn import_comments(&self, _: &Context, rows: &[Comment]) -> Result<Vec<Imported>> {
        Ok(self.state.import(rows, |state, row| state.add_comment(row, Dated::Then(row.modified))))
    }
}

impl State {
    fn add_comment(&mut self, comment: &Comment, dated: Dated) -> Checked<()> {
        ensure_free(&self.comments, &comment.id)?;
        ensure_exists(&self.collages, "collage", &comment.collage)?;
        ensure_exists(&self.users, "user", &comment.author)?;
        self.comments.insert(comment.id.clone(), comment.clone());
        self.tombstones.comments.remove(&comment.id);
        self.count_comment(None, Some(comment), dated);
        Ok(())
    }

    fn update_comment(
        &mut self,
        id: &CommentId,
        expected: Revision,
        draft: &CommentDraft,
        now: Timestamp,
    ) -> Checked<Option<Comment>> {
        let Some(before) = self.comments.get(id).cloned() else { return Ok(None) };
        ensure_unchanged(before.revision(), expected)?;
        if before.is_as(draft) {
            return Ok(Some(before));
        }
        let CommentDraft { language, title, text, rating } = draft.clone();
        let (version, modified) = (expected.version.next(), now.succeeding(before.modified));
        let after = Comment { language, title, text, rating, version, modified, ..before.clone() };
        self.comments.insert(id.clone(), after.clone());
        if after.rating != before.rating {
            self.count_comment(Some(&before), Some(&after), Dated::Now(now));
        }
        Ok(Some(after))
    }

    fn delete_comment(&mut self, id: &CommentId, expected: Revision, now: Timestamp) -> Checked<bool> {
        let Some(comment) = self.comments.get(id).cloned() else { return Ok(false) };
        ensure_unchanged(comment.revision(), expected)?;
        self.comments.remove(id);
        self.count_comment(Some(&comment), None, Dated::Now(now));
        self.tombstones.comments.insert(id.clone(), now);
        Ok(true)
    }
}

fn passes(query: &CommentQuery, comment: &Comment) -> bool {
    let CommentQuery { collage, language } = query;
    collage.as_ref().is_none_or(|collage| comment.collage == *collage)
        && language.as_ref().is_none_or(|language| comment.language.language() == language.language())
}
