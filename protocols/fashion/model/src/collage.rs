//! Collages: outfits that users compose from products.

use crate::{CollageId, MeanRating, ProductId};
use ogrom_protocols_model::{Revision, TextRule, Timestamp, UserId, Version};

/// An outfit: products laid out on a square canvas by its owner.
#[derive(Debug, Clone, PartialEq)]
pub struct Collage {
    /// Its identifier.
    pub id: CollageId,
    /// The user who composed it, and alone may change it.
    pub owner: UserId,
    /// Its title, one line; may be absent.
    pub title: Option<String>,
    /// The owner's description of it; may be absent.
    pub description: Option<String>,
    /// Its parts, in the owner's order.
    pub items: Vec<CollageItem>,
    /// How many users like it.
    pub likes: u64,
    /// How many comments are on it.
    pub comments: u64,
    /// The mean of the ratings in its comments; absent where none has one.
    pub rating: Option<MeanRating>,
    /// Counts the owner's edits; a like or a comment is none.
    pub version: Version,
    /// When it was composed.
    pub created: Timestamp,
    /// When anything of it last changed, its likes and the counts of its comments included.
    pub modified: Timestamp,
}

/// A product's place on the canvas. The canvas is a square of side 1 with its origin at the top left.
#[derive(Debug, Clone, PartialEq)]
pub struct CollageItem {
    /// The product.
    pub product: ProductId,
    /// The centre, from the left edge: 0 to 1.
    pub x: f64,
    /// The centre, from the top edge: 0 to 1.
    pub y: f64,
    /// The width in parts of the canvas: over 0, at most 1.
    pub size: f64,
    /// Clockwise turn in degrees: over -360, under 360.
    pub rotation: f64,
    /// The stacking order: higher layers hide lower ones.
    pub layer: i32,
}

/// The owner's decisions about a collage.
#[derive(Debug, Clone, PartialEq)]
pub struct CollageDraft {
    /// See [`Collage::title`].
    pub title: Option<String>,
    /// See [`Collage::description`].
    pub description: Option<String>,
    /// See [`Collage::items`].
    pub items: Vec<CollageItem>,
}

// === impl Collage ===

impl Collage {
    /// The rule for a title.
    pub const TITLE: TextRule = TextRule::line(200);
    /// The rule for a description.
    pub const DESCRIPTION: TextRule = TextRule::lines(10_000);
    /// How many items there may be.
    pub const MOST_ITEMS: usize = 100;

    /// A collage as its owner first saves it.
    pub fn compose(id: CollageId, owner: UserId, draft: CollageDraft, now: Timestamp) -> Self {
        let CollageDraft { title, description, items } = draft;
        Self {
            id,
            owner,
            title,
            description,
            items,
            likes: 0,
            comments: 0,
            rating: None,
            version: Version::FIRST,
            created: now,
            modified: now,
        }
    }

    /// Whether this draft would leave it as it is.
    pub fn is_as(&self, draft: &CollageDraft) -> bool {
        let CollageDraft { title, description, items } = draft;
        (&self.title, &self.description, &self.items) == (title, description, items)
    }

    /// The version of the owner's decisions.
    pub fn revision(&self) -> Revision {
        Revision { created: self.created, version: self.version }
    }
}
