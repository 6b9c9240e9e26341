//! A link is given the parameters of another resource.

use ogrom_core_resource::{Access, Cx, Existence, NoParameters, Resource, Result, path};

path! {
    pub struct ProductPath { product: u64 }
}

path! {
    pub struct UserPath { user: u64 }
}

struct Product;

impl Resource for Product {
    type Path = ProductPath;
    type Parameters = NoParameters;
    type Entity = ();

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        let _ = cx.link_to::<Product>(&UserPath { user: 1 });
        Ok(Access::Granted)
    }

    async fn exists(&self, _: &Cx, _: &ProductPath, _: &NoParameters) -> Result<Existence<()>> {
        Ok(Existence::Found(()))
    }
}

fn main() {}
