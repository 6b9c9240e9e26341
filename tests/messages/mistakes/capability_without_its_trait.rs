//! An endpoint is declared with a method that its resource does not have.

use ogrom_core_resource::{Access, Cx, Endpoint, Existence, NoParameters, Resource, Result};

struct Silent;

impl Resource for Silent {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = ();

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    async fn exists(&self, _: &Cx, _: &(), _: &NoParameters) -> Result<Existence<()>> {
        Ok(Existence::Found(()))
    }
}

fn main() {
    let _ = Endpoint::of(Silent).get();
}
