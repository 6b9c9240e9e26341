//! Collages in the database: reading.

mod row;
pub(crate) mod statements;
mod write;

use async_trait::async_trait;
use ogrom_protocols::{Context, Page, PageRequest, Position, Result};
use ogrom_protocols_fashion::{CollageOrder, CollageQuery, CollageReader};
use ogrom_protocols_fashion_model::{Collage, CollageId, ProductId};
use ogrom_protocols_model::UserId;
use ogrom_sources_sql::{Query, batch, columns::signed, page};

pub(crate) use self::write::{count_likes, dated, known};
use self::{row::collage, statements as sql};
use crate::{Sql, tombstone::Noun};

#[async_trait]
impl CollageReader for Sql {
    async fn collages_by_ids(&self, ctx: &Context, ids: &[CollageId]) -> Result<Vec<Collage>> {
        let query = sql::BY_IDS.bind(batch::ids(ids.iter().map(CollageId::as_str)));
        self.0.rows(ctx, query).await?.iter().map(collage).collect()
    }

    async fn collages(
        &self,
        ctx: &Context,
        query: &CollageQuery,
        request: &PageRequest,
    ) -> Result<Page<Collage>> {
        let sealed_for = query.describe();
        let start = page::resume(request, &sealed_for, page::first_position())?;
        let list = list(query).after(&start).bind(page::limit_plus_one(request));
        let found = self.0.rows(ctx, list).await?.iter().map(collage).collect::<Result<_>>()?;
        let position = |last: &Collage| Position { rank: rank(query.order, last), id: last.id.to_string() };
        Ok(page::page(found, request, &sealed_for, position))
    }

    async fn collage_is_gone(&self, ctx: &Context, id: &CollageId) -> Result<bool> {
        self.is_gone(ctx, Noun::Collage, id.as_str()).await
    }
}

/// The statement for the query, with the values of its filters.
fn list(query: &CollageQuery) -> Query {
    let newest = query.order == CollageOrder::Newest;
    let owner = query.owner.as_ref().map(UserId::as_str);
    match (query.product.as_ref().map(ProductId::as_str), owner) {
        (None, None) => if newest { sql::NEWEST } else { sql::MOST_LIKED }.query(),
        (None, Some(owner)) => {
            if newest { sql::NEWEST_OF_OWNER } else { sql::MOST_LIKED_OF_OWNER }.bind(owner)
        }
        (Some(product), owner) => {
            let with_product = if newest { sql::NEWEST_WITH_PRODUCT } else { sql::MOST_LIKED_WITH_PRODUCT };
            with_product.bind(product).bind(owner).bind(owner)
        }
    }
}

fn rank(order: CollageOrder, collage: &Collage) -> i64 {
    match order {
        CollageOrder::Newest => collage.created.as_millis(),
        CollageOrder::MostLiked => signed(collage.likes),
    }
}
