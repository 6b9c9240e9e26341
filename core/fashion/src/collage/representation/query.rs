//! The parameters of the list of collages.

use ogrom_core::{me::ME, named};
use ogrom_core_resource::Invalid;
use ogrom_protocols::Limit;
use ogrom_protocols_fashion::{CollageOrder, CollageQuery};
use ogrom_protocols_fashion_model::CollageId;
use schemars::JsonSchema;
use serde::Deserialize;

/// Which collages, in which order.
#[derive(Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CollagesQuery {
    /// Only collages with these identifiers, on one page, whatever the `limit`. Goes with no filter.
    #[schemars(length(max = 100))]
    id: Vec<String>,
    /// Only collages of this user.
    owner: Option<String>,
    /// Only collages that contain this product.
    product: Option<String>,
    /// The sort order; the default is `newest`.
    sort: Option<CollageSort>,
    /// The page size: the most items on one page.
    #[schemars(range(min = 1, max = 100), extend("default" = Limit::DEFAULT.get()))]
    pub(in crate::collage) limit: Option<u8>,
    /// The `next` or `prev` of another page. Use it only with the filters and `sort` that returned it.
    #[schemars(extend("format" = "cursor"))]
    pub(in crate::collage) cursor: Option<String>,
}

/// The sort order of collages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum CollageSort {
    /// Newest first.
    #[default]
    Newest,
    /// Most liked first.
    Likes,
}

// === impl CollagesQuery ===

impl CollagesQuery {
    /// See [`named::listed`].
    pub(in crate::collage) fn ids(&self) -> Result<Option<Vec<CollageId>>, Vec<Invalid>> {
        // A list that is empty for no visible reason would help nobody.
        if self.owner.as_deref() == Some(ME) {
            let words = "is an identifier; the collages of the caller are at 'users/me/collages'";
            return Err(vec![Invalid::query("owner", "me", words)]);
        }
        let alone = Self { id: self.id.clone(), limit: self.limit, ..Self::default() };
        named::listed("id", &self.id, *self == alone)
    }

    /// The query for the source; absent where an identifier is none.
    pub(in crate::collage) fn for_source(&self) -> Option<CollageQuery> {
        let owner = self.owner.as_ref().map(|id| id.parse()).transpose().ok()?;
        let product = self.product.as_ref().map(|id| id.parse()).transpose().ok()?;
        Some(CollageQuery { owner, product, order: self.sort.unwrap_or_default().into() })
    }
}

// === impl CollageSort ===

impl From<CollageSort> for CollageOrder {
    fn from(sort: CollageSort) -> Self {
        match sort {
            CollageSort::Newest => Self::Newest,
            CollageSort::Likes => Self::MostLiked,
        }
    }
}
