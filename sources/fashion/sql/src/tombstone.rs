//! Tombstones in the database.
//!
//! A tombstone is looked for only where nothing is. So one of something that was made anew does no harm until it is
//! forgotten, and making something costs no further statement.

use async_trait::async_trait;
use ogrom_protocols::{Context, Result, TombstoneStore};
use ogrom_protocols_model::Timestamp;
use ogrom_sources_sql::{Transaction, statements};

use crate::Sql;

statements! {
    BY_ID = ["SELECT deleted FROM tombstones WHERE noun = ? AND id = ?"];
    REPLACE = ["REPLACE INTO tombstones (noun, id, deleted) VALUES (?, ?, ?)"];
    REPLACE_COMMENTS_ON_COLLAGE = [
        "REPLACE INTO tombstones (noun, id, deleted) SELECT 'comment', c.id, ? FROM comments c \
         WHERE c.collage = ?"
    ];
    FORGET = ["DELETE FROM tombstones WHERE deleted < ?"];
}

/// The nouns of things that can be deleted.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Noun {
    Collage,
    Comment,
}

#[async_trait]
impl TombstoneStore for Sql {
    async fn forget_deleted_before(&self, ctx: &Context, instant: Timestamp) -> Result<u64> {
        self.0.run_repeatable(ctx, FORGET.bind(instant.as_millis())).await
    }
}

/// Remembers that this is deleted now.
pub(crate) async fn add(noun: Noun, id: &str, now: Timestamp, transaction: &mut Transaction) -> Result<()> {
    let tombstone = REPLACE.bind(noun.as_str()).bind(id).bind(now.as_millis());
    transaction.run(tombstone).await.map(drop)
}

/// Remembers that all comments on this collage are deleted now; to be called while they are there.
pub(crate) async fn add_comments_on(
    collage: &str,
    now: Timestamp,
    transaction: &mut Transaction,
) -> Result<()> {
    let tombstones = REPLACE_COMMENTS_ON_COLLAGE.bind(now.as_millis()).bind(collage);
    transaction.run(tombstones).await.map(drop)
}

// === impl Sql ===

impl Sql {
    /// Whether there is a tombstone of this.
    pub(crate) async fn is_gone(&self, ctx: &Context, noun: Noun, id: &str) -> Result<bool> {
        Ok(!self.0.rows(ctx, BY_ID.bind(noun.as_str()).bind(id)).await?.is_empty())
    }
}

// === impl Noun ===

impl Noun {
    /// As the table has it.
    fn as_str(self) -> &'static str {
        match self {
            Self::Collage => "collage",
            Self::Comment => "comment",
        }
    }
}
