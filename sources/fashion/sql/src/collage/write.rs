//! Collages in the database: changing and loading.

use async_trait::async_trait;
use ogrom_protocols::{Context, Imported, Result};
use ogrom_protocols_fashion::{CollageImport, CollageWriter};
use ogrom_protocols_fashion_model::{Collage, CollageDraft, CollageId, CollageItem};
use ogrom_protocols_model::{Revision, Timestamp};
use ogrom_sources_sql::{
    Transaction,
    batch::{self, Checked, ExistingKeys},
    version,
};

use super::{
    row::{CollageRow, collage, document, products},
    statements as sql,
};
use crate::{
    Sql, product,
    tombstone::{self, Noun},
    user,
};

#[async_trait]
impl CollageWriter for Sql {
    async fn create_collage(&self, ctx: &Context, collage: &Collage) -> Result<Collage> {
        let rows = vec![collage.clone()];
        let outcomes = self.0.write(ctx, rows, |rows, transaction| Box::pin(add(rows, transaction)));
        batch::only(outcomes.await?)?;
        Ok(collage.clone())
    }

    async fn update_collage(
        &self,
        ctx: &Context,
        id: &CollageId,
        expected: Revision,
        draft: &CollageDraft,
        now: Timestamp,
    ) -> Result<Option<Collage>> {
        let given = (id.clone(), draft.clone());
        let updated = self.0.write(ctx, given, move |(id, draft), transaction| {
            Box::pin(update(id, expected, draft, now, transaction))
        });
        updated.await
    }

    async fn delete_collage(
        &self,
        ctx: &Context,
        id: &CollageId,
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
impl CollageImport for Sql {
    async fn import_collages(&self, ctx: &Context, rows: &[Collage]) -> Result<Vec<Imported>> {
        let rows = rows.to_vec();
        let outcomes = self.0.write(ctx, rows, |rows, transaction| Box::pin(add(rows, transaction)));
        outcomes.await.map(batch::imported)
    }
}

async fn add(collages: &[Collage], transaction: &mut Transaction) -> Result<Vec<Checked>> {
    let mut taken = known(collages.iter().map(|collage| &collage.id), transaction).await?;
    let owners = user::known(collages.iter().map(|collage| &collage.owner), transaction).await?;
    let products_there = products_of(collages.iter().flat_map(|collage| &collage.items), transaction).await?;
    let (outcomes, added) = batch::partition(collages, |collage| {
        taken.ensure_free(collage.id.as_str())?;
        owners.ensure_exists(collage.owner.as_str())?;
        all_there(&collage.items, &products_there)?;
        taken.reserve(collage.id.as_str());
        Ok(())
    });
    batch::add(sql::INSERT, added.iter().copied().map(CollageRow::from), transaction).await?;
    let contents = added.iter().flat_map(|collage| products(&collage.id, collage.created, &collage.items));
    batch::add(sql::INSERT_PRODUCTS, contents, transaction).await?;
    Ok(outcomes)
}

async fn update(
    id: &CollageId,
    expected: Revision,
    draft: &CollageDraft,
    now: Timestamp,
    transaction: &mut Transaction,
) -> Result<Option<Collage>> {
    if version::modified(sql::REVISION, id.as_str(), expected, transaction).await?.is_none() {
        return Ok(None);
    }
    // From here on, others who change the collage wait.
    let rows = transaction.rows(sql::BY_IDS.bind(batch::ids([id.as_str()].into_iter()))).await?;
    let Some(before) = rows.first().map(collage).transpose()? else { return Ok(None) };
    if before.is_as(draft) {
        return Ok(Some(before));
    }
    let (version, modified) = (expected.version.next(), now.succeeding(before.modified));
    let CollageDraft { title, description, items } = draft;
    all_there(items, &products_of(items.iter(), transaction).await?)?;
    let update = sql::UPDATE.bind(title.as_deref()).bind(description.as_deref()).bind(document(items));
    version::change(update.bind(modified.as_millis()), id.as_str(), expected, transaction).await?;
    let CollageDraft { title, description, items } = draft.clone();
    let updated = Collage { title, description, items, version, modified, ..before };
    transaction.run(sql::DELETE_PRODUCTS.bind(id.as_str())).await?;
    batch::add(sql::INSERT_PRODUCTS, products(id, updated.created, &updated.items), transaction).await?;
    Ok(Some(updated))
}

async fn delete(
    id: &CollageId,
    expected: Revision,
    now: Timestamp,
    transaction: &mut Transaction,
) -> Result<bool> {
    let present = version::modified(sql::REVISION, id.as_str(), expected, transaction).await?.is_some();
    if present {
        tombstone::add_comments_on(id.as_str(), now, transaction).await?;
        version::change(sql::DELETE.query(), id.as_str(), expected, transaction).await?;
        tombstone::add(Noun::Collage, id.as_str(), now, transaction).await?;
    }
    Ok(present)
}

/// Which of these collages are there.
pub(crate) async fn known<'a>(
    ids: impl Iterator<Item = &'a CollageId>,
    transaction: &mut Transaction,
) -> Result<ExistingKeys> {
    ExistingKeys::load("collage", sql::KNOWN.bind(batch::ids(ids.map(CollageId::as_str))), transaction).await
}

async fn products_of<'a>(
    items: impl Iterator<Item = &'a CollageItem>,
    transaction: &mut Transaction,
) -> Result<ExistingKeys> {
    product::known(items.map(|item| &item.product), transaction).await
}

fn all_there(items: &[CollageItem], products: &ExistingKeys) -> Checked {
    items.iter().try_for_each(|item| products.ensure_exists(item.product.as_str()))
}
