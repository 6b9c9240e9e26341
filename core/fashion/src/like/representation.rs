//! Likes on the wire.

use ogrom_core::time::rfc3339;
use ogrom_core_resource::Cx;
use ogrom_protocols_fashion_model::Like;
use schemars::JsonSchema;
use serde::Serialize;

use super::{LikePath, LikeResource};
use crate::{
    collage::{CollagePath, CollageResource},
    user::{UserPath, UserResource},
};

/// One user's liking of one collage.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Like")]
#[schemars(extend("examples" = [{
    "collage": "market-morning",
    "user": "lena",
    "created": "2026-05-02T09:30:00.000Z",
    "links": {
        "self": "/en-GB/collages/market-morning/likes/lena",
        "collage": "/en-GB/collages/market-morning",
        "user": "/en-GB/users/lena"
    }
}]))]
pub struct LikeView {
    /// The collage's identifier.
    collage: String,
    /// The user's identifier.
    user: String,
    /// Since when, by RFC 3339.
    created: String,
    links: LikeLinks,
}

/// What a liking leads to.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct LikeLinks {
    #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
    itself: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    collage: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<String>,
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
