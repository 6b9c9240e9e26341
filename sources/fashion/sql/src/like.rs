//! Likes in the database.

use std::slice;

use async_trait::async_trait;
use ogrom_protocols::{Conflict, Context, Imported, Page, PageRequest, Position, Result};
use ogrom_protocols_fashion::{LikeImport, LikeQuery, LikeReader, LikeWriter};
use ogrom_protocols_fashion_model::{CollageId, Like};
use ogrom_protocols_model::{Timestamp, UserId};
use ogrom_sources_sql::{
    Row, Transaction,
    batch::{self, Checked, ExistingKeys},
    page, statements,
};
use serde::Serialize;

use crate::{
    Sql,
    collage::{self, Counts},
    user,
};

statements! {
    AMONG = [
        "SELECT l.collage, l.user, l.created FROM " (ids) (join_in_order)
        "likes l ON l.collage = ids.value AND l.user = ?"
    ];
    NEWEST_OF_COLLAGE = [
        "SELECT l.collage, l.user, l.created FROM likes l" (force_index "likes_by_collage")
        " WHERE l.collage = ? AND " (keyset_before "l.created" "l.user") " ORDER BY l.created DESC, l.user DESC LIMIT ?"
    ];
    NEWEST_OF_USER = [
        "SELECT l.collage, l.user, l.created FROM likes l" (force_index "likes_by_user")
        " WHERE l.user = ? AND " (keyset_before "l.created" "l.collage") " ORDER BY l.created DESC, l.collage DESC LIMIT ?"
    ];
    /// The same list, read backward.
    OLDEST_OF_COLLAGE = [
        "SELECT l.collage, l.user, l.created FROM likes l" (force_index "likes_by_collage")
        " WHERE l.collage = ? AND " (keyset_after "l.created" "l.user") " ORDER BY l.created, l.user LIMIT ?"
    ];
    OLDEST_OF_USER = [
        "SELECT l.collage, l.user, l.created FROM likes l" (force_index "likes_by_user")
        " WHERE l.user = ? AND " (keyset_after "l.created" "l.collage") " ORDER BY l.created, l.collage LIMIT ?"
    ];
    /// Which of the likes are there, written as [`key`] does.
    KNOWN = [
        "SELECT l.collage || '/' || l.user FROM " (rows collage key, user key)
        " AS mentioned" (join_in_order) "likes l ON l.collage = mentioned.collage AND l.user = mentioned.user"
    ];
    INSERT = [
        "INSERT INTO likes (collage, user, created) SELECT collage, user, created FROM "
        (rows collage key, user key, created integer) " AS added"
    ];
    DELETE = ["DELETE FROM likes WHERE collage = ? AND user = ?"];
}

/// A row of likes.
#[derive(Serialize)]
struct LikeRow<'a> {
    collage: &'a str,
    user: &'a str,
    created: i64,
}

#[async_trait]
impl LikeReader for Sql {
    async fn likes_among(&self, ctx: &Context, user: &UserId, collages: &[CollageId]) -> Result<Vec<Like>> {
        let among = AMONG.bind(batch::ids(collages.iter().map(CollageId::as_str))).bind(user.as_str());
        self.0.rows(ctx, among).await?.iter().map(like).collect()
    }

    async fn likes(&self, ctx: &Context, query: &LikeQuery, request: &PageRequest) -> Result<Page<Like>> {
        let window = request.open(query.describe())?;
        let start = page::start(&window, page::first_position());
        let list = match (query, window.is_backward()) {
            (LikeQuery::OfCollage(collage), false) => NEWEST_OF_COLLAGE.bind(collage.as_str()),
            (LikeQuery::OfCollage(collage), true) => OLDEST_OF_COLLAGE.bind(collage.as_str()),
            (LikeQuery::OfUser(user), false) => NEWEST_OF_USER.bind(user.as_str()),
            (LikeQuery::OfUser(user), true) => OLDEST_OF_USER.bind(user.as_str()),
        };
        let list = list.after(&start).bind(page::limit_plus_one(&window));
        let found = self.0.rows(ctx, list).await?.iter().map(like).collect::<Result<_>>()?;
        let position =
            |at: &Like| Position { rank: at.created.as_millis(), id: query.tie_breaker(at).to_owned() };
        Ok(window.page(found, position))
    }
}

#[async_trait]
impl LikeWriter for Sql {
    async fn add_like(&self, ctx: &Context, like: &Like) -> Result<bool> {
        let outcomes = self.0.write(ctx, like.clone(), |like, transaction| Box::pin(add(like, transaction)));
        match batch::only(outcomes.await?) {
            Ok(()) => Ok(true),
            Err(Conflict::Exists) => Ok(false),
            Err(conflict) => Err(conflict.into()),
        }
    }

    async fn remove_like(
        &self,
        ctx: &Context,
        collage: &CollageId,
        user: &UserId,
        now: Timestamp,
    ) -> Result<bool> {
        let like = Like { collage: collage.clone(), user: user.clone(), created: now };
        let removed = self.0.write(ctx, like, |like, transaction| Box::pin(remove(like, transaction)));
        removed.await
    }
}

#[async_trait]
impl LikeImport for Sql {
    async fn import_likes(&self, ctx: &Context, rows: &[Like]) -> Result<Vec<Imported>> {
        let rows = rows.to_vec();
        let outcomes = self.0.write(ctx, rows, |rows, transaction| Box::pin(import(rows, transaction)));
        outcomes.await.map(batch::imported)
    }
}

/// The like in a row.
fn like(row: &Row) -> Result<Like> {
    Ok(Like { collage: row.parse(0)?, user: row.parse(1)?, created: row.timestamp(2)? })
}

/// Adds a like of this very moment.
async fn add(like: &Like, transaction: &mut Transaction) -> Result<Vec<Checked>> {
    let (outcomes, added) = partition(slice::from_ref(like), transaction).await?;
    if !added.is_empty() {
        // Counting takes the collage's row; a like takes a share of it, and many who have one cannot all have the whole.
        collage::count_now(&like.collage, Counts::LIKE, like.created, transaction).await?;
        insert(&added, transaction).await?;
    }
    Ok(outcomes)
}

/// Adds likes of whenever.
async fn import(likes: &[Like], transaction: &mut Transaction) -> Result<Vec<Checked>> {
    let (outcomes, added) = partition(likes, transaction).await?;
    let counted = added.iter().map(|like| (&like.collage, Counts::LIKE, like.created));
    collage::count(counted, transaction).await?;
    insert(&added, transaction).await?;
    Ok(outcomes)
}

/// The outcome of each like, and those to add.
async fn partition<'a>(
    likes: &'a [Like],
    transaction: &mut Transaction,
) -> Result<(Vec<Checked>, Vec<&'a Like>)> {
    let mentioned = KNOWN.bind(batch::rows(likes.iter().map(LikeRow::from)));
    let mut taken = ExistingKeys::load("like", mentioned, transaction).await?;
    let collages = collage::known(likes.iter().map(|like| &like.collage), transaction).await?;
    let users = user::known(likes.iter().map(|like| &like.user), transaction).await?;
    Ok(batch::partition(likes, |like| {
        let key = key(like);
        taken.ensure_free(&key)?;
        collages.ensure_exists(like.collage.as_str())?;
        users.ensure_exists(like.user.as_str())?;
        taken.reserve(&key);
        Ok(())
    }))
}

async fn insert(likes: &[&Like], transaction: &mut Transaction) -> Result<()> {
    batch::add(INSERT, likes.iter().copied().map(LikeRow::from), transaction).await
}

/// Removes the like of this pair, if there is one, at the time that stands for its creation.
async fn remove(like: &Like, transaction: &mut Transaction) -> Result<bool> {
    let removed = transaction.run(DELETE.bind(like.collage.as_str()).bind(like.user.as_str())).await? > 0;
    if removed {
        collage::count_now(&like.collage, -Counts::LIKE, like.created, transaction).await?;
    }
    Ok(removed)
}

/// The pair in one text: no identifier has a slash.
fn key(like: &Like) -> String {
    format!("{}/{}", like.collage, like.user)
}

// === impl LikeRow ===

impl<'a> From<&'a Like> for LikeRow<'a> {
    fn from(like: &'a Like) -> Self {
        Self { collage: like.collage.as_str(), user: like.user.as_str(), created: like.created.as_millis() }
    }
}
