//! Lists of likes: those of a collage, and those of a user.

use std::sync::Arc;

use http::{HeaderMap, header};
use ogrom_core::{
    facts::context,
    me,
    page::{self, PageView},
    permission,
    source::{existence, fault},
};
use ogrom_core_path::LinkTo;
use ogrom_core_resource::{
    Access, Audience, Cx, Endpoint, Existence, Get, Resource, Result, Validators, describe::Documented,
    documented,
};
use ogrom_protocols::Page;
use ogrom_protocols_fashion::{CollageReader, LikeQuery, LikeReader, UserReader};
use ogrom_protocols_fashion_model::{CollageId, Like};

use super::{LikeResource, LikeView, LikesQuery, UserLikesQuery};
use crate::{
    collage::{CollagePath, CollageResource, gone_or},
    noun,
    user::{UserPath, UserResource},
};

/// The likes of one collage.
pub fn collage_likes(collages: Arc<dyn CollageReader>, likes: Arc<dyn LikeReader>) -> Endpoint {
    Endpoint::of(CollageLikesResource { collages, likes }).get().into()
}

/// The likes of one user.
pub fn user_likes(users: Arc<dyn UserReader>, likes: Arc<dyn LikeReader>) -> Endpoint {
    me::alias(Endpoint::of(UserLikesResource { users, likes }).get().into(), "user")
}

/// See [`collage_likes`].
#[expect(missing_debug_implementations, reason = "a source has none")]
pub struct CollageLikesResource {
    collages: Arc<dyn CollageReader>,
    likes: Arc<dyn LikeReader>,
}

/// See [`user_likes`].
#[expect(missing_debug_implementations, reason = "a source has none")]
pub struct UserLikesResource {
    users: Arc<dyn UserReader>,
    likes: Arc<dyn LikeReader>,
}

/// The links that each like makes.
fn links() -> Vec<LinkTo> {
    LikeResource::links().into_iter().chain([LinkTo::of::<LikeResource>()]).collect()
}

// === impl CollageLikesResource ===

impl Resource for CollageLikesResource {
    type Path = CollagePath;
    type Parameters = LikesQuery;
    type Entity = Page<Like>;

    fn links() -> Vec<LinkTo> {
        links()
    }

    fn documented() -> Documented {
        documented! {
            noun::LIKES;

            /// Lists the likes of a collage
            ///
            /// The newest first; a page at a time.
            Get "listCollageLikes": Nowhere, Gone, Malformed => UserResource["/items/0/user"];
        }
        .with_bearer_to_write()
        .tagged()
        .sending(header::LINK, page::LINK)
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::require_write(cx))
    }

    async fn exists(&self, cx: &Cx, path: &CollagePath, query: &LikesQuery) -> Result<Existence<Page<Like>>> {
        let ctx = context(cx);
        if self.collages.collage_by_id(&ctx, &path.collage).await.map_err(fault)?.is_none() {
            return gone_or(Existence::ParentMissing, &*self.collages, &ctx, &path.collage).await;
        }
        let of_collage = LikeQuery::OfCollage(path.collage.clone());
        let page = page::request(query.limit, query.cursor.as_ref());
        existence(self.likes.likes(&ctx, &of_collage, &page).await)
    }

    fn validators(&self, _: &Page<Like>) -> Validators {
        Validators::FROM_CONTENT
    }
}

impl Get for CollageLikesResource {
    type View = PageView<LikeView>;

    async fn get(&self, cx: &Cx, page: &Page<Like>) -> Result<Self::View> {
        Ok(page::view(page, |like| LikeView::of(like, cx)))
    }

    fn describe(&self, cx: &Cx, page: &Page<Like>, headers: &mut HeaderMap) {
        page::describe(cx, page, headers);
    }
}

// === impl UserLikesResource ===

impl Resource for UserLikesResource {
    type Path = UserPath;
    type Parameters = UserLikesQuery;
    type Entity = Page<Like>;

    fn links() -> Vec<LinkTo> {
        links()
    }

    fn documented() -> Documented {
        documented! {
            noun::LIKES;

            /// Lists the likes of a user
            ///
            /// The newest first, a page at a time; or those of some collages.
            Get "listUserLikes": Nowhere, Malformed => CollageResource["/items/0/collage"];
        }
        .with_bearer_to_write()
        .tagged()
        .sending(header::LINK, page::LINK)
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::require_write(cx))
    }

    async fn exists(
        &self,
        cx: &Cx,
        path: &UserPath,
        query: &UserLikesQuery,
    ) -> Result<Existence<Page<Like>>> {
        let collages: Option<Vec<CollageId>> = match query.collages() {
            Ok(collages) => collages,
            Err(faults) => return Ok(Existence::Malformed(faults)),
        };
        let ctx = context(cx);
        if self.users.user_by_id(&ctx, &path.user).await.map_err(fault)?.is_none() {
            return Ok(Existence::ParentMissing);
        }
        if let Some(collages) = collages {
            let likes = self.likes.likes_among(&ctx, &path.user, &collages).await.map_err(fault)?;
            return Ok(Existence::Found(page::of_all(likes)));
        }
        let of_user = LikeQuery::OfUser(path.user.clone());
        let page = page::request(query.limit, query.cursor.as_ref());
        existence(self.likes.likes(&ctx, &of_user, &page).await)
    }

    fn audience(&self, cx: &Cx) -> Audience {
        me::audience(cx)
    }

    fn validators(&self, _: &Page<Like>) -> Validators {
        Validators::FROM_CONTENT
    }
}

impl Get for UserLikesResource {
    type View = PageView<LikeView>;

    async fn get(&self, cx: &Cx, page: &Page<Like>) -> Result<Self::View> {
        Ok(page::view(page, |like| LikeView::of(like, cx)))
    }

    fn describe(&self, cx: &Cx, page: &Page<Like>, headers: &mut HeaderMap) {
        page::describe(cx, page, headers);
    }
}
