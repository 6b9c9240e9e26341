//! Users on the wire.

use ogrom_core::time::rfc3339;
use ogrom_core_resource::Cx;
use ogrom_protocols::Limit;
use ogrom_protocols_fashion::CollageOrder;
use ogrom_protocols_fashion_model::User;
use ogrom_protocols_model::UserId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{UserCollagesResource, UserPath, UserResource};
use crate::collage::CollageSort;

/// A user.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "User")]
#[schemars(extend("examples" = [{
    "id": "lena",
    "name": "Lena Vogt",
    "version": 1,
    "created": "2026-01-05T09:00:00.000Z",
    "modified": "2026-01-05T09:00:00.000Z",
    "links": {"self": "/en-GB/users/lena", "collages": "/en-GB/users/lena/collages"}
}]))]
pub struct UserView {
    id: String,
    /// The name that they show; absent where they show none.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// Counts the edits.
    version: u64,
    /// When they joined, by RFC 3339.
    created: String,
    /// When anything of them last changed, by RFC 3339.
    modified: String,
    links: UserLinks,
}

/// What a user leads to.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct UserLinks {
    #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
    itself: Option<String>,
    /// Their collages.
    #[serde(skip_serializing_if = "Option::is_none")]
    collages: Option<String>,
}

/// What other things show of a user.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "UserBrief")]
pub(crate) struct UserBrief {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
}

/// Which users.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct UsersQuery {
    /// Those of these identifiers that are there, in any order. Nobody is listed who is not asked for.
    #[schemars(length(max = 100))]
    pub(super) id: Vec<String>,
}

/// Which of a user's collages, in which order.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct UserCollagesQuery {
    /// The order.
    sort: Option<CollageSort>,
    /// How many at most.
    #[schemars(range(min = 1, max = 100), extend("default" = Limit::DEFAULT.get()))]
    pub(super) limit: Option<u8>,
    /// Where to go on: the `next` of the page before, with the same order.
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
            },
        }
    }
}

// === impl UserBrief ===

impl UserBrief {
    /// What to show of the user; of one that is gone, their identifier.
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
