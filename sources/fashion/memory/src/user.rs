//! Users in memory.

use async_trait::async_trait;
use ogrom_protocols::{Context, Imported, Result};
use ogrom_protocols_fashion::{UserImport, UserReader};
use ogrom_protocols_fashion_model::User;
use ogrom_protocols_model::UserId;
use ogrom_sources_memory::{Checked, ensure_free, select};

use crate::{Memory, state::State};

#[async_trait]
impl UserReader for Memory {
    async fn users_by_ids(&self, _: &Context, ids: &[UserId]) -> Result<Vec<User>> {
        Ok(select(&self.state.read().users, ids).cloned().collect())
    }
}

#[async_trait]
impl UserImport for Memory {
    async fn import_users(&self, _: &Context, rows: &[User]) -> Result<Vec<Imported>> {
        Ok(self.state.import(rows, State::add_user))
    }
}

impl State {
    fn add_user(&mut self, user: &User) -> Checked<()> {
        ensure_free(&self.users, &user.id)?;
        self.users.insert(user.id.clone(), user.clone());
        Ok(())
    }
}
