//! Users: `id`, `name`, `created`, `modified`.

use ogrom_protocols::{self as protocols, Context, Imported};
use ogrom_protocols_fashion_model::User;
use ogrom_protocols_model::{Timestamp, Version};

use super::{
    super::{
        fields::{Fields, Reason},
        importers::Importers,
    },
    Row,
};

// === impl User ===

impl Row for User {
    fn read(fields: &mut Fields<'_>, start: Timestamp) -> Result<Self, Reason> {
        let (created, modified) = fields.times(start)?;
        Ok(Self {
            id: fields.id("id")?,
            name: fields.text("name", Self::NAME)?,
            version: Version::FIRST,
            created,
            modified,
        })
    }

    async fn import(
        into: &Importers,
        ctx: &Context,
        rows: &[Self],
        _: Timestamp,
    ) -> protocols::Result<Vec<Imported>> {
        into.users.import_users(ctx, rows).await
    }
}
