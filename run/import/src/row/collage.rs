//! Collages: `id`, `user`, `title`, `description`, `items`, `created`, `modified`.

use ogrom_protocols::{self as protocols, Context, Imported};
use ogrom_protocols_fashion_model::{Collage, CollageItem};
use ogrom_protocols_model::{Timestamp, Version};

use super::{
    super::{
        fields::{Fields, Reason},
        grid,
        importers::Importers,
    },
    Row,
};

// === impl Collage ===

impl Row for Collage {
    fn read(fields: &mut Fields<'_>, start: Timestamp) -> Result<Self, Reason> {
        let (created, modified) = fields.times(start)?;
        Ok(Self {
            id: fields.id("id")?,
            owner: fields.id("user")?,
            title: fields.text("title", Self::TITLE)?,
            description: fields.text("description", Self::DESCRIPTION)?,
            items: items(fields)?,
            likes: 0,
            comments: 0,
            rating: None,
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
        into.collages.import_collages(ctx, rows).await
    }
}

/// The items by position; those without one come last, in the order of the list.
fn items(fields: &mut Fields<'_>) -> Result<Vec<CollageItem>, Reason> {
    let mut list = Vec::new();
    for mut item in fields.list("items", Collage::MOST_ITEMS)? {
        let position = item.take::<u32>("position", "a whole number")?;
        list.push((position.unwrap_or(u32::MAX), item));
    }
    list.sort_by_key(|(position, _)| *position);
    let count = u8::try_from(list.len()).expect("a collage has at most 100 items");
    let mut items = Vec::with_capacity(list.len());
    for (index, (_, mut item)) in (0..count).zip(list) {
        items.push(place(&mut item, grid::cell(index, count))?);
        fields.ignore_rest_of(item, "items[]");
    }
    Ok(items)
}

fn place(item: &mut Fields<'_>, cell: grid::Cell) -> Result<CollageItem, Reason> {
    let on_canvas = |place: &f64| (0.0..=1.0).contains(place);
    let is_size = |size: &f64| *size > 0.0 && *size <= 1.0;
    let is_turn = |turn: &f64| *turn > -360.0 && *turn < 360.0;
    Ok(CollageItem {
        product: item.id("product")?,
        x: item.number("x", "a number from 0 to 1", on_canvas)?.unwrap_or(cell.x),
        y: item.number("y", "a number from 0 to 1", on_canvas)?.unwrap_or(cell.y),
        size: item.number("size", "a number over 0 and at most 1", is_size)?.unwrap_or(cell.size),
        rotation: item.number("rotation", "a number over -360 and under 360", is_turn)?.unwrap_or(0.0),
        layer: item.take("layer", "a whole number")?.unwrap_or(cell.layer),
    })
}
