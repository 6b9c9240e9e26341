//! The guide for those who write clients.

use std::sync::LazyLock;

use ogrom_core::locale::LocalesResource;
use ogrom_core_fashion::index::IndexResource;
use ogrom_core_openapi::compatibility::{Addition, additions};
use ogrom_core_path::LinkTo;
use ogrom_core_resource::Cx;
use ogrom_server::docs::{Change, Guide};
use serde_json::Value;

/// The guide of this service.
#[derive(Debug)]
pub(crate) struct Shop;

/// The released documents, the oldest first, and the present one. A test compares that with the service.
const DOCUMENTS: [&str; 2] =
    [include_str!("../openapi/released/v1.json"), include_str!("../openapi/v1.json")];

static CHANGES: LazyLock<Vec<Change>> = LazyLock::new(|| {
    let documents = DOCUMENTS.map(|text| serde_json::from_str(text).unwrap_or_default());
    changes(&documents)
});

/// The changes between each document and the next one, the newest first.
fn changes(documents: &[Value]) -> Vec<Change> {
    let changes = documents.windows(2).rev().map(|pair| {
        let version = pair[0]["info"]["version"].as_str().unwrap_or_default();
        let told = |Addition { place, what, .. }: Addition| (place, what);
        let additions = additions(&pair[0], &pair[1]).into_iter().map(told).collect();
        Change { title: format!("Since version {version}"), additions }
    });
    changes.filter(|change| !change.additions.is_empty()).collect()
}

// === impl Shop ===

impl Guide for Shop {
    const NAME: &'static str = "Ogrom";
    const ABOUT: &'static str = "The API of a fashion community: products, collages that users compose of them, comments, likes and users.";
    const HTML: &'static str = include_str!("../docs/guide.html");

    fn changes() -> &'static [Change] {
        &CHANGES
    }

    fn links() -> Vec<LinkTo> {
        vec![LinkTo::of::<LocalesResource<IndexResource>>()]
    }

    fn linked(cx: &Cx) -> Vec<(&'static str, Option<String>)> {
        vec![("LOCALES", cx.link_to::<LocalesResource<IndexResource>>(&()))]
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_changes_are_those_since_each_released_document() {
        let document = |version: &str, paths: Value| json!({"info": {"version": version}, "paths": paths});
        let get = json!({"get": {"summary": "Get it", "responses": {}}});
        let all = [
            document("1.0.0", json!({})),
            document("1.1.0", json!({"/a": get})),
            document("1.1.1", json!({"/a": get})),
            document("1.2.0", json!({"/a": get, "/b": get})),
        ];
        let told: Vec<_> = changes(&all).into_iter().map(|change| (change.title, change.additions)).collect();
        let added = |path: &str| vec![(format!("GET {path}"), "new operation. Get it".to_owned())];
        assert_eq!(
            told,
            [
                ("Since version 1.1.1".to_owned(), added("/b")),
                ("Since version 1.0.0".to_owned(), added("/a"))
            ]
        );
    }

    /// The page would show no changes if a document could not be read.
    #[test]
    fn every_document_is_read() {
        for text in DOCUMENTS {
            let document: Value = serde_json::from_str(text).unwrap();
            assert!(document["paths"].as_object().is_some_and(|paths| paths.len() > 10));
        }
    }
}
