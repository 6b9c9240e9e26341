//! The one route table: the only place where a path of the API is written.

use std::sync::Arc;

use ogrom_core::{
    home, idempotent,
    locale::{self, LocaleGuard, LocalesResource},
    mount::{BuildErrors, Mounted, Routes},
};
use ogrom_core_fashion::{
    collage, comment,
    index::{self, IndexResource},
    like, product, user,
};
use ogrom_core_openapi::{Detail, Document, DocumentError};
use ogrom_core_resource::{Caching, Endpoint};
use ogrom_server::{Api, Operations, Services, entry_point};

use crate::{docs::Shop, document::info, sources::Sources};

/// The whole service as its clients see it.
pub fn service(sources: &Sources, services: &Services) -> Result<Mounted, BuildErrors> {
    ogrom_server::mount::<Shop>(api(sources, services))
}

/// The whole service, with what its operators see of it.
pub fn operated_service(
    sources: &Sources,
    services: &Services,
    operations: &Operations,
) -> Result<Mounted, BuildErrors> {
    ogrom_server::mount_with_operations::<Shop>(api(sources, services), operations)
}

/// The document of a service, with this much in it.
pub fn document(service: &Mounted, detail: Detail) -> Result<Document, DocumentError> {
    Document::of(&ogrom_server::described_routes(service).in_detail(detail), &info())
}

/// The API: its routes, and the words around them.
pub(crate) fn api(sources: &Sources, services: &Services) -> Api {
    let locales = Arc::clone(&services.locales);
    let guard = LocaleGuard::new(Arc::clone(&locales));
    let v1 = Routes::new()
        .at("/", entry_point(locale::locales::<IndexResource>(locales)).cached(services.caching))
        .nest_guarded("/{locale}", guard, in_one_locale(sources, services));
    let home = home::home::<LocalesResource<IndexResource>>().cached(Caching::Revalidate);
    Api { routes: Routes::new().at("/", entry_point(home)).nest("/v1", v1), info: info(), problems: &[] }
}

/// The API in one locale.
fn in_one_locale(from: &Sources, Services { clock, identities, caching, .. }: &Services) -> Routes {
    let kept = |endpoint: Endpoint| endpoint.cached(*caching);
    let (clock, identities) = (|| Arc::clone(clock), || Arc::clone(identities));
    let (collages, users) = (|| from.collages.clone(), || from.users.clone());
    let (write_collage, write_comment) = (|| from.collage_writer.clone(), || from.comment_writer.clone());
    let like = like::like(collages(), from.likes.clone(), from.like_writer.clone(), clock());
    let idempotent = |endpoint| idempotent::idempotent(endpoint, from.idempotency.clone(), clock());
    let of_collage =
        comment::collage_comments(collages(), from.comment_loader(), write_comment(), clock(), identities());
    let one_collage =
        collage::collage(from.collage_loader(), from.comment_loader(), write_collage(), clock());
    Routes::new()
        .at("/", kept(index::index()))
        .at("/products", kept(product::products(from.products.clone())))
        .at("/products/{product}", kept(product::product(from.products.clone())))
        // Not below `/products`, where any word may be the name of one.
        .at("/feeds/products", kept(product::feed(from.products.clone())))
        .at("/feeds/products/changes", kept(product::product_changes(from.products.clone())))
        .at(
            "/collages",
            kept(idempotent(collage::collages(
                from.collage_loader(),
                write_collage(),
                clock(),
                identities(),
            ))),
        )
        .at("/collages/{collage}", kept(one_collage))
        .at("/collages/{collage}/comments", kept(idempotent(of_collage)))
        .at("/collages/{collage}/likes", kept(like::collage_likes(collages(), from.likes.clone())))
        .at("/collages/{collage}/likes/{user}", kept(like))
        .at("/comments", kept(comment::comments(from.comment_loader())))
        .at("/comments/{comment}", kept(comment::comment(from.comment_loader(), write_comment(), clock())))
        .at("/me", user::me(users()))
        .at("/users", kept(user::users(users())))
        .at("/users/{user}", kept(user::user(users())))
        .at("/users/{user}/likes", kept(like::user_likes(users(), from.likes.clone())))
        .at("/users/{user}/collages", kept(user::user_collages(from.collage_loader())))
}
