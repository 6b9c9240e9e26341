//! The caller: whose token it is, what it permits, and until when.

use std::sync::Arc;

use ogrom_core::{
    facts::{audience, context, grant, principal},
    permission,
    source::fault,
};
use ogrom_core_path::LinkTo;
use ogrom_core_resource::{
    Access, Audience, Caching, Cx, Endpoint, Result, Singleton, describe::Documented, documented,
};
use ogrom_protocols_fashion::UserReader;

use super::{UserCollagesResource, UserResource, representation::MeView};
use crate::{like::UserLikesResource, noun};

/// The caller. No cache may store the response.
pub fn me(users: Arc<dyn UserReader>) -> Endpoint {
    Endpoint::from(Endpoint::of(MeResource { users }).get()).cached(Caching::NoStore)
}

/// See [`me`].
#[expect(missing_debug_implementations, reason = "a source has none")]
pub struct MeResource {
    users: Arc<dyn UserReader>,
}

// === impl MeResource ===

impl Singleton for MeResource {
    type View = MeView;

    fn links() -> Vec<LinkTo> {
        vec![
            LinkTo::of::<UserResource>(),
            LinkTo::of::<UserCollagesResource>(),
            LinkTo::of::<UserLikesResource>(),
        ]
    }

    fn documented() -> Documented {
        documented! {
            noun::USERS;

            /// Shows the caller
            ///
            /// The user of the token, the scopes of the token, and when it expires. Needs a token. Where the path of another
            /// operation has the identifier of a user, `me` stands for this one.
            Get "getMe" => UserResource["/user/id"], UserCollagesResource["/user/id"];
        }
        .with_bearer()
        .tagged()
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::require_caller(cx))
    }

    fn audience(&self, cx: &Cx) -> Audience {
        audience(cx)
    }

    async fn view(&self, cx: &Cx) -> Result<MeView> {
        let (Some(principal), Some(grant)) = (principal(cx), grant(cx)) else {
            return Err(permission::no_principal());
        };
        // A token may be of a user who is not stored here.
        let user = self.users.user_by_id(&context(cx), &principal.user).await.map_err(fault)?;
        Ok(MeView::of(&principal.user, user.as_ref(), grant, cx))
    }
}
