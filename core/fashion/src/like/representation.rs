//! Likes on the wire.

use ogrom_core::{named, time::rfc3339};
use ogrom_core_resource::{Cx, Invalid};
use ogrom_protocols::Limit;
use ogrom_protocols_fashion_model::{CollageId, Like};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{LikePath, LikeResource};
use crate::{
    collage::{CollagePath, CollageResource},
    user::{UserPath, UserResource},
};

/// A user's like of a collage.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Like")]
#[schemars(extend("examples" = [{
    "collage": "market-morning",
    "user": "lena",
    "created": "2026-05-02T09:30:00.000Z",
    "links": {
        "self": "{base}/collages/market-morning/likes/lena",
        "collage": "{base}/collages/market-morning",
        "user": "{base}/users/lena"
    }
}]))]
pub struct LikeView {
    /// The identifier of the collage.
    #[schemars(length(max = 64))]
    collage: String,
    /// The identifier of the user.
    #[schemars(length(max = 64))]
    user: String,
    /// The time of the like (RFC 3339).
    #[schemars(extend("format" = "date-time"))]
    created: String,
    links: LikeLinks,
}

/// Links from a like.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct LikeLinks {
    /// This resource.
    #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri-reference"))]
    itself: Option<String>,
    /// Its collage.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri-reference"))]
    collage: Option<String>,
    /// Its user.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri-reference"))]
    user: Option<String>,
}

/// Which likes of a collage.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct LikesQuery {
    /// How many at most.
    #[schemars(range(min = 1, max = 100), extend("default" = Limit::DEFAULT.get()))]
    pub(super) limit: Option<u8>,
    /// The `next` or `prev` of another page.
    #[schemars(extend("format" = "cursor"))]
    pub(super) cursor: Option<String>,
}

/// Which likes of a user.
#[derive(Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
pub struct UserLikesQuery {
    /// Those of these collages, in any order and on one page, whatever the `limit`. Goes with no `cursor`.
    #[schemars(length(max = 100))]
    collage: Vec<String>,
    /// How many at most.
    #[schemars(range(min = 1, max = 100), extend("default" = Limit::DEFAULT.get()))]
    pub(super) limit: Option<u8>,
    /// The `next` or `prev` of another page.
    #[schemars(extend("format" = "cursor"))]
    pub(super) cursor: Option<String>,
}

// === impl UserLikesQuery ===

impl UserLikesQuery {
    /// See [`named::listed`].
    pub(super) fn collages(&self) -> Result<Option<Vec<CollageId>>, Vec<Invalid>> {
        let alone = *self == Self { collage: self.collage.clone(), limit: self.limit, ..Self::default() };
        named::listed("collage", &self.collage, alone)
    }
}

// === impl LikeView ===

impl LikeView {
    pub(super) fn of(like: &Like, cx: &Cx) -> Self {
        let path = LikePath { collage: like.collage.clone(), user: like.user.clone() };
        Self {
            collage: like.collage.to_string(),
            user: like.user.to_string(),
            created: rfc3339(like.created),
            links: LikeLinks {
                collage: cx.link_to::<CollageResource>(&CollagePath { collage: path.collage.clone() }),
                user: cx.link_to::<UserResource>(&UserPath { user: path.user.clone() }),
                itself: cx.link_to::<LikeResource>(&path),
            },
        }
    }
}
