//! A line becomes a row of its noun, or the reason why it is none.

mod collage;
mod comment;
mod like;
mod product;
mod url;
mod user;

use ogrom_protocols::{self as protocols, Context, Imported};
use ogrom_protocols_model::Timestamp;

use super::{
    fields::{Fields, Reason},
    importers::Importers,
};

/// A noun that is read from a line and given to its importer.
pub(super) trait Row: Sized + Send + Sync + 'static {
    /// Takes its fields. `start` is the import's own start.
    fn read(fields: &mut Fields<'_>, start: Timestamp) -> Result<Self, Reason>;

    /// Gives a batch to its importer.
    fn import(
        into: &Importers,
        ctx: &Context,
        rows: &[Self],
        now: Timestamp,
    ) -> impl Future<Output = protocols::Result<Vec<Imported>>> + Send;
}

/// Reads a line, and notes the fields that are not kept.
pub(super) fn read<R: Row>(
    text: &str,
    start: Timestamp,
    mut not_kept: impl FnMut(String),
) -> Result<R, Reason> {
    let mut fields = Fields::of_row(text)?;
    let row = R::read(&mut fields, start)?;
    fields.rest().for_each(&mut not_kept);
    Ok(row)
}

#[cfg(test)]
mod tests;
