//! Likes in memory.

use async_trait::async_trait;
use ogrom_protocols::{Conflict, Context, Imported, Page, PageRequest, Result};
use ogrom_protocols_fashion::{LikeImport, LikeQuery, LikeReader, LikeWriter};
use ogrom_protocols_fashion_model::{CollageId, Like};
use ogrom_protocols_model::{Timestamp, UserId};
use ogrom_sources_memory::{Checked, Direction, ensure_exists, ensure_free, page, select};

use crate::{Memory, counts::Dated, state::State};

#[async_trait]
impl LikeReader for Memory {
    async fn likes_among(&self, _: &Context, user: &UserId, collages: &[CollageId]) -> Result<Vec<Like>> {
        let pairs: Vec<_> = collages.iter().map(|collage| (collage.clone(), user.clone())).collect();
        Ok(select(&self.state.read().likes, &pairs).cloned().collect())
    }

    async fn likes(&self, _: &Context, query: &LikeQuery, request: &PageRequest) -> Result<Page<Like>> {
        let state = self.state.read();
        let found = state.likes.values().filter(|like| match query {
            LikeQuery::OfCollage(collage) => like.collage == *collage,
            LikeQuery::OfUser(user) => like.user == *user,
        });
        let ranked = found.map(|like| ((like.created.as_millis(), query.tie_breaker(like)), like));
        page(ranked, Direction::Descending, &query.describe(), request)
    }
}

#[async_trait]
impl LikeWriter for Memory {
    async fn add_like(&self, _: &Context, like: &Like) -> Result<bool> {
        match self.state.write(|state| state.like(like)) {
            Ok(()) => Ok(true),
            Err(Conflict::Exists) => Ok(false),
            Err(conflict) => Err(conflict.into()),
        }
    }

    async fn remove_like(
        &self,
        _: &Context,
        collage: &CollageId,
        user: &UserId,
        now: Timestamp,
    ) -> Result<bool> {
        Ok(self.state.write(|state| state.remove_like(collage, user, now)))
    }
}

#[async_trait]
impl LikeImport for Memory {
    async fn import_likes(&self, _: &Context, rows: &[Like]) -> Result<Vec<Imported>> {
        Ok(self.state.import(rows, State::add_like))
    }
}

impl State {
    /// Adds a like at this very moment.
    fn like(&mut self, like: &Like) -> Checked<()> {
        self.insert_like(like)?;
        self.count_likes(&like.collage, Dated::Now(like.created), |likes| likes + 1);
        Ok(())
    }

    /// Adds a like of whenever.
    fn add_like(&mut self, like: &Like) -> Checked<()> {
        self.insert_like(like)?;
        self.count_likes(&like.collage, Dated::Then(like.created), |likes| likes + 1);
        Ok(())
    }

    fn insert_like(&mut self, like: &Like) -> Checked<()> {
        let key = (like.collage.clone(), like.user.clone());
        ensure_free(&self.likes, &key)?;
        ensure_exists(&self.collages, "collage", &like.collage)?;
        ensure_exists(&self.users, "user", &like.user)?;
        self.likes.insert(key, like.clone());
        Ok(())
    }

    fn remove_like(&mut self, collage: &CollageId, user: &UserId, now: Timestamp) -> bool {
        let removed = self.likes.remove(&(collage.clone(), user.clone())).is_some();
        if removed {
            self.count_likes(collage, Dated::Now(now), |likes| likes - 1);
        }
        removed
    }
}
