//! Entry points on the wire.

use schemars::JsonSchema;
use serde::Serialize;

/// The entry points of a locale.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "EntryPoints")]
#[schemars(extend("examples" = [{"locale": "en-GB", "links": {"products": "{base}/products", "comments": "{base}/comments"}}]))]
pub struct IndexView {
    /// The tag of the locale (BCP 47).
    pub(super) locale: String,
    /// Links to the lists.
    pub(super) links: EntryPointLinks,
}

/// Links to the lists of a locale.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct EntryPointLinks {
    /// The products.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri-reference"))]
    pub(super) products: Option<String>,
    /// The export of all products.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri-reference"))]
    pub(super) product_feed: Option<String>,
    /// The collages.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri-reference"))]
    pub(super) collages: Option<String>,
    /// The newest comments in the locale's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri-reference"))]
    pub(super) comments: Option<String>,
}
