//! Collages as rows.

use std::collections::BTreeSet;

use ogrom_protocols::Result;
use ogrom_protocols_fashion_model::{Collage, CollageId, CollageItem, MeanRating};
use ogrom_protocols_model::Timestamp;
use ogrom_sources_sql::{
    Row,
    batch::json,
    columns::{parse, stored},
};
use serde::{Deserialize, Serialize};

/// A row of collages.
#[derive(Serialize)]
pub(super) struct CollageRow<'a> {
    id: &'a str,
    owner: &'a str,
    title: Option<&'a str>,
    description: Option<&'a str>,
    items: String,
    version: i64,
    created: i64,
    modified: i64,
}

/// That a collage contains a product.
#[derive(Serialize)]
pub(super) struct CollageProductRow<'a> {
    product: &'a str,
    created: i64,
    collage: &'a str,
}

/// An item in the document of a collage.
#[derive(Serialize, Deserialize)]
struct StoredItem<'a> {
    product: &'a str,
    x: f64,
    y: f64,
    size: f64,
    rotation: f64,
    layer: i32,
}

/// The collage in a row of the columns that lists select.
pub(super) fn collage(row: &Row) -> Result<Collage> {
    let items: Vec<StoredItem<'_>> = row.document(4)?;
    Ok(Collage {
        id: row.parse(0)?,
        owner: row.parse(1)?,
        title: row.optional_text(2)?,
        description: row.optional_text(3)?,
        items: items.into_iter().map(StoredItem::item).collect::<Result<_>>()?,
        likes: row.count(5)?,
        comments: lenient_count(row, 6)?,
        rating: MeanRating::of(lenient_count(row, 7)?, lenient_count(row, 8)?),
        version: row.version(9)?,
        created: row.timestamp(10)?,
        modified: row.timestamp(11)?,
    })
}

/// A count that the previous release of the service does not keep: what it removes may have been counted, and what it adds
/// not.
fn lenient_count(row: &Row, column: usize) -> Result<u64> {
    Ok(row.integer(column)?.try_into().unwrap_or(0))
}

/// The document of these items.
pub(super) fn document(items: &[CollageItem]) -> String {
    json(&items.iter().map(StoredItem::from).collect::<Vec<_>>())
}

/// The products of these items, each once.
pub(super) fn products<'a>(
    collage: &'a CollageId,
    created: Timestamp,
    items: &'a [CollageItem],
) -> impl Iterator<Item = CollageProductRow<'a>> {
    let distinct: BTreeSet<_> = items.iter().map(|item| item.product.as_str()).collect();
    let (created, collage) = (created.as_millis(), collage.as_str());
    distinct.into_iter().map(move |product| CollageProductRow { product, created, collage })
}

// === impl CollageRow ===

impl<'a> From<&'a Collage> for CollageRow<'a> {
    fn from(collage: &'a Collage) -> Self {
        Self {
            id: collage.id.as_str(),
            owner: collage.owner.as_str(),
            title: collage.title.as_deref(),
            description: collage.description.as_deref(),
            items: document(&collage.items),
            version: stored(collage.version),
            created: collage.created.as_millis(),
            modified: collage.modified.as_millis(),
        }
    }
}

// === impl StoredItem ===

impl StoredItem<'_> {
    fn item(self) -> Result<CollageItem> {
        let Self { product, x, y, size, rotation, layer } = self;
        Ok(CollageItem { product: parse(product)?, x, y, size, rotation, layer })
    }
}

impl<'a> From<&'a CollageItem> for StoredItem<'a> {
    fn from(item: &'a CollageItem) -> Self {
        let CollageItem { product, x, y, size, rotation, layer } = item;
        Self { product: product.as_str(), x: *x, y: *y, size: *size, rotation: *rotation, layer: *layer }
    }
}
