//! Products: the list, each one, and the feed of all.

use std::sync::Arc;

use http::{HeaderMap, HeaderValue, header};
use ogrom_core::{
    facts::{context, locale},
    page::{self, PageView},
    permission,
    source::{existence, fault},
};
use ogrom_core_path::{LinkTo, path};
use ogrom_core_resource::{
    Access, Cx, Endpoint, Existence, Get, Resource, Result, Validators, describe::Documented, documented,
};
use ogrom_protocols::Page;
use ogrom_protocols_fashion::ProductReader;
use ogrom_protocols_fashion_model::{Product, ProductId};

use crate::{collage::CollagesResource, noun};

mod feed;
mod representation;
#[cfg(test)]
mod tests;

pub use feed::{
    FeedResource, ProductChangeView, ProductChangesQuery, ProductChangesResource, feed, product_changes,
};
pub(crate) use representation::ProductBrief;
pub use representation::{ProductParameters, ProductView, ProductsQuery};

/// The list of products.
pub fn products(products: Arc<dyn ProductReader>) -> Endpoint {
    Endpoint::of(ProductsResource { products }).get().into()
}

/// One product.
pub fn product(products: Arc<dyn ProductReader>) -> Endpoint {
    Endpoint::of(ProductResource { products }).get().into()
}

path! {
    /// Names one product.
    pub struct ProductPath {
        /// The product's identifier.
        #[example = "linen-tank"]
        product: ProductId,
    }
}

/// See [`products`].
#[expect(missing_debug_implementations, reason = "a source has none")]
pub struct ProductsResource {
    products: Arc<dyn ProductReader>,
}

/// See [`product`].
#[expect(missing_debug_implementations, reason = "a source has none")]
pub struct ProductResource {
    products: Arc<dyn ProductReader>,
}

/// The product that was found, and whether to show it completely.
#[derive(Debug)]
pub struct Asked<T> {
    found: T,
    complete: bool,
}

// === impl Asked ===

impl<T> Asked<T> {
    fn show(&self, product: &Product, cx: &Cx) -> ProductView {
        if self.complete { ProductView::complete(product, cx) } else { ProductView::of(product, cx) }
    }
}

// === impl ProductsResource ===

impl Resource for ProductsResource {
    type Path = ();
    type Parameters = ProductsQuery;
    type Entity = Asked<Page<Product>>;

    fn links() -> Vec<LinkTo> {
        ProductResource::links().into_iter().chain([LinkTo::of::<ProductResource>()]).collect()
    }

    fn documented() -> Documented {
        documented! {
            noun::PRODUCTS;

            /// List products
            ///
            /// By category, brand, colour, price or words, page by page, or those with some ids.
            Get "listProducts": Malformed => ProductResource["/items/0/id"];
        }
        .with_bearer_to_write()
        .tagged()
        .sending(header::LINK, page::LINK)
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::require_write(cx))
    }

    async fn exists(&self, cx: &Cx, (): &(), query: &ProductsQuery) -> Result<Existence<Self::Entity>> {
        let ctx = context(cx);
        let found = match query.ids() {
            Err(faults) => return Ok(Existence::Malformed(faults)),
            Ok(Some(ids)) => self.products.products_by_ids(&ctx, &ids).await.map(page::of_all),
            Ok(None) => {
                let page = page::request(query.limit, query.cursor.as_ref());
                self.products.products(&ctx, &query.for_locale(locale(cx)), &page).await
            }
        };
        existence(found.map(|found| Asked { found, complete: query.complete }))
    }

    fn validators(&self, _: &Self::Entity) -> Validators {
        Validators::FROM_CONTENT
    }
}

impl Get for ProductsResource {
    type View = PageView<ProductView>;

    async fn get(&self, cx: &Cx, asked: &Self::Entity) -> Result<Self::View> {
        Ok(page::view(&asked.found, |product| asked.show(product, cx)))
    }

    fn describe(&self, cx: &Cx, asked: &Self::Entity, headers: &mut HeaderMap) {
        page::describe(cx, &asked.found, headers);
    }
}

// === impl ProductResource ===

impl Resource for ProductResource {
    type Path = ProductPath;
    type Parameters = ProductParameters;
    type Entity = Asked<Product>;

    fn links() -> Vec<LinkTo> {
        vec![LinkTo::of::<CollagesResource>()]
    }

    fn documented() -> Documented {
        documented! {
            noun::PRODUCTS;

            /// Get a product
            ///
            /// With the texts and the price of the locale.
            Get "getProduct": Missing;
        }
        .with_bearer_to_write()
        .tagged()
        .dated()
        .sending(header::CONTENT_LANGUAGE, "The language of the texts.")
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::require_write(cx))
    }

    async fn exists(
        &self,
        cx: &Cx,
        path: &ProductPath,
        &ProductParameters { complete }: &ProductParameters,
    ) -> Result<Existence<Self::Entity>> {
        let found = self.products.product_by_id(&context(cx), &path.product).await.map_err(fault)?;
        Ok(found.map(|found| Asked { found, complete }).into())
    }

    fn validators(&self, Asked { found: product, .. }: &Self::Entity) -> Validators {
        Validators::FROM_CONTENT.modified(product.modified.as_millis())
    }
}

impl Get for ProductResource {
    type View = ProductView;

    async fn get(&self, cx: &Cx, asked: &Self::Entity) -> Result<ProductView> {
        Ok(asked.show(&asked.found, cx))
    }

    fn describe(&self, cx: &Cx, asked: &Self::Entity, headers: &mut HeaderMap) {
        let chosen = asked
            .found
            .texts
            .choose(locale(cx))
            .and_then(|(language, _)| HeaderValue::from_str(language.as_str()).ok());
        headers.extend(chosen.map(|language| (header::CONTENT_LANGUAGE, language)));
    }
}
