//! Users: reading and loading.

use async_trait::async_trait;
use ogrom_protocols_fashion_model::User;
use ogrom_protocols_model::UserId;

use ogrom_protocols::{Context, Imported, Result};

/// Reads users.
#[async_trait]
pub trait UserReader: Send + Sync {
    /// The user of this identifier.
    async fn user_by_id(&self, ctx: &Context, id: &UserId) -> Result<Option<User>> {
        Ok(self.users_by_ids(ctx, std::slice::from_ref(id)).await?.pop())
    }

    /// The users of these identifiers, each once, in no particular order. Those that are not there are left out.
    async fn users_by_ids(&self, ctx: &Context, ids: &[UserId]) -> Result<Vec<User>>;
}

/// Loads users.
#[async_trait]
pub trait UserImport: Send + Sync {
    /// Adds all users that do not exist yet, in one transaction. Returns the result of each row, in the order given.
    async fn import_users(&self, ctx: &Context, rows: &[User]) -> Result<Vec<Imported>>;
}
