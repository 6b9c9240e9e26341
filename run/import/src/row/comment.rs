//! Comments: `id`, `collage`, `user`, `language`, `title`, `text`, `rating`, `created`, `modified`.

use ogrom_protocols::{self as protocols, Context, Imported};
use ogrom_protocols_fashion_model::Comment;
use ogrom_protocols_model::{Timestamp, Version};

use super::{
    super::{
        fields::{Fields, Reason},
        importers::Importers,
    },
    Row,
};

// === impl Comment ===

impl Row for Comment {
    fn read(fields: &mut Fields<'_>, start: Timestamp) -> Result<Self, Reason> {
        let (created, modified) = fields.times(start)?;
        Ok(Self {
            id: fields.id("id")?,
            collage: fields.id("collage")?,
            author: fields.id("user")?,
            language: fields.code("language")?,
            title: fields.text("title", Self::TITLE)?,
            text: fields.required_text("text", Self::TEXT)?,
            rating: fields.number("rating", "a whole number from 1 to 5", |stars| (1..=5).contains(stars))?,
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
        into.comments.import_comments(ctx, rows).await
    }
}
