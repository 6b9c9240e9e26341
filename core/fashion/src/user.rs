//! Users: those who are asked for, each one, the caller, and the collages of each.

use std::sync::Arc;

use http::{HeaderMap, header};
use ogrom_core::{
    facts::{audience, context},
    me,
    page::{self, PageView},
    permission,
    source::fault,
};
use ogrom_core_path::{LinkTo, path};
use ogrom_core_resource::{
    Access, Audience, Cx, Endpoint, Existence, Get, NoParameters, Resource, Result, Validators,
    describe::Documented, documented,
};
use ogrom_protocols::Page;
use ogrom_protocols_fashion::{CollageQuery, UserReader};
use ogrom_protocols_fashion_model::User;
use ogrom_protocols_model::UserId;

use crate::{
    collage::{self, Assembled, CollageLoader, CollageResource, CollageView, Parts},
    like::UserLikesResource,
    noun,
};

mod caller;
mod representation;
#[cfg(test)]
mod tests;

pub use caller::{MeResource, me};
pub(crate) use representation::UserBrief;
pub use representation::{UserCollagesQuery, UserView, UsersQuery};

/// The users that a request names.
pub fn users(users: Arc<dyn UserReader>) -> Endpoint {
    Endpoint::of(UsersResource { users }).get().into()
}

/// One user.
pub fn user(users: Arc<dyn UserReader>) -> Endpoint {
    me::alias(Endpoint::of(UserResource { users }).get().into(), "user")
}

/// The collages of one user.
pub fn user_collages(loader: CollageLoader) -> Endpoint {
    me::alias(Endpoint::of(UserCollagesResource { loader }).get().into(), "user")
}

path! {
    /// Names one user.
    pub struct UserPath {
        /// The user's identifier, or `me` for the user of the token.
        #[example = "lena"]
        user: UserId,
    }
}

/// See [`users`].
#[expect(missing_debug_implementations, reason = "a source has none")]
pub struct UsersResource {
    users: Arc<dyn UserReader>,
}

/// See [`user`].
#[expect(missing_debug_implementations, reason = "a source has none")]
pub struct UserResource {
    users: Arc<dyn UserReader>,
}

/// See [`user_collages`].
#[derive(Debug)]
pub struct UserCollagesResource {
    loader: CollageLoader,
}

// === impl UsersResource ===

impl Resource for UsersResource {
    type Path = ();
    type Parameters = UsersQuery;
    type Entity = Page<User>;

    fn links() -> Vec<LinkTo> {
        UserResource::links().into_iter().chain([LinkTo::of::<UserResource>()]).collect()
    }

    fn documented() -> Documented {
        documented! {
            noun::USERS;

            /// Get users by id
            ///
            /// Returns only the users named by `id`; without `id` the list is empty.
            Get "listUsers" => UserResource["/items/0/id"];
        }
        .with_bearer_to_write()
        .tagged()
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::require_write(cx))
    }

    async fn exists(&self, cx: &Cx, (): &(), query: &UsersQuery) -> Result<Existence<Page<User>>> {
        // A text that is no identifier names no user.
        let ids: Vec<UserId> = query.id.iter().filter_map(|id| id.parse().ok()).collect();
        let users = self.users.users_by_ids(&context(cx), &ids).await.map_err(fault)?;
        Ok(Existence::Found(page::of_all(users)))
    }

    fn validators(&self, _: &Page<User>) -> Validators {
        Validators::FROM_CONTENT
    }
}

impl Get for UsersResource {
    type View = PageView<UserView>;

    async fn get(&self, cx: &Cx, page: &Page<User>) -> Result<Self::View> {
        Ok(page::view(page, |user| UserView::of(user, cx)))
    }
}

// === impl UserResource ===

impl Resource for UserResource {
    type Path = UserPath;
    type Parameters = NoParameters;
    type Entity = User;

    fn links() -> Vec<LinkTo> {
        vec![LinkTo::of::<UserCollagesResource>(), LinkTo::of::<UserLikesResource>()]
    }

    fn documented() -> Documented {
        documented! {
            noun::USERS;

            /// Get a user
            Get "getUser": Missing => UserCollagesResource["/id"];
        }
        .with_bearer_to_write()
        .tagged()
        .dated()
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::require_write(cx))
    }

    async fn exists(&self, cx: &Cx, path: &UserPath, _: &NoParameters) -> Result<Existence<User>> {
        Ok(self.users.user_by_id(&context(cx), &path.user).await.map_err(fault)?.into())
    }

    fn audience(&self, cx: &Cx) -> Audience {
        me::audience(cx)
    }

    fn validators(&self, user: &User) -> Validators {
        Validators::FROM_CONTENT.modified(user.modified.as_millis())
    }
}

impl Get for UserResource {
    type View = UserView;

    async fn get(&self, cx: &Cx, user: &User) -> Result<UserView> {
        Ok(UserView::of(user, cx))
    }
}

// === impl UserCollagesResource ===

impl Resource for UserCollagesResource {
    type Path = UserPath;
    type Parameters = UserCollagesQuery;
    type Entity = Page<Assembled>;

    fn links() -> Vec<LinkTo> {
        collage::links().into_iter().chain([LinkTo::of::<CollageResource>()]).collect()
    }

    fn documented() -> Documented {
        documented! {
            noun::COLLAGES;

            /// List the collages of a user
            Get "listUserCollages": Nowhere, Malformed => CollageResource["/items/0/id"];
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
        query: &UserCollagesQuery,
    ) -> Result<Existence<Page<Assembled>>> {
        let ctx = context(cx);
        if self.loader.users.user_by_id(&ctx, &path.user).await.map_err(fault)?.is_none() {
            return Ok(Existence::ParentMissing);
        }
        let of_user = CollageQuery { owner: Some(path.user.clone()), product: None, order: query.order() };
        let page = page::request(query.limit, query.cursor.as_ref());
        self.loader.page(&ctx, &of_user, &page, Parts::shown(cx)).await
    }

    fn audience(&self, cx: &Cx) -> Audience {
        audience(cx)
    }

    fn validators(&self, _: &Page<Assembled>) -> Validators {
        Validators::FROM_CONTENT
    }
}

impl Get for UserCollagesResource {
    type View = PageView<CollageView>;

    async fn get(&self, cx: &Cx, page: &Page<Assembled>) -> Result<Self::View> {
        Ok(page::view(page, |collage| CollageView::of(collage, cx)))
    }

    fn describe(&self, cx: &Cx, page: &Page<Assembled>, headers: &mut HeaderMap) {
        page::describe(cx, page, headers);
    }
}
