//! Collages in memory.

use async_trait::async_trait;
use ogrom_protocols::{Context, Imported, Page, PageRequest, Result};
use ogrom_protocols_fashion::{CollageImport, CollageOrder, CollageQuery, CollageReader, CollageWriter};
use ogrom_protocols_fashion_model::{Collage, CollageDraft, CollageId, CollageItem};
use ogrom_protocols_model::{Revision, Timestamp};
use ogrom_sources_memory::{Checked, Direction, ensure_exists, ensure_free, ensure_unchanged, page, select};

use crate::{Memory, state::State};

#[async_trait]
impl CollageReader for Memory {
    async fn collages_by_ids(&self, _: &Context, ids: &[CollageId]) -> Result<Vec<Collage>> {
        Ok(select(&self.state.read().collages, ids).cloned().collect())
    }

    async fn collages(
        &self,
        _: &Context,
        query: &CollageQuery,
        request: &PageRequest,
    ) -> Result<Page<Collage>> {
        let state = self.state.read();
        let found = state.collages.values().filter(|collage| passes(query, collage));
        let ranked = found.map(|collage| ((rank(query.order, collage), collage.id.as_str()), collage));
        page(ranked, Direction::Descending, &query.describe(), request)
    }

    async fn collage_is_gone(&self, _: &Context, id: &CollageId) -> Result<bool> {
        Ok(self.state.read().tombstones.collages.contains_key(id))
    }
}

#[async_trait]
impl CollageWriter for Memory {
    async fn create_collage(&self, _: &Context, collage: &Collage) -> Result<Collage> {
        self.state.write(|state| state.add_collage(collage))?;
        Ok(collage.clone())
    }

    async fn update_collage(
        &self,
        _: &Context,
        id: &CollageId,
        expected: Revision,
        draft: &CollageDraft,
        now: Timestamp,
    ) -> Result<Option<Collage>> {
        Ok(self.state.write(|state| state.update_collage(id, expected, draft, now))?)
    }

    async fn delete_collage(
        &self,
        _: &Context,
        id: &CollageId,
        expected: Revision,
        now: Timestamp,
    ) -> Result<bool> {
        Ok(self.state.write(|state| state.delete_collage(id, expected, now))?)
    }
}

#[async_trait]
impl CollageImport for Memory {
    async fn import_collages(&self, _: &Context, rows: &[Collage]) -> Result<Vec<Imported>> {
        Ok(self.state.import(rows, State::add_collage))
    }
}

impl State {
    fn add_collage(&mut self, collage: &Collage) -> Checked<()> {
        ensure_free(&self.collages, &collage.id)?;
        ensure_exists(&self.users, "user", &collage.owner)?;
        self.products_present(&collage.items)?;
        self.collages
            .insert(collage.id.clone(), Collage { likes: 0, comments: 0, rating: None, ..collage.clone() });
        self.tombstones.collages.remove(&collage.id);
        Ok(())
    }

    fn update_collage(
        &mut self,
        id: &CollageId,
        expected: Revision,
        draft: &CollageDraft,
        now: Timestamp,
    ) -> Checked<Option<Collage>> {
        let Some(before) = self.collages.get(id) else { return Ok(None) };
        ensure_unchanged(before.revision(), expected)?;
        if before.is_as(draft) {
            return Ok(Some(before.clone()));
        }
        self.products_present(&draft.items)?;
        let CollageDraft { title, description, items } = draft.clone();
        let (version, modified) = (expected.version.next(), now.succeeding(before.modified));
        let after = Collage { title, description, items, version, modified, ..before.clone() };
        self.collages.insert(id.clone(), after.clone());
        Ok(Some(after))
    }

    fn delete_collage(&mut self, id: &CollageId, expected: Revision, now: Timestamp) -> Checked<bool> {
        let Some(collage) = self.collages.get(id) else { return Ok(false) };
        ensure_unchanged(collage.revision(), expected)?;
        self.collages.remove(id);
        self.tombstones.collages.insert(id.clone(), now);
        let comments = self.comments.extract_if(.., |_, comment| comment.collage == *id);
        self.tombstones.comments.extend(comments.map(|(comment, _)| (comment, now)));
        self.likes.retain(|_, like| like.collage != *id);
        self.ratings.remove(id);
        Ok(true)
    }

    fn products_present(&self, items: &[CollageItem]) -> Checked<()> {
        items.iter().try_for_each(|item| ensure_exists(&self.products, "product", &item.product))
    }
}

fn passes(query: &CollageQuery, collage: &Collage) -> bool {
    let CollageQuery { owner, product, order: _ } = query;
    owner.as_ref().is_none_or(|owner| collage.owner == *owner)
        && product.as_ref().is_none_or(|product| collage.items.iter().any(|item| item.product == *product))
}

fn rank(order: CollageOrder, collage: &Collage) -> i64 {
    match order {
        CollageOrder::Newest => collage.created.as_millis(),
        CollageOrder::MostLiked => i64::try_from(collage.likes).unwrap_or(i64::MAX),
    }
}
