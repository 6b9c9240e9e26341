//! Collages together with what they show of others, in a fixed number of source calls.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    fmt,
    sync::Arc,
};

use ogrom_core::source::{existence, fault};
use ogrom_core_resource::{Cx, Existence, Fault, Result};
use ogrom_protocols::{Context, Page, PageRequest};
use ogrom_protocols_fashion::{CollageQuery, CollageReader, LikeReader, ProductReader, UserReader};
use ogrom_protocols_fashion_model::{Collage, CollageId, Product, ProductId, User};
use ogrom_protocols_model::UserId;

use crate::comment::AuthoredComment;

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

/// Gone where a collage that does not exist was deleted, and else `missing`.
pub(crate) async fn gone_or<E>(
    missing: Existence<E>,
    collages: &dyn CollageReader,
    ctx: &Context,
    id: &CollageId,
) -> Result<Existence<E>> {
    let gone = collages.collage_is_gone(ctx, id).await.map_err(fault)?;
    Ok(if gone { Existence::Gone } else { missing })
}

/// The parts of others that a response shows. What it does not show is not loaded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parts {
    products: bool,
    owner: bool,
    liked: bool,
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
    /// Its products and comments in full.
    pub expanded: Expanded,
}

/// The products and comments that a collage shows in full, where the client asks for them.
#[derive(Debug, Clone, Default)]
pub struct Expanded {
    /// Whether it shows its products.
    pub products: bool,
    /// The newest comments on it.
    pub comments: Option<Page<AuthoredComment>>,
}

// === impl CollageLoader ===

impl CollageLoader {
    /// One collage.
    pub(crate) async fn one(
        &self,
        ctx: &Context,
        id: &CollageId,
        parts: Parts,
    ) -> Result<Existence<Assembled>> {
        match self.collages.collage_by_id(ctx, id).await.map_err(fault)? {
            Some(collage) => Ok(Existence::Found(self.assemble_one(ctx, collage, parts).await?)),
            None => gone_or(Existence::Missing, &*self.collages, ctx, id).await,
        }
    }

    /// The collages of these identifiers that are there.
    pub(crate) async fn all(&self, ctx: &Context, ids: &[CollageId], parts: Parts) -> Result<Vec<Assembled>> {
        let collages = self.collages.collages_by_ids(ctx, ids).await.map_err(fault)?;
        self.assemble(ctx, collages, parts).await
    }

    /// A page of collages; malformed where the source refuses the cursor.
    pub(crate) async fn page(
        &self,
        ctx: &Context,
        query: &CollageQuery,
        page: &PageRequest,
        parts: Parts,
    ) -> Result<Existence<Page<Assembled>>> {
        Ok(match existence(self.collages.collages(ctx, query, page).await)? {
            Existence::Found(Page { items, next, prev }) => {
                Existence::Found(Page { items: self.assemble(ctx, items, parts).await?, next, prev })
            }
            Existence::Malformed(errors) => Existence::Malformed(errors),
            _ => Existence::Missing,
        })
    }

    /// Adds to a collage what it shows.
    pub(crate) async fn assemble_one(
        &self,
        ctx: &Context,
        collage: Collage,
        parts: Parts,
    ) -> Result<Assembled> {
        let assembled = self.assemble(ctx, vec![collage], parts).await?.pop();
        assembled.ok_or_else(|| Fault::internal("a collage was lost while it was assembled"))
    }

    /// Adds to collages what they show: one call for all products, one for all owners, and one for all likes of the caller.
    pub(crate) async fn assemble(
        &self,
        ctx: &Context,
        collages: Vec<Collage>,
        parts: Parts,
    ) -> Result<Vec<Assembled>> {
        let wanted = collages.iter().filter(|_| parts.products).flat_map(|collage| &collage.items);
        let products = self.products(ctx, wanted.map(|item| item.product.clone()).collect()).await?;
        let liked = if parts.liked { self.liked(ctx, &collages).await? } else { None };
        let owners = if parts.owner { self.owners(ctx, &collages).await? } else { HashMap::new() };
        let assembled = |collage: Collage| {
            let own = collage.items.iter().filter_map(|item| products.get_key_value(&item.product));
            let products = own.map(|(id, product)| (id.clone(), Arc::clone(product))).collect();
            let owner = owners.get(&collage.owner).cloned();
            let liked = liked.as_ref().map(|liked| liked.contains(&collage.id));
            Assembled { collage, products, owner, liked, expanded: Expanded::default() }
        };
        Ok(collages.into_iter().map(assembled).collect())
    }

    /// The owners of these collages, if they are there.
    async fn owners(&self, ctx: &Context, collages: &[Collage]) -> Result<HashMap<UserId, User>> {
        let wanted: BTreeSet<UserId> = collages.iter().map(|collage| collage.owner.clone()).collect();
        let wanted: Vec<_> = wanted.into_iter().collect();
        let owners = self.users.users_by_ids(ctx, &wanted).await.map_err(fault)?;
        Ok(owners.into_iter().map(|owner| (owner.id.clone(), owner)).collect())
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

// === impl Parts ===

impl Parts {
    /// Those that the response to a request shows.
    pub(crate) fn shown(cx: &Cx) -> Self {
        Self {
            products: cx.shows("items") || cx.shows("products"),
            owner: cx.shows("owner"),
            liked: cx.shows("likedByMe"),
        }
    }
}

// === impl Assembled ===

impl Assembled {
    /// Its products that are there, each once, in the order of its items.
    pub(crate) fn own_products<'a, T>(&'a self, show: impl Fn(&'a Product) -> T) -> Vec<T> {
        let mut shown = HashSet::new();
        let ids = self.collage.items.iter().map(|item| &item.product).filter(|id| shown.insert(*id));
        ids.filter_map(|id| self.products.get(id)).map(|product| show(product)).collect()
    }

    /// When anything of it last changed, in milliseconds.
    pub(crate) fn modified(&self) -> i64 {
        let others = self.products.values().map(|product| product.modified);
        let owner = self.owner.as_ref().map(|owner| owner.modified);
        others.chain(owner).fold(self.collage.modified, Ord::max).as_millis()
    }
}
