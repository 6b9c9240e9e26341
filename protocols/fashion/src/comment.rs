//! Comments: reading, writing and loading.

use async_trait::async_trait;
use ogrom_protocols_fashion_model::{CollageId, Comment, CommentDraft, CommentId};
use ogrom_protocols_model::{LanguageTag, Revision, Timestamp};

use ogrom_protocols::{Context, Imported, Page, PageRequest, Result};

/// Reads comments.
#[async_trait]
pub trait CommentReader: Send + Sync {
    /// The comment of this identifier.
    async fn comment_by_id(&self, ctx: &Context, id: &CommentId) -> Result<Option<Comment>> {
        Ok(self.comments_by_ids(ctx, std::slice::from_ref(id)).await?.pop())
    }

    /// The comments of these identifiers, each once, in no particular order. Those that are not there are left out.
    async fn comments_by_ids(&self, ctx: &Context, ids: &[CommentId]) -> Result<Vec<Comment>>;

    /// A page of the comments that match all of the query's filters: the newest first, identifiers deciding between
    /// equals, the greater first.
    async fn comments(
        &self,
        ctx: &Context,
        query: &CommentQuery,
        page: &PageRequest,
    ) -> Result<Page<Comment>>;

    /// Whether a comment of this identifier was deleted, which is remembered for a while. It tells nothing of one that exists.
    /// A source without tombstones remembers none.
    async fn comment_is_gone(&self, _ctx: &Context, _id: &CommentId) -> Result<bool> {
        Ok(false)
    }
}

/// Changes comments, and with them the collage's counts and last change, which never gets earlier. An edit that leaves the
/// rating as it is changes nothing of the collage. Each method is one transaction.
#[async_trait]
pub trait CommentWriter: Send + Sync {
    /// Adds a comment, and returns it as it is stored, since a service may set its own dates.
    /// [`Conflict::Exists`](ogrom_protocols::Conflict::Exists) if the identifier is taken,
    /// [`Conflict::Missing`](ogrom_protocols::Conflict::Missing) if the collage or the author does not exist.
    async fn create_comment(&self, ctx: &Context, comment: &Comment) -> Result<Comment>;

    /// Replaces the author's decisions, if the comment is still in the expected state, and dates the change by
    /// [`Timestamp::succeeding`]; returns the changed comment. A draft that would leave it as it is changes nothing, neither
    /// version nor date. `Ok(None)` if there is none,
    /// [`Conflict::Stale`](ogrom_protocols::Conflict::Stale) if it is in another state.
    async fn update_comment(
        &self,
        ctx: &Context,
        id: &CommentId,
        expected: Revision,
        draft: &CommentDraft,
        now: Timestamp,
    ) -> Result<Option<Comment>>;

    /// Removes a comment, if it is still in the expected state. `now` is the time of its tombstone. `Ok(false)` if there is
    /// none,
    /// [`Conflict::Stale`](ogrom_protocols::Conflict::Stale) if it is in another state.
    async fn delete_comment(
        &self,
        ctx: &Context,
        id: &CommentId,
        expected: Revision,
        now: Timestamp,
    ) -> Result<bool>;
}

/// Loads comments.
#[async_trait]
pub trait CommentImport: Send + Sync {
    /// Adds all comments that do not exist yet and counts them, in one transaction, as [`CommentWriter`] does. Returns the
    /// result of each row, in the order given.
    async fn import_comments(&self, ctx: &Context, rows: &[Comment]) -> Result<Vec<Imported>>;
}

/// Which comments. An absent filter lets everything pass.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CommentQuery {
    /// Those on this collage.
    pub collage: Option<CollageId>,
    /// Those written in this language, in any country: `de-DE` finds `de` and `de-AT`.
    pub language: Option<LanguageTag>,
}

// === impl CommentQuery ===

impl CommentQuery {
    /// The query in one line, the same on every machine and in every release: a [`Cursor`](ogrom_protocols::Cursor)
    /// is sealed for it. Languages that find the same comments are written the same.
    pub fn describe(&self) -> String {
        let collage = self.collage.as_ref().map_or("", CollageId::as_str);
        let language = self.language.as_ref().map_or("", LanguageTag::language);
        format!("comments collage={collage} language={language}")
    }
}
