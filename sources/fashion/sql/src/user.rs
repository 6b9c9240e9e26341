//! Users in the database.

use async_trait::async_trait;
use ogrom_protocols::{Context, Imported, Result};
use ogrom_protocols_fashion::{UserImport, UserReader};
use ogrom_protocols_fashion_model::User;
use ogrom_protocols_model::UserId;
use ogrom_sources_sql::{
    Row, Transaction,
    batch::{self, Checked, ExistingKeys},
    columns::stored,
    statements,
};
use serde::Serialize;

use crate::Sql;

statements! {
    BY_IDS = [
        "SELECT u.id, u.name, u.version, u.created, u.modified FROM " (ids) (join_in_order) "users u ON u.id = ids.value"
    ];
    /// Which of the identifiers are there.
    KNOWN = ["SELECT k.id FROM " (ids) (join_in_order) "users k ON k.id = ids.value"];
    INSERT = [
        "INSERT INTO users (id, name, version, created, modified) \
         SELECT id, name, version, created, modified FROM "
        (rows id key, name text, version integer, created integer, modified integer) " AS added"
    ];
}

/// A row of users.
#[derive(Serialize)]
struct UserRow<'a> {
    id: &'a str,
    name: Option<&'a str>,
    version: i64,
    created: i64,
    modified: i64,
}

#[async_trait]
impl UserReader for Sql {
    async fn users_by_ids(&self, ctx: &Context, ids: &[UserId]) -> Result<Vec<User>> {
        let query = BY_IDS.bind(batch::ids(ids.iter().map(UserId::as_str)));
        self.0.rows(ctx, query).await?.iter().map(user).collect()
    }
}

#[async_trait]
impl UserImport for Sql {
    async fn import_users(&self, ctx: &Context, rows: &[User]) -> Result<Vec<Imported>> {
        let rows = rows.to_vec();
        let outcomes = self.0.write(ctx, rows, |rows, transaction| Box::pin(add(rows, transaction)));
        outcomes.await.map(batch::imported)
    }
}

async fn add(users: &[User], transaction: &mut Transaction) -> Result<Vec<Checked>> {
    let mut taken = known(users.iter().map(|user| &user.id), transaction).await?;
    let (outcomes, added) = batch::partition(users, |user| {
        taken.ensure_free(user.id.as_str())?;
        taken.reserve(user.id.as_str());
        Ok(())
    });
    batch::add(INSERT, added.into_iter().map(UserRow::from), transaction).await?;
    Ok(outcomes)
}

/// Which of these users are there.
pub(crate) async fn known<'a>(
    ids: impl Iterator<Item = &'a UserId>,
    transaction: &mut Transaction,
) -> Result<ExistingKeys> {
    ExistingKeys::load("user", KNOWN.bind(batch::ids(ids.map(UserId::as_str))), transaction).await
}

fn user(row: &Row) -> Result<User> {
    Ok(User {
        id: row.parse(0)?,
        name: row.optional_text(1)?,
        version: row.version(2)?,
        created: row.timestamp(3)?,
        modified: row.timestamp(4)?,
    })
}

// === impl UserRow ===

impl<'a> From<&'a User> for UserRow<'a> {
    fn from(user: &'a User) -> Self {
        Self {
            id: user.id.as_str(),
            name: user.name.as_deref(),
            version: stored(user.version),
            created: user.created.as_millis(),
            modified: user.modified.as_millis(),
        }
    }
}
