//! Users on the wire.

use ogrom_core::{facts::Grant, time::rfc3339};
use ogrom_core_resource::Cx;
use ogrom_protocols::Limit;
use ogrom_protocols_fashion::CollageOrder;
use ogrom_protocols_fashion_model::User;
use ogrom_protocols_model::UserId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{MeResource, UserCollagesResource, UserPath, UserResource};
use crate::{collage::CollageSort, like::UserLikesResource};

/// A user.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "User")]
#[schemars(extend("examples" = [{
    "id": "lena",
    "name": "Lena Vogt",
    "version": 1,
    "created": "2026-01-05T09:00:00.000Z",
    "modified": "2026-01-05T09:00:00.000Z",
    "links": {"self": "{base}/users/lena", "collages": "{base}/users/lena/collages", "likes": "{base}/users/lena/likes"}
}]))]
pub struct UserView {
    /// Their identifier.
    #[schemars(length(max = 64))]
    id: String,
    /// Their display name; absent if they have none.
    #[schemars(length(max = User::NAME.most()))]
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// The number of the last edit.
    version: u64,
    /// The time when the user joined (RFC 3339).
    #[schemars(extend("format" = "date-time"))]
    created: String,
    /// The time of the last change (RFC 3339).
    #[schemars(extend("format" = "date-time"))]
    modified: String,
    links: UserLinks,
}

/// The caller: the user of the token, and what the token grants.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Me")]
#[schemars(extend("examples" = [{
    "user": {"id": "lena", "name": "Lena Vogt", "link": "{base}/users/lena"},
    "scopes": ["write"],
    "expires": "2026-12-01T12:00:00.000Z",
    "links": {"self": "{base}/me", "collages": "{base}/users/lena/collages", "likes": "{base}/users/lena/likes"}
}]))]
pub struct MeView {
    /// The user of the token.
    user: UserBrief,
    /// The scopes of the token, sorted by name. Reading needs none.
    scopes: Vec<&'static str>,
    /// The time when the token expires (RFC 3339); absent if it never does.
    #[schemars(extend("format" = "date-time"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<String>,
    links: MeLinks,
}

/// The links of the caller.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct MeLinks {
    /// This resource.
    #[schemars(extend("format" = "uri-reference"))]
    #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
    itself: Option<String>,
    /// Their collages.
    #[schemars(extend("format" = "uri-reference"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    collages: Option<String>,
    /// Their likes.
    #[schemars(extend("format" = "uri-reference"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    likes: Option<String>,
}

/// Links from a user.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct UserLinks {
    /// This resource.
    #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri-reference"))]
    itself: Option<String>,
    /// Their collages.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri-reference"))]
    collages: Option<String>,
    /// Their likes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri-reference"))]
    likes: Option<String>,
}

/// The short form of a user, inside of other resources.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "UserBrief")]
pub(crate) struct UserBrief {
    /// Their identifier.
    #[schemars(length(max = 64))]
    id: String,
    /// Their display name; absent if they have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = User::NAME.most()))]
    name: Option<String>,
    /// The user; absent if the account is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri-reference"))]
    link: Option<String>,
}

/// Which users.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct UsersQuery {
    /// Users with these ids (up to 100, unordered; unknown ids are left out). Without `id` the list is empty.
    #[schemars(length(max = 100))]
    pub(super) id: Vec<String>,
}

/// Which of a user's collages, in which order.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct UserCollagesQuery {
    /// The sort order; the default is `newest`.
    sort: Option<CollageSort>,
    /// The page size: the most items on one page.
    #[schemars(range(min = 1, max = 100), extend("default" = Limit::DEFAULT.get()))]
    pub(super) limit: Option<u8>,
    /// The `next` or `prev` of another page. Use it only with the `sort` that returned it.
    #[schemars(extend("format" = "cursor"))]
    pub(super) cursor: Option<String>,
}

// === impl UserView ===

impl UserView {
    pub(super) fn of(user: &User, cx: &Cx) -> Self {
        let path = UserPath { user: user.id.clone() };
        Self {
            id: user.id.to_string(),
            name: user.name.clone(),
            version: user.version.get(),
            created: rfc3339(user.created),
            modified: rfc3339(user.modified),
            links: UserLinks {
                itself: cx.link_to::<UserResource>(&path),
                collages: cx.link_to::<UserCollagesResource>(&path),
                likes: cx.link_to::<UserLikesResource>(&path),
            },
        }
    }
}

// === impl MeView ===

impl MeView {
    pub(super) fn of(id: &UserId, user: Option<&User>, grant: &Grant, cx: &Cx) -> Self {
        let path = user.map(|user| UserPath { user: user.id.clone() });
        Self {
            user: UserBrief::of(id, user, cx),
            scopes: grant.scopes.names().collect(),
            expires: grant.expires.map(rfc3339),
            links: MeLinks {
                itself: cx.link_to::<MeResource>(&()),
                collages: path.as_ref().and_then(|path| cx.link_to::<UserCollagesResource>(path)),
                likes: path.as_ref().and_then(|path| cx.link_to::<UserLikesResource>(path)),
            },
        }
    }
}

// === impl UserBrief ===

impl UserBrief {
    /// The short form of the user; of one that is gone, their identifier.
    pub(crate) fn of(id: &UserId, user: Option<&User>, cx: &Cx) -> Self {
        let link = |user: &User| cx.link_to::<UserResource>(&UserPath { user: user.id.clone() });
        Self { id: id.to_string(), name: user.and_then(|user| user.name.clone()), link: user.and_then(link) }
    }
}

// === impl UserCollagesQuery ===

impl UserCollagesQuery {
    pub(super) fn order(&self) -> CollageOrder {
        self.sort.unwrap_or_default().into()
    }
}
