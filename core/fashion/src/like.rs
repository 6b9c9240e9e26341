//! Likes: one user's liking of one collage, and the lists of a collage and of a user.

use std::sync::Arc;

use http::header;
use ogrom_core::{
    facts::context,
    me, permission,
    source::{self, changed, fault},
};
use ogrom_core_path::{LinkTo, path};
use ogrom_core_resource::{
    Access, Audience, Cx, Delete, Endpoint, Existence, Get, Method, NoContent, NoParameters, Outcome, Put,
    Resource, Result, Validators, describe::Documented, documented,
};
use ogrom_protocols::Clock;
use ogrom_protocols_fashion::{CollageReader, LikeReader, LikeWriter};
use ogrom_protocols_fashion_model::{CollageId, Like};
use ogrom_protocols_model::UserId;

use crate::{
    collage::{CollageResource, gone_or},
    noun,
    user::UserResource,
};

mod lists;
mod representation;
#[cfg(test)]
mod tests;

pub use lists::{CollageLikesResource, UserLikesResource, collage_likes, user_likes};
pub use representation::{LikeView, LikesQuery, UserLikesQuery};

/// A user's like of a collage.
pub fn like(
    collages: Arc<dyn CollageReader>,
    likes: Arc<dyn LikeReader>,
    writer: Arc<dyn LikeWriter>,
    clock: Arc<dyn Clock>,
) -> Endpoint {
    me::alias(
        Endpoint::of(LikeResource { collages, likes, writer, clock }).get().put().delete().into(),
        "user",
    )
}

path! {
    /// Names one like.
    pub struct LikePath {
        /// The collage's identifier.
        #[example = "market-morning"]
        collage: CollageId,
        /// The identifier of the user who likes it, or `me` for the user of the token.
        #[example = "lena"]
        user: UserId,
    }
}

/// See [`like`].
#[expect(missing_debug_implementations, reason = "a source has none")]
pub struct LikeResource {
    collages: Arc<dyn CollageReader>,
    likes: Arc<dyn LikeReader>,
    writer: Arc<dyn LikeWriter>,
    clock: Arc<dyn Clock>,
}

/// A like; absent if a client removes a like that was never there, which succeeds.
type Liking = Option<Like>;

// === impl LikeResource ===

impl Resource for LikeResource {
    type Path = LikePath;
    type Parameters = NoParameters;
    type Entity = Liking;

    fn links() -> Vec<LinkTo> {
        vec![LinkTo::of::<CollageResource>(), LinkTo::of::<UserResource>()]
    }

    fn documented() -> Documented {
        documented! {
            noun::LIKES;

            /// Get a user's like of a collage
            ///
            /// 404 means that the user does not like it.
            Get "getLike": Nowhere, Gone, Missing => CollageResource["/collage"], UserResource["/user"];

            /// Like a collage
            ///
            /// Only for oneself. Idempotent.
            Put "putLike": Nowhere, Gone, Missing, Forbidden, Ok, Created, Conflict, Stale;

            /// Remove a like
            ///
            /// Only one's own. Also succeeds if there was no like.
            Delete "deleteLike": Nowhere, Gone, Forbidden, Done, Conflict, Stale;
        }
        .with_bearer_to_write()
        .tagged()
        .dated()
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::require_write(cx))
    }

    async fn exists(&self, cx: &Cx, path: &LikePath, _: &NoParameters) -> Result<Existence<Liking>> {
        let ctx = context(cx);
        let like = self.likes.like_by_ids(&ctx, &path.collage, &path.user).await.map_err(fault)?;
        if like.is_some() {
            return Ok(Existence::Found(like));
        }
        let collage = self.collages.collage_by_id(&ctx, &path.collage).await.map_err(fault)?;
        Ok(match (collage, cx.method()) {
            (None, _) => gone_or(Existence::ParentMissing, &*self.collages, &ctx, &path.collage).await?,
            (Some(_), Some(Method::Delete)) => Existence::Found(None),
            (Some(_), _) => Existence::Missing,
        })
    }

    fn creates(&self, method: Method) -> bool {
        method == Method::Put
    }

    fn permitted(&self, cx: &Cx, path: &LikePath, _: Option<&Liking>) -> Access {
        permission::require_owner(&path.user, cx)
    }

    fn audience(&self, cx: &Cx) -> Audience {
        me::audience(cx)
    }

    fn validators(&self, liking: &Liking) -> Validators {
        match liking {
            Some(like) => Validators::version(like.created.as_millis()).modified(like.created.as_millis()),
            None => Validators::NONE,
        }
    }
}

impl Get for LikeResource {
    type View = Option<LikeView>;

    async fn get(&self, cx: &Cx, liking: &Liking) -> Result<Self::View> {
        Ok(liking.as_ref().map(|like| LikeView::of(like, cx)))
    }
}

impl Put for LikeResource {
    type Body = NoContent;

    async fn put(&self, cx: &Cx, path: &LikePath, before: Option<Liking>, (): ()) -> Result<Outcome<Liking>> {
        if let Some(before) = before {
            return Ok(Outcome::Ok(before));
        }
        let like = Like { collage: path.collage.clone(), user: path.user.clone(), created: self.clock.now() };
        let location = cx.link_to::<Self>(path);
        Ok(match changed(self.writer.add_like(&context(cx), &like).await)? {
            Err(refused) => refused,
            Ok(true) => Outcome::Created { location, content: Some(like) },
            // Somebody was faster, so that this has created nothing.
            Ok(false) => {
                let there = self.likes.like_by_ids(&context(cx), &path.collage, &path.user).await;
                Outcome::Ok(there.map_err(fault)?.or(Some(like)))
            }
        })
    }
}

impl Delete for LikeResource {
    async fn delete(&self, cx: &Cx, path: &LikePath, _: Liking) -> Result<Outcome<Liking>> {
        let removed =
            self.writer.remove_like(&context(cx), &path.collage, &path.user, self.clock.now()).await;
        Ok(source::deleted(changed(removed)?, cx.headers().contains_key(header::IF_MATCH)))
    }
}
