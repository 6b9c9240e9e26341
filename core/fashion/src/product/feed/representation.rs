//! Changes of products on the wire.

use ogrom_core_resource::Cx;
use ogrom_protocols_fashion::ProductChange;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::product::ProductView;

/// Which changes.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductChangesQuery {
    /// Only changes after this one: the `cursor` of the last change that was received. Without it, all products.
    #[schemars(extend("format" = "cursor"))]
    pub(super) since: Option<String>,
    /// The most changes in the response; without it, all.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub(super) limit: Option<u32>,
    /// Whether to include the texts in all languages and the prices in all countries.
    pub(super) complete: bool,
}

/// The last change of a product.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ProductChange")]
#[schemars(extend("examples" = [{
    "cursor": "AZ8kVw1mS0ruAAAAAAAAAAdsaW5lbi10YW5r",
    "id": "linen-tank",
    "removed": false,
    "product": {
        "id": "linen-tank",
        "name": "Linen tank",
        "language": "en-GB",
        "category": "Clothing/Tops/T-shirts",
        "images": [],
        "version": 1,
        "created": "2026-04-02T10:00:00.000Z",
        "modified": "2026-04-02T10:00:00.000Z",
        "links": {"self": "{base}/products/linen-tank", "collages": "{base}/collages?product=linen-tank"}
    }
}]))]
pub struct ProductChangeView {
    /// Leads to the changes after this one, as `since`.
    cursor: String,
    /// The identifier of the product.
    #[schemars(length(max = 64))]
    id: String,
    /// Whether the product was removed.
    removed: bool,
    /// The product as it is now; absent if it was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    product: Option<ProductView>,
}

// === impl ProductChangeView ===

impl ProductChangeView {
    pub(super) fn of(ProductChange { cursor, id, product }: &ProductChange, complete: bool, cx: &Cx) -> Self {
        let show = if complete { ProductView::complete } else { ProductView::of };
        Self {
            cursor: cursor.as_str().to_owned(),
            id: id.to_string(),
            removed: product.is_none(),
            product: product.as_ref().map(|product| show(product, cx)),
        }
    }
}
