//! The service as Ogrom endpoints with a route table.

use std::sync::Arc;

use ogrom_core::mount::{Mounted, Routes};
use ogrom_core_path::{LinkTo, path};
use ogrom_core_resource::{
    Access, Cx, Endpoint, Existence, Get, NoParameters, Outcome, Post, Posted, Resource, Result, Validators,
};

use crate::{
    BoxError,
    shop::{NewProduct, Page, Paging, Product, Shop},
};

path! {
    /// The address of a product.
    pub(crate) struct Id { id: u64 }
}

struct One(Arc<Shop>);

struct All(Arc<Shop>);

pub(super) fn routes(shop: Arc<Shop>) -> std::result::Result<Mounted, BoxError> {
    let all = Endpoint::of(All(Arc::clone(&shop))).get().post();
    let one = Endpoint::of(One(shop)).get();
    Ok(Routes::new().at("/products", all.into()).at("/products/{id}", one.into()).build()?)
}

// === impl One ===

impl Resource for One {
    type Path = Id;
    type Parameters = NoParameters;
    type Entity = Arc<Product>;

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    async fn exists(&self, _: &Cx, path: &Id, _: &NoParameters) -> Result<Existence<Arc<Product>>> {
        Ok(self.0.product(path.id).cloned().into())
    }

    fn validators(&self, product: &Arc<Product>) -> Validators {
        Validators::fingerprint(product.version)
    }
}

impl Get for One {
    type View = Arc<Product>;

    async fn get(&self, _: &Cx, product: &Arc<Product>) -> Result<Arc<Product>> {
        Ok(Arc::clone(product))
    }
}

// === impl All ===

impl Resource for All {
    type Path = ();
    type Parameters = Paging;
    type Entity = Paging;

    fn links() -> Vec<LinkTo> {
        vec![LinkTo::of::<One>()]
    }

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    async fn exists(&self, _: &Cx, (): &(), paging: &Paging) -> Result<Existence<Paging>> {
        Ok(Existence::Found(*paging))
    }

    fn validators(&self, _: &Paging) -> Validators {
        Validators::FROM_CONTENT
    }
}

impl Get for All {
    type View = Page;

    async fn get(&self, _: &Cx, paging: &Paging) -> Result<Page> {
        Ok(self.0.page(*paging))
    }
}

impl Post for All {
    type Body = NewProduct;
    type Response = Arc<Product>;

    async fn post(
        &self,
        cx: &Cx,
        (): &(),
        _: Option<Paging>,
        new: NewProduct,
    ) -> Result<Outcome<Posted<Arc<Product>>>> {
        let product = self.0.add(new);
        let location = cx.link_to::<One>(&Id { id: product.id });
        let validators = Validators::fingerprint(product.version);
        Ok(Outcome::Created { location, content: Posted { view: product, validators } })
    }
}
