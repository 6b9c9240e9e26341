//! The one route table: the only place where a path is written.

use std::sync::Arc;

use ogrom_core::{
    home,
    locale::{self, LocaleGuard, LocalesResource},
    mount::{Mounted, Routes},
    once, problem,
};
use ogrom_core_fashion::{
    collage, comment,
    index::{self, IndexResource},
    like, product, user,
};
use ogrom_core_openapi::{self as openapi, Document, DocumentError, Places, Shelf};
use ogrom_core_resource::{Caching, Endpoint};
use ogrom_core_route::BuildErrors;
use ogrom_protocols::{Clock, Identities};
use ogrom_protocols_model::Locales;

use crate::{
    docs,
    document::info,
    health::{self, Health},
    limits,
    observed::{self, Metrics, Readers},
    sources::Sources,
    trace::{self, Traces},
};

/// Where the pages of traces are.
pub const TRACES: &str = "/_trace";

/// Where the pages are that explain problems.
pub const PROBLEMS: &str = "/problems/";

/// Where the document is that describes the API.
pub const DOCUMENT: &str = "/openapi.json";

/// Where all numbers are.
pub const METRICS: &str = "/metrics";

/// What the endpoints need beside their sources.
#[derive(Clone)]
#[expect(missing_debug_implementations, reason = "a clock has none")]
pub struct Surroundings {
    /// The locales that the API is served in.
    pub locales: Arc<Locales>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Fresh identifiers.
    pub identities: Arc<dyn Identities>,
    /// How long data may be kept by whoever reads it.
    pub caching: Caching,
}

/// What only those see who operate the service.
#[derive(Debug, Clone, Default)]
pub struct Operators {
    /// How the service is.
    pub health: Health,
    /// The commit that it was built from, if that is known.
    pub commit: Option<&'static str>,
    /// All numbers, and who may read them.
    pub metrics: Option<(Metrics, Readers)>,
    /// How requests were decided.
    pub traces: Option<Arc<Traces>>,
}

/// The whole service as its clients see it.
pub fn service(sources: &Sources, around: &Surroundings) -> Result<Mounted, BuildErrors> {
    described(|shelf| table(sources, around, shelf))
}

/// The whole service, with what its operators see of it.
pub fn operated_service(
    sources: &Sources,
    around: &Surroundings,
    operators: &Operators,
) -> Result<Mounted, BuildErrors> {
    described(|shelf| {
        let Operators { health, commit, metrics, traces } = operators;
        let routes = table(sources, around, shelf)
            .at("/health/live", health::live())
            .at("/health/ready", health::ready(health.clone()))
            .at("/version", health::version(*commit));
        let routes = match metrics {
            None => routes,
            Some((metrics, readers)) => routes.at(METRICS, observed::page(metrics.clone(), readers.clone())),
        };
        match traces {
            None => routes,
            Some(traces) => routes
                .at(TRACES, trace::traces(Arc::clone(traces)))
                .at(&format!("{TRACES}/{{number}}"), trace::trace(Arc::clone(traces))),
        }
    })
}

/// The document of a service.
pub fn document(service: &Mounted) -> Result<Document, DocumentError> {
    Document::of(&places(service), &info())
}

/// What the endpoints of a service say of themselves.
fn places(service: &Mounted) -> Places {
    let table = service.table();
    let places = Places::of(table, |guard| guard.values()).guarded(table, |guard| guard.problems());
    places.behind(limits::add_refusals)
}

/// Routes, one of which shows what all of them are.
fn described(routes: impl FnOnce(Shelf) -> Routes) -> Result<Mounted, BuildErrors> {
    let shelf = Shelf::default();
    let service = routes(shelf.clone()).build()?;
    shelf.put(places(&service), info());
    Ok(service)
}

fn table(sources: &Sources, around: &Surroundings, shelf: Shelf) -> Routes {
    let locales = Arc::clone(&around.locales);
    let guard = LocaleGuard::new(Arc::clone(&locales));
    let v1 = Routes::new()
        .at("/", locale::locales::<IndexResource>(locales).cached(around.caching))
        .nest_guarded("/{locale}", guard, api(sources, around));
    let docs = docs::files()
        .fold(Routes::new().at("/", docs::page()), |docs, (name, file)| docs.at(&format!("/{name}"), file));
    Routes::new()
        .at("/", home::home::<LocalesResource<IndexResource>>().cached(Caching::Asking))
        .nest("/docs", docs)
        .at(DOCUMENT, openapi::document(shelf))
        .at(PROBLEMS, problem::problems(&[]).cached(Caching::Asking))
        .at(&format!("{PROBLEMS}{{problem}}"), problem::problem(&[]).cached(Caching::Asking))
        .nest("/v1", v1)
}

/// The API in one locale.
fn api(from: &Sources, Surroundings { clock, identities, caching, .. }: &Surroundings) -> Routes {
    let kept = |endpoint: Endpoint| endpoint.cached(*caching);
    let (clock, identities) = (|| Arc::clone(clock), || Arc::clone(identities));
    let (collages, users) = (|| from.collages.clone(), || from.users.clone());
    let (write_collage, write_comment) = (|| from.collage_writer.clone(), || from.comment_writer.clone());
    let like = like::like(collages(), from.likes.clone(), from.like_writer.clone(), clock());
    let once = |endpoint| once::once(endpoint, from.idempotency.clone(), clock());
    let of_collage =
        comment::collage_comments(collages(), from.forum(), write_comment(), clock(), identities());
    Routes::new()
        .at("/", kept(index::index()))
        .at("/products", kept(product::products(from.products.clone())))
        .at("/products/{product}", kept(product::product(from.products.clone())))
        // Not below `/products`, where any word may be the name of one.
        .at("/feeds/products", kept(product::feed(from.products.clone())))
        .at(
            "/collages",
            kept(once(collage::collages(from.gallery(), write_collage(), clock(), identities()))),
        )
        .at("/collages/{collage}", kept(collage::collage(from.gallery(), write_collage(), clock())))
        .at("/collages/{collage}/comments", kept(once(of_collage)))
        .at("/collages/{collage}/likes/{user}", kept(like))
        .at("/comments", kept(comment::comments(from.forum())))
        .at("/comments/{comment}", kept(comment::comment(from.forum(), write_comment(), clock())))
        .at("/users", kept(user::users(users())))
        .at("/users/{user}", kept(user::user(users())))
        .at("/users/{user}/collages", kept(user::user_collages(from.gallery())))
}
