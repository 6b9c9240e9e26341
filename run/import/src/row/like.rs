//! Likes: `user`, `collage`, `created`.

use ogrom_protocols::{self as protocols, Context, Imported};
use ogrom_protocols_fashion_model::Like;
use ogrom_protocols_model::Timestamp;

use super::{
    super::{
        fields::{Fields, Reason},
        importers::Importers,
    },
    Row,
};

// === impl Like ===

impl Row for Like {
    fn read(fields: &mut Fields<'_>, start: Timestamp) -> Result<Self, Reason> {
        Ok(Self {
            collage: fields.id("collage")?,
            user: fields.id("user")?,
            created: fields.time("created")?.unwrap_or(start),
        })
    }

    async fn import(
        into: &Importers,
        ctx: &Context,
        rows: &[Self],
        _: Timestamp,
    ) -> protocols::Result<Vec<Imported>> {
        into.likes.import_likes(ctx, rows).await
    }
}
