//! Comments in the database: reading.

mod row;
pub(crate) mod statements;
mod write;

use async_trait::async_trait;
use ogrom_protocols::{Context, Page, PageRequest, Position, Result};
use ogrom_protocols_fashion::{CommentQuery, CommentReader};
use ogrom_protocols_fashion_model::{CollageId, Comment, CommentId};
use ogrom_protocols_model::LanguageTag;
use ogrom_sources_sql::{Query, Statement, batch, page};

use self::{row::comment, statements as sql};
use crate::{Sql, tombstone::Noun};

#[async_trait]
impl CommentReader for Sql {
    async fn comments_by_ids(&self, ctx: &Context, ids: &[CommentId]) -> Result<Vec<Comment>> {
        let query = sql::BY_IDS.bind(batch::ids(ids.iter().map(CommentId::as_str)));
        self.0.rows(ctx, query).await?.iter().map(comment).collect()
    }

    async fn comments(
        &self,
        ctx: &Context,
        query: &CommentQuery,
        request: &PageRequest,
    ) -> Result<Page<Comment>> {
        let window = request.open(query.describe())?;
        let start = page::start(&window, page::first_position());
        let list = list(query, window.is_backward()).after(&start).bind(page::limit_plus_one(&window));
        let found = self.0.rows(ctx, list).await?.iter().map(comment).collect::<Result<_>>()?;
        let position = |at: &Comment| Position { rank: at.created.as_millis(), id: at.id.to_string() };
        Ok(window.page(found, position))
    }

    async fn comment_is_gone(&self, ctx: &Context, id: &CommentId) -> Result<bool> {
        self.is_gone(ctx, Noun::Comment, id.as_str()).await
    }
}

/// The statement for the query, with the values of its filters.
fn list(query: &CommentQuery, is_backward: bool) -> Query {
    let ordered = |newest: Statement, oldest: Statement| if is_backward { oldest } else { newest };
    let collage = query.collage.as_ref().map(CollageId::as_str);
    match (collage, query.language.as_ref().map(LanguageTag::language)) {
        (None, None) => ordered(sql::NEWEST, sql::OLDEST).query(),
        (Some(collage), None) => ordered(sql::NEWEST_ON_COLLAGE, sql::OLDEST_ON_COLLAGE).bind(collage),
        (None, Some(language)) => ordered(sql::NEWEST_IN_LANGUAGE, sql::OLDEST_IN_LANGUAGE).bind(language),
        (Some(collage), Some(language)) => {
            ordered(sql::NEWEST_ON_COLLAGE_IN_LANGUAGE, sql::OLDEST_ON_COLLAGE_IN_LANGUAGE)
                .bind(collage)
                .bind(language)
        }
    }
}
