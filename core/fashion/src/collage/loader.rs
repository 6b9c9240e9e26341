//! Collages together with what they show of others, in a fixed number of source calls.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    fmt,
    sync::Arc,
};

use ogrom_core::source::{existence, fault};
use ogrom_core_resource::{Existence, Fault, Result};
use ogrom_protocols::{Context, Page, PageRequest};
use ogrom_protocols_fashion::{CollageQuery, CollageReader, LikeReader, ProductReader, UserReader};
use ogrom_protocols_fashion_model::{Collage, CollageId, Product, ProductId, User};
use ogrom_protocols_model::UserId;

/// Loads collages with their products and owners.
#[derive(Clone)]
pub struct CollageLoader {
    /// Where collages are.
    pub collages: Arc<dyn CollageReader>,
    /// Where their products are.
    pub products: Arc<dyn ProductReader>,
    /// Where their owners are.
    pub users: Arc<dyn UserReader>,
    /// Where the likes of the caller are.
    pub likes: Arc<dyn LikeReader>,
}

/// A collage with what it shows of others.
#[derive(Debug, Clone)]
pub struct Assembled {
    /// The collage.
    pub collage: Collage,
    /// Its products that are there.
    pub products: HashMap<ProductId, Arc<Product>>,
    /// Its owner, if they are there.
    pub owner: Option<User>,
    /// Whether the caller likes it; absent where nobody knows who asks.
    pub liked: Option<bool>,
}

// === impl CollageLoader ===

impl CollageLoader {
    /// One collage.
    pub(crate) async fn one(&self, ctx: &Context, id: &CollageId) -> Result<Option<Assembled>> {
        match self.collages.collage_by_id(ctx, id).await.map_err(fault)? {
            Some(collage) => Ok(Some(self.assemble_one(ctx, collage).await?)),
            None => Ok(None),
        }
    }

    /// The collages of these identifiers that are there.
    pub(crate) async fn all(&self, ctx: &Context, ids: &[CollageId]) -> Result<Vec<Assembled>> {
        let collages = self.collages.collages_by_ids(ctx, ids).await.map_err(fault)?;
        self.assemble(ctx, collages).await
    }

    /// A page of collages; malformed where the source refuses the cursor.
    pub(crate) async fn page(
        &self,
        ctx: &Context,
        query: &CollageQuery,
        page: &PageRequest,
    ) -> Result<Existence<Page<Assembled>>> {
        Ok(match existence(self.collages.collages(ctx, query, page).await)? {
            Existence::Found(Page { items, next }) => {
                Existence::Found(Page { items: self.assemble(ctx, items).await?, next })
            }
            Existence::Malformed(errors) => Existence::Malformed(errors),
            _ => Existence::Missing,
        })
    }

    /// Adds to a collage what it shows.
    pub(crate) async fn assemble_one(&self, ctx: &Context, collage: Collage) -> Result<Assembled> {
        let assembled = self.assemble(ctx, vec![collage]).await?.pop();
        assembled.ok_or_else(|| Fault::internal("a collage was lost while it was assembled"))
    }

    /// Adds to collages what they show: one call for all products, one for all owners, and one for all likes of the caller.
    pub(crate) async fn assemble(&self, ctx: &Context, collages: Vec<Collage>) -> Result<Vec<Assembled>> {
        let wanted: BTreeSet<ProductId> =
            collages.iter().flat_map(|collage| &collage.items).map(|item| item.product.clone()).collect();
        let products = self.products(ctx, wanted).await?;
        let liked = self.liked(ctx, &collages).await?;
        let owners: BTreeSet<UserId> = collages.iter().map(|collage| collage.owner.clone()).collect();
        let owners: Vec<_> = owners.into_iter().collect();
        let owners = self.users.users_by_ids(ctx, &owners).await.map_err(fault)?;
        let owners: HashMap<_, _> = owners.into_iter().map(|owner| (owner.id.clone(), owner)).collect();
        let assembled = |collage: Collage| {
            let own = collage.items.iter().filter_map(|item| products.get_key_value(&item.product));
            let products = own.map(|(id, product)| (id.clone(), Arc::clone(product))).collect();
            let owner = owners.get(&collage.owner).cloned();
            let liked = liked.as_ref().map(|liked| liked.contains(&collage.id));
            Assembled { collage, products, owner, liked }
        };
        Ok(collages.into_iter().map(assembled).collect())
    }

    /// Which of these collages the caller likes; absent where nobody knows who asks.
    async fn liked(&self, ctx: &Context, collages: &[Collage]) -> Result<Option<HashSet<CollageId>>> {
        let Some(caller) = &ctx.principal else { return Ok(None) };
        if collages.is_empty() {
            return Ok(Some(HashSet::new()));
        }
        let ids: Vec<_> = collages.iter().map(|collage| collage.id.clone()).collect();
        let likes = self.likes.likes_among(ctx, &caller.user, &ids).await.map_err(fault)?;
        Ok(Some(likes.into_iter().map(|like| like.collage).collect()))
    }

    /// The products of these identifiers that are there.
    pub(crate) async fn products(
        &self,
        ctx: &Context,
        wanted: BTreeSet<ProductId>,
    ) -> Result<HashMap<ProductId, Arc<Product>>> {
        if wanted.is_empty() {
            return Ok(HashMap::new());
        }
        let wanted: Vec<_> = wanted.into_iter().collect();
        let found = self.products.products_by_ids(ctx, &wanted).await.map_err(fault)?;
        Ok(found.into_iter().map(|product| (product.id.clone(), Arc::new(product))).collect())
    }
}

impl fmt::Debug for CollageLoader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CollageLoader")
    }
}

// === impl Assembled ===

impl Assembled {
    /// When anything of it last changed, in milliseconds.
    pub(crate) fn modified(&self) -> i64 {
        let others = self.products.values().map(|product| product.modified);
        let owner = self.owner.as_ref().map(|owner| owner.modified);
        others.chain(owner).fold(self.collage.modified, Ord::max).as_millis()
    }
}
