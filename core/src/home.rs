//! The root of a service, which leads to the API.

use std::marker::PhantomData;

use ogrom_core_path::LinkTo;
use ogrom_core_resource::{Access, Cx, Endpoint, Existence, Resource, Result, Singleton, Validators};

use crate::permission;

/// Redirects to a resource, such as the list of locales; 404 where it is not mounted.
pub fn home<Target: Resource<Path = ()>>() -> Endpoint {
    Endpoint::of(HomeResource::<Target>(PhantomData)).get().into()
}

/// See [`home`].
#[derive(Debug)]
pub struct HomeResource<Target>(PhantomData<fn() -> Target>);

// === impl HomeResource ===

impl<Target: Resource<Path = ()>> Singleton for HomeResource<Target> {
    type View = ();

    fn links() -> Vec<LinkTo> {
        vec![LinkTo::of::<Target>()]
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::require_write(cx))
    }

    async fn exists(&self, cx: &Cx) -> Result<Existence<()>> {
        // For now, since a later version of the API will have another list.
        Ok(cx.link_to::<Target>(&()).map_or(Existence::Missing, Existence::MovedTemporarily))
    }

    fn validators(&self) -> Validators {
        Validators::NONE
    }

    async fn view(&self, _: &Cx) -> Result<()> {
        Ok(())
    }
}
