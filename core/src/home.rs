//! The root of a service, which leads to the API.

use std::marker::PhantomData;

use ogrom_core_path::LinkTo;
use ogrom_core_resource::{
    Access, Cx, Endpoint, Existence, Get, NoParameters, Resource, Result, describe::Documented,
};

use crate::permission;

/// Redirects to a resource, such as the list of locales; 404 where it is not mounted.
pub fn home<Target: Resource<Path = ()>>() -> Endpoint {
    Endpoint::of(HomeResource::<Target>(PhantomData)).get().into()
}

/// See [`home`].
#[derive(Debug)]
pub struct HomeResource<Target>(PhantomData<fn() -> Target>);

// === impl HomeResource ===

impl<Target: Resource<Path = ()>> Resource for HomeResource<Target> {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = ();

    fn links() -> Vec<LinkTo> {
        vec![LinkTo::of::<Target>()]
    }

    fn documented() -> Documented {
        Documented::hidden()
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::known_to_write(cx))
    }

    async fn exists(&self, cx: &Cx, (): &(), _: &NoParameters) -> Result<Existence<()>> {
        // For now, since a later version of the API will have another list.
        Ok(cx.link_to::<Target>(&()).map_or(Existence::Missing, Existence::MovedTemporarily))
    }
}

impl<Target: Resource<Path = ()>> Get for HomeResource<Target> {
    type View = ();

    async fn get(&self, _: &Cx, (): &()) -> Result<()> {
        Ok(())
    }
}
