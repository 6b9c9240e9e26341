//! Entry points on the wire.

use schemars::JsonSchema;
use serde::Serialize;

/// Where to begin.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Index")]
#[schemars(extend("examples" = [{"locale": "en-GB", "links": {"products": "/en-GB/products", "comments": "/en-GB/comments"}}]))]
pub struct IndexView {
    /// The locale that all of it is in.
    pub(super) locale: String,
    /// Paths to the lists.
    pub(super) links: Entries,
}

/// Paths to the lists.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Entries {
    /// Products.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) products: Option<String>,
    /// All products at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) product_feed: Option<String>,
    /// Collages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) collages: Option<String>,
    /// Comments in the locale's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) comments: Option<String>,
}
