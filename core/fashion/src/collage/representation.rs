//! Collages on the wire.

mod query;

use ogrom_core::{
    named,
    page::{self, PageView},
    text,
    time::rfc3339,
};
use ogrom_core_resource::{Cx, Invalid};
use ogrom_protocols_fashion_model::{Collage, CollageDraft, CollageId, CollageItem, MeanRating, ProductId};
use ogrom_protocols_model::InvalidId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::query::{CollageSort, CollagesQuery};
use super::{Assembled, CollagePath, CollageResource};
use crate::{
    comment::{CollageCommentsResource, CommentView},
    like::CollageLikesResource,
    product::{ProductBrief, ProductView},
    user::UserBrief,
};

/// A collage with its owner and the texts and prices of its products in the locale.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Collage")]
#[schemars(extend("examples" = [{
    "id": "market-morning",
    "owner": {"id": "lena", "name": "Lena Vogt", "link": "{base}/users/lena"},
    "title": "Market morning",
    "items": [{
        "product": {"id": "linen-tank", "name": "Linen tank", "link": "{base}/products/linen-tank"},
        "x": 0.4, "y": 0.5, "size": 0.3, "rotation": 12.5, "layer": 1
    }],
    "likes": 7,
    "likedByMe": true,
    "commentCount": 12,
    "rating": 4.33,
    "version": 2,
    "created": "2026-05-01T08:00:00.000Z",
    "modified": "2026-05-02T09:30:00.000Z",
    "links": {"self": "{base}/collages/market-morning", "comments": "{base}/collages/market-morning/comments", "likes": "{base}/collages/market-morning/likes"}
}]))]
pub struct CollageView {
    /// Its identifier.
    #[schemars(length(max = 64))]
    id: String,
    owner: UserBrief,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = Collage::TITLE.most()))]
    title: Option<String>,
    /// Its description.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = Collage::DESCRIPTION.most()))]
    description: Option<String>,
    /// Its products and their places, in the owner's order.
    #[schemars(length(max = Collage::MOST_ITEMS))]
    items: Vec<ItemView>,
    /// The number of users who like it.
    likes: u64,
    /// Whether the user of the token likes it; absent without a token.
    #[serde(skip_serializing_if = "Option::is_none")]
    liked_by_me: Option<bool>,
    /// The number of comments on it.
    comment_count: u64,
    /// The mean of the ratings in its comments, rounded to two decimals; absent if no comment has a rating.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1.0, max = 5.0))]
    rating: Option<f64>,
    /// The number of the last edit. A like or a comment is not an edit.
    version: u64,
    /// The time of its creation (RFC 3339).
    #[schemars(extend("format" = "date-time"))]
    created: String,
    /// The time of the last change, a like or a comment included (RFC 3339).
    #[schemars(extend("format" = "date-time"))]
    modified: String,
    /// Its products in full, each once; only with `expand=products`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = Collage::MOST_ITEMS))]
    products: Option<Vec<ProductView>>,
    /// The newest comments on it, the first page of `links.comments`; only with `expand=comments`.
    #[serde(skip_serializing_if = "Option::is_none")]
    comments: Option<PageView<CommentView>>,
    links: CollageLinks,
}

/// A product's place on the canvas, a square of side 1 with its origin at the top left.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CollageItem")]
pub(super) struct ItemView {
    product: ProductBrief,
    /// The centre's distance from the left edge; the canvas is 1 wide.
    x: f64,
    /// The centre's distance from the top edge; the canvas is 1 high.
    y: f64,
    /// The width, as a part of the canvas.
    size: f64,
    /// The clockwise rotation in degrees.
    rotation: f64,
    /// The layer; higher layers cover lower ones.
    layer: i32,
}

/// Links from a collage.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CollageLinks {
    /// This resource.
    #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri-reference"))]
    itself: Option<String>,
    /// The comments on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri-reference"))]
    comments: Option<String>,
    /// The likes of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri-reference"))]
    likes: Option<String>,
}

/// A collage as its owner writes it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{
    "title": "Market morning",
    "items": [{"product": "linen-tank", "x": 0.4, "y": 0.5, "size": 0.3, "rotation": 12.5, "layer": 1}]
}]))]
pub struct CollageBody {
    /// Its identifier, of letters, digits, `-`, `.`, `_` and `~`. Optional when creating (a random one is assigned); it
    /// cannot be changed.
    #[schemars(length(min = 1, max = 64), extend("format" = "identifier"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// Its title: one line, not blank, without control characters.
    #[schemars(length(min = 1, max = Collage::TITLE.most()), extend("format" = "line"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// Its description; not blank.
    #[schemars(length(min = 1, max = Collage::DESCRIPTION.most()), extend("format" = "text"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    /// Its products and their places.
    #[schemars(length(max = Collage::MOST_ITEMS))]
    items: Vec<ItemBody>,
}

/// A product and its place on the canvas, a square of side 1 with its origin at the top left.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CollageItemBody")]
pub(super) struct ItemBody {
    /// The product's identifier, or an object that has it as `id`, such as a product.
    #[schemars(length(min = 1, max = 64), extend("format" = "identifier"))]
    product: String,
    /// The centre's distance from the left edge; the canvas is 1 wide.
    #[schemars(range(min = 0.0, max = 1.0))]
    x: f64,
    /// The centre's distance from the top edge; the canvas is 1 high.
    #[schemars(range(min = 0.0, max = 1.0))]
    y: f64,
    /// The width, as a part of the canvas.
    #[schemars(range(max = 1.0), extend("exclusiveMinimum" = 0.0))]
    size: f64,
    /// The clockwise rotation in degrees.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("exclusiveMinimum" = -360.0, "exclusiveMaximum" = 360.0, "default" = 0.0))]
    rotation: Option<f64>,
    /// The layer; higher layers cover lower ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = 0))]
    layer: Option<i32>,
}

/// How much of a collage.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CollageParameters {
    /// The things to show in full: one value, or several with commas between them.
    #[schemars(length(max = 10))]
    expand: Vec<CollageExpansion>,
}

/// A thing that a collage can show in full.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum CollageExpansion {
    /// Its products.
    Products,
    /// The newest comments on it, with their authors.
    Comments,
}

/// The path of the list of collages that contain a product. Identifiers need no encoding.
pub(crate) fn containing(collages: &str, product: &ProductId) -> String {
    format!("{collages}?product={product}")
}

// === impl CollageView ===

impl CollageView {
    pub(crate) fn of(assembled: &Assembled, cx: &Cx) -> Self {
        let Assembled { collage, products, owner, liked, expanded } = assembled;
        let item = |item: &CollageItem| ItemView {
            product: ProductBrief::of(&item.product, products.get(&item.product).map(AsRef::as_ref), cx),
            x: item.x,
            y: item.y,
            size: item.size,
            rotation: item.rotation,
            layer: item.layer,
        };
        let path = CollagePath { collage: collage.id.clone() };
        Self {
            id: collage.id.to_string(),
            owner: UserBrief::of(&collage.owner, owner.as_ref(), cx),
            title: collage.title.clone(),
            description: collage.description.clone(),
            items: collage.items.iter().map(item).collect(),
            likes: collage.likes,
            liked_by_me: *liked,
            comment_count: collage.comments,
            rating: collage.rating.map(MeanRating::stars),
            version: collage.version.get(),
            created: rfc3339(collage.created),
            modified: rfc3339(collage.modified),
            products: expanded
                .products
                .then(|| assembled.own_products(|product| ProductView::of(product, cx))),
            comments: expanded
                .comments
                .as_ref()
                .map(|comments| page::view(comments, |comment| CommentView::of(comment, cx))),
            links: CollageLinks {
                itself: cx.link_to::<CollageResource>(&path),
                comments: cx.link_to::<CollageCommentsResource>(&path),
                likes: cx.link_to::<CollageLikesResource>(&path),
            },
        }
    }
}

// === impl CollageBody ===

impl CollageBody {
    /// The body that would leave the collage as it is.
    pub(super) fn of(collage: &Collage) -> Self {
        let item = |item: &CollageItem| ItemBody {
            product: item.product.to_string(),
            x: item.x,
            y: item.y,
            size: item.size,
            rotation: Some(item.rotation),
            layer: Some(item.layer),
        };
        Self {
            id: None,
            title: collage.title.clone(),
            description: collage.description.clone(),
            items: collage.items.iter().map(item).collect(),
        }
    }

    /// The identifier that it names, as written.
    pub(super) fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The faults beyond its schema, as a new collage, or as the new content of `before`.
    pub(super) fn faults(&self, before: Option<&CollageId>) -> Vec<Invalid> {
        let id = named::fault(self.id(), before);
        let title = text::fault("/title", self.title.as_deref(), Collage::TITLE);
        let description = text::fault("/description", self.description.as_deref(), Collage::DESCRIPTION);
        id.into_iter().chain(title).chain(description).collect()
    }

    /// The identifiers of its products, as written.
    pub(super) fn products(&self) -> impl Iterator<Item = &str> {
        self.items.iter().map(|item| item.product.as_str())
    }

    /// The draft that it stands for. Fails only where a product's identifier is none.
    pub(super) fn draft(self) -> Result<CollageDraft, InvalidId> {
        let item = |item: ItemBody| {
            let ItemBody { product, x, y, size, rotation, layer } = item;
            let (rotation, layer) = (rotation.unwrap_or_default(), layer.unwrap_or_default());
            Ok(CollageItem { product: product.parse()?, x, y, size, rotation, layer })
        };
        let items = self.items.into_iter().map(item).collect::<Result<_, InvalidId>>()?;
        Ok(CollageDraft { title: self.title, description: self.description, items })
    }
}

// === impl CollageParameters ===

impl CollageParameters {
    /// Whether the client asks for this.
    pub(super) fn expand(&self, expansion: CollageExpansion) -> bool {
        self.expand.contains(&expansion)
    }
}
