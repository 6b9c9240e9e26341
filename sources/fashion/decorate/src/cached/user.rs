//! Users, cached.

use std::sync::Arc;

use async_trait::async_trait;
use ogrom_protocols::{Context, Imported, Result};
use ogrom_protocols_fashion::{UserImport, UserReader};
use ogrom_protocols_fashion_model::User;
use ogrom_protocols_model::UserId;

use super::{Cached, classes::USER_BY_ID};

#[async_trait]
impl<S: UserReader + 'static> UserReader for Cached<S> {
    async fn user_by_id(&self, ctx: &Context, id: &UserId) -> Result<Option<User>> {
        self.0
            .thing(ctx, &USER_BY_ID, id, |source, ctx, id| async move { source.user_by_id(&ctx, &id).await })
            .await
    }

    async fn users_by_ids(&self, ctx: &Context, ids: &[UserId]) -> Result<Vec<User>> {
        let load = |source: Arc<S>, ctx, ids: Vec<_>| async move { source.users_by_ids(&ctx, &ids).await };
        self.0.things(ctx, &USER_BY_ID, ids, load).await
    }
}

#[async_trait]
impl<S: UserImport + 'static> UserImport for Cached<S> {
    async fn import_users(&self, ctx: &Context, rows: &[User]) -> Result<Vec<Imported>> {
        let invalidation = USER_BY_ID.invalidation(rows.iter().map(|row| &row.id));
        let rows = rows.to_vec();
        self.0
            .change(ctx, invalidation, |source, ctx| async move { source.import_users(&ctx, &rows).await })
            .await
    }
}
