//! The guide for those who write clients.

use ogrom_core::locale::LocalesResource;
use ogrom_core_fashion::index::IndexResource;
use ogrom_core_path::LinkTo;
use ogrom_core_resource::Cx;
use ogrom_server::docs::Guide;

/// The guide of this service.
#[derive(Debug)]
pub(crate) struct Shop;

// === impl Shop ===

impl Guide for Shop {
    const NAME: &'static str = "Ogrom";
    const ABOUT: &'static str = "The API of a fashion community: products, collages that users compose of them, comments, likes and users.";
    const HTML: &'static str = include_str!("../docs/guide.html");

    fn links() -> Vec<LinkTo> {
        vec![LinkTo::of::<LocalesResource<IndexResource>>()]
    }

    fn linked(cx: &Cx) -> Vec<(&'static str, Option<String>)> {
        vec![("LOCALES", cx.link_to::<LocalesResource<IndexResource>>(&()))]
    }
}
