//! Nothing is wrong here: the control.

use ogrom_core_resource::{Access, Cx, Endpoint, Existence, Get, NoParameters, Resource, Result};

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

impl Get for Silent {
    type View = String;

    async fn get(&self, _: &Cx, _: &()) -> Result<String> {
        Ok(String::new())
    }
}

fn main() {
    let _ = Endpoint::of(Silent).get();
}
