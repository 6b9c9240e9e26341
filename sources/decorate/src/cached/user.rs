//! Users, cached.

use std::sync::Arc;

use async_trait::async_trait;
use ogrom_protocols::{Context, Imported, Result};
use ogrom_protocols_fashion::{UserImport, UserReader};
use ogrom_protocols_fashion_model::User;
use ogrom_protocols_model::UserId;

use super::{
    Cached,
    key::{Thing, Touched},
};

#[async_trait]
impl<S: UserReader + 'static> UserReader for Cached<S> {
    async fn user_by_id(&self, ctx: &Context, id: &UserId) -> Result<Option<User>> {
        self.one(ctx, User::key(id), |source, ctx| {
            let id = id.clone();
            async move { source.user_by_id(&ctx, &id).await }
        })
        .await
    }

    async fn users_by_ids(&self, ctx: &Context, ids: &[UserId]) -> Result<Vec<User>> {
        let ask = |source: Arc<S>, ctx, ids: Vec<_>| async move { source.users_by_ids(&ctx, &ids).await };
        self.things(ctx, ids, ask).await
    }
}

#[async_trait]
impl<S: UserImport + 'static> UserImport for Cached<S> {
    async fn import_users(&self, ctx: &Context, rows: &[User]) -> Result<Vec<Imported>> {
        let touched = Touched::things::<User>(rows.iter().map(|row| &row.id));
        let rows = rows.to_vec();
        self.change(ctx, touched, |source, ctx| async move { source.import_users(&ctx, &rows).await }).await
    }
}
