//! The page for developers of clients: a guide, and all operations to read and to try.
//!
//! `server/docs` holds its parts, whose README says why they are our own. The page is whole without JavaScript, but for the operations,
//! which its scripts show from the document. Nothing comes from elsewhere, and the policy permits nothing else: scripts and styles
//! are files, so that none must be allowed within the page.

mod files;
mod guide;
mod token;

use std::{fmt, marker::PhantomData};

use http::{HeaderMap, HeaderValue, header};
use ogrom_core::problem::ProblemsResource;
use ogrom_core_openapi::DocumentResource;
use ogrom_core_path::LinkTo;
use ogrom_core_resource::{Access, Caching, Cx, Endpoint, Format, Result, Singleton};

pub use self::{
    files::{files, modules},
    guide::{Change, Guide},
    token::{DevelopmentToken, development_token},
};

/// See [`page`].
pub struct DocsResource<G> {
    token: Option<&'static str>,
    guide: PhantomData<fn() -> G>,
}

/// The page may load only files beside it, and send requests only to this service.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
     connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// The page with this guide. `token` is the name below it at which [`development_token`] is mounted, if it
/// is.
pub fn page<G: Guide>(token: Option<&'static str>) -> Endpoint {
    let resource = DocsResource::<G> { token, guide: PhantomData };
    Endpoint::from(Endpoint::of(resource).get()).cached(Caching::Revalidate)
}

// === impl DocsResource ===

impl<G: Guide> Singleton for DocsResource<G> {
    type View = String;

    fn links() -> Vec<LinkTo> {
        let mut links = vec![LinkTo::of::<DocumentResource>(), LinkTo::of::<ProblemsResource>()];
        links.extend(G::links());
        links
    }

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    fn formats(&self) -> &[Format] {
        const { &[Format::HTML] }
    }

    async fn view(&self, cx: &Cx) -> Result<String> {
        Ok(guide::page::<G>(cx, self.token))
    }

    fn describe(&self, headers: &mut HeaderMap) {
        headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    }
}

impl<G> fmt::Debug for DocsResource<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DocsResource")
    }
}
