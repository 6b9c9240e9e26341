//! Collages in the database: reading.

mod counts;
mod row;
pub(crate) mod statements;
mod write;

use async_trait::async_trait;
use ogrom_protocols::{Context, Page, PageRequest, Position, Result};
use ogrom_protocols_fashion::{CollageOrder, CollageQuery, CollageReader};
use ogrom_protocols_fashion_model::{Collage, CollageId, ProductId};
use ogrom_protocols_model::UserId;
use ogrom_sources_sql::{Query, batch, columns::signed, page};

pub(crate) use self::{
    counts::{Counts, count, count_now},
    write::known,
};
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
        let window = request.open(query.describe())?;
        let start = page::start(&window, page::first_position());
        let list = list(query, window.is_backward()).after(&start).bind(page::limit_plus_one(&window));
        let found = self.0.rows(ctx, list).await?.iter().map(collage).collect::<Result<_>>()?;
        let position = |at: &Collage| Position { rank: rank(query.order, at), id: at.id.to_string() };
        Ok(window.page(found, position))
    }

    async fn collage_is_gone(&self, ctx: &Context, id: &CollageId) -> Result<bool> {
        self.is_gone(ctx, Noun::Collage, id.as_str()).await
    }
}

/// The statement for the query, with the values of its filters.
fn list(query: &CollageQuery, is_backward: bool) -> Query {
    let [all, of_owner, with_product] = match (query.order, is_backward) {
        (CollageOrder::Newest, false) => [sql::NEWEST, sql::NEWEST_OF_OWNER, sql::NEWEST_WITH_PRODUCT],
        (CollageOrder::Newest, true) => [sql::OLDEST, sql::OLDEST_OF_OWNER, sql::OLDEST_WITH_PRODUCT],
        (CollageOrder::MostLiked, false) => {
            [sql::MOST_LIKED, sql::MOST_LIKED_OF_OWNER, sql::MOST_LIKED_WITH_PRODUCT]
        }
        (CollageOrder::MostLiked, true) => {
            [sql::LEAST_LIKED, sql::LEAST_LIKED_OF_OWNER, sql::LEAST_LIKED_WITH_PRODUCT]
        }
    };
    let owner = query.owner.as_ref().map(UserId::as_str);
    match (query.product.as_ref().map(ProductId::as_str), owner) {
        (None, None) => all.query(),
        (None, Some(owner)) => of_owner.bind(owner),
        (Some(product), owner) => with_product.bind(product).bind(owner).bind(owner),
    }
}

fn rank(order: CollageOrder, collage: &Collage) -> i64 {
    match order {
        CollageOrder::Newest => collage.created.as_millis(),
        CollageOrder::MostLiked => signed(collage.likes),
    }
}
