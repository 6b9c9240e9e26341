//! Products: the list, each one, and the feed of all.

use std::sync::Arc;

use http::{HeaderMap, HeaderValue, header};
use ogrom_core_path::{LinkTo, path};
use ogrom_core_resource::{Access, Cx, Endpoint, Existence, Get, NoParameters, Resource, Result, Validators};
use ogrom_protocols::{Page, ProductReader};
use ogrom_protocols_model::{Product, ProductId};

use crate::{
    access,
    collage::CollagesResource,
    facts::{context, locale},
    page::{self, PageView},
    source::{existence, fault},
};

mod feed;
mod representation;
#[cfg(test)]
mod tests;

pub use feed::{FeedResource, feed};
pub(crate) use representation::ProductBrief;
pub use representation::{ProductView, ProductsQuery};

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
    pub struct ProductPath { product: ProductId }
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

// === impl ProductsResource ===

impl Resource for ProductsResource {
    type Path = ();
    type Parameters = ProductsQuery;
    type Entity = Page<Product>;

    fn links() -> Vec<LinkTo> {
        ProductResource::links().into_iter().chain([LinkTo::of::<ProductResource>()]).collect()
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(access::known_to_write(cx))
    }

    async fn exists(&self, cx: &Cx, (): &(), query: &ProductsQuery) -> Result<Existence<Page<Product>>> {
        let page = page::request(query.limit, query.cursor.as_ref());
        existence(self.products.products(&context(cx), &query.for_locale(locale(cx)), &page).await)
    }

    fn validators(&self, _: &Page<Product>) -> Validators {
        Validators::OF_CONTENT
    }
}

impl Get for ProductsResource {
    type View = PageView<ProductView>;

    async fn get(&self, cx: &Cx, page: &Page<Product>) -> Result<Self::View> {
        Ok(page::view(page, |product| ProductView::of(product, cx)))
    }

    fn describe(&self, cx: &Cx, page: &Page<Product>, headers: &mut HeaderMap) {
        page::describe(cx, page, headers);
    }
}

// === impl ProductResource ===

impl Resource for ProductResource {
    type Path = ProductPath;
    type Parameters = NoParameters;
    type Entity = Product;

    fn links() -> Vec<LinkTo> {
        vec![LinkTo::of::<CollagesResource>()]
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(access::known_to_write(cx))
    }

    async fn exists(&self, cx: &Cx, path: &ProductPath, _: &NoParameters) -> Result<Existence<Product>> {
        Ok(self.products.product_by_id(&context(cx), &path.product).await.map_err(fault)?.into())
    }

    fn validators(&self, product: &Product) -> Validators {
        Validators::version(product.version).modified(product.modified.as_millis())
    }
}

impl Get for ProductResource {
    type View = ProductView;

    async fn get(&self, cx: &Cx, product: &Product) -> Result<ProductView> {
        Ok(ProductView::of(product, cx))
    }

    fn describe(&self, cx: &Cx, product: &Product, headers: &mut HeaderMap) {
        let chosen = product
            .texts
            .choose(locale(cx))
            .and_then(|(language, _)| HeaderValue::from_str(language.as_str()).ok());
        headers.extend(chosen.map(|language| (header::CONTENT_LANGUAGE, language)));
    }
}
