//! Users.

use async_trait::async_trait;
use ogrom_protocols::{Context, Result};
use ogrom_protocols_fashion::UserReader;
use ogrom_protocols_fashion_model::User;
use ogrom_protocols_model::{Timestamp, UserId, Version};
use ogrom_sources_http::{
    page,
    wire::{Text, instant, version},
};
use serde::Deserialize;

use crate::Http;

#[derive(Debug, Deserialize)]
struct UserWire {
    id: Text<UserId>,
    name: Option<String>,
    #[serde(deserialize_with = "version")]
    version: Version,
    #[serde(deserialize_with = "instant")]
    created: Timestamp,
    #[serde(deserialize_with = "instant")]
    modified: Timestamp,
}

// === impl UserWire ===

impl From<UserWire> for User {
    fn from(UserWire { id: Text(id), name, version, created, modified }: UserWire) -> Self {
        Self { id, name, version, created, modified }
    }
}

// === impl Http ===

#[async_trait]
impl UserReader for Http {
    async fn user_by_id(&self, ctx: &Context, id: &UserId) -> Result<Option<User>> {
        let target = self.0.at(ctx, &format!("/users/{id}")).await?;
        Ok(self.0.read::<UserWire>(ctx, &target).await?.map(|read| read.thing.into()))
    }

    async fn users_by_ids(&self, ctx: &Context, ids: &[UserId]) -> Result<Vec<User>> {
        self.0.all::<UserWire, _>(ctx, page::batches("/users?", "id", ids)).await
    }
}
