//! Collages: reading, writing and loading.

use async_trait::async_trait;
use ogrom_protocols_fashion_model::{Collage, CollageDraft, CollageId, ProductId};
use ogrom_protocols_model::{Revision, Timestamp, UserId};

use ogrom_protocols::{Context, Imported, Page, PageRequest, Result};

/// Reads collages.
#[async_trait]
pub trait CollageReader: Send + Sync {
    /// The collage of this identifier.
    async fn collage_by_id(&self, ctx: &Context, id: &CollageId) -> Result<Option<Collage>> {
        Ok(self.collages_by_ids(ctx, std::slice::from_ref(id)).await?.pop())
    }

    /// The collages of these identifiers, each once, in no particular order. Those that are not there are left out.
    async fn collages_by_ids(&self, ctx: &Context, ids: &[CollageId]) -> Result<Vec<Collage>>;

    /// A page of the collages that match all of the query's filters.
    async fn collages(
        &self,
        ctx: &Context,
        query: &CollageQuery,
        page: &PageRequest,
    ) -> Result<Page<Collage>>;

    /// Whether a collage of this identifier was deleted, which is remembered for a while. It tells nothing of one that exists.
    /// A source without tombstones remembers none.
    async fn collage_is_gone(&self, _ctx: &Context, _id: &CollageId) -> Result<bool> {
        Ok(false)
    }
}

/// Changes collages. Each method is one transaction.
#[async_trait]
pub trait CollageWriter: Send + Sync {
    /// Adds a collage, and returns it as it is stored, since a service may set its own dates.
    /// [`Conflict::Exists`](ogrom_protocols::Conflict::Exists) if the identifier is taken,
    /// [`Conflict::Missing`](ogrom_protocols::Conflict::Missing) if the owner or a product does not exist.
    async fn create_collage(&self, ctx: &Context, collage: &Collage) -> Result<Collage>;

    /// Replaces the owner's decisions, if the collage is still in the expected state, and dates the change by
    /// [`Timestamp::succeeding`]; returns the changed collage. A draft that would leave it as it is changes nothing, neither
    /// version nor date. `Ok(None)` if there is none,
    /// [`Conflict::Stale`](ogrom_protocols::Conflict::Stale) if it is in another state,
    /// [`Conflict::Missing`](ogrom_protocols::Conflict::Missing) if a product does not exist.
    async fn update_collage(
        &self,
        ctx: &Context,
        id: &CollageId,
        expected: Revision,
        draft: &CollageDraft,
        now: Timestamp,
    ) -> Result<Option<Collage>>;

    /// Removes a collage with its comments and likes, if it is still in the expected state. `now` is the time of the
    /// tombstones of collage and comments. `Ok(false)` if there is none, [`Conflict::Stale`](ogrom_protocols::Conflict::Stale) if it is in another state.
    async fn delete_collage(
        &self,
        ctx: &Context,
        id: &CollageId,
        expected: Revision,
        now: Timestamp,
    ) -> Result<bool>;
}

/// Loads collages.
#[async_trait]
pub trait CollageImport: Send + Sync {
    /// Adds all collages that do not exist yet, in one transaction, without likes and comments: those come from
    /// [`LikeImport`](crate::LikeImport) and [`CommentImport`](crate::CommentImport). Returns the result of each row, in the
    /// order given.
    async fn import_collages(&self, ctx: &Context, rows: &[Collage]) -> Result<Vec<Imported>>;
}

/// Which collages, in which order. An absent filter lets everything pass.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CollageQuery {
    /// Those of this owner.
    pub owner: Option<UserId>,
    /// Those that contain this product.
    pub product: Option<ProductId>,
    /// The order.
    pub order: CollageOrder,
}

/// The order of collages. Identifiers decide between equals, the greater first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CollageOrder {
    /// By the time of creation, the newest first.
    #[default]
    Newest,
    /// By the number of likes, the most liked first.
    MostLiked,
}

// === impl CollageQuery ===

impl CollageQuery {
    /// The query in one line, the same on every machine and in every release: a [`Cursor`](ogrom_protocols::Cursor)
    /// is sealed for it.
    pub fn describe(&self) -> String {
        let owner = self.owner.as_ref().map_or("", UserId::as_str);
        let product = self.product.as_ref().map_or("", ProductId::as_str);
        let order = match self.order {
            CollageOrder::Newest => "newest",
            CollageOrder::MostLiked => "most-liked",
        };
        format!("collages owner={owner} product={product} order={order}")
    }
}
