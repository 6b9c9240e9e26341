//! Collages to test with.

use ogrom_protocols_fashion_model::{Collage, CollageDraft, CollageItem};
use ogrom_protocols_model::{Timestamp, Version};

use super::{at, parse};

/// An empty collage of the user `ann`.
pub fn a_collage(id: &str) -> Collage {
    Collage {
        id: parse(id),
        owner: parse("ann"),
        title: None,
        description: None,
        items: vec![],
        likes: 0,
        comments: 0,
        rating: None,
        version: Version::FIRST,
        created: at(0),
        modified: at(0),
    }
}

/// An empty draft.
pub fn a_draft() -> CollageDraft {
    CollageDraft { title: None, description: None, items: vec![] }
}

/// The product in the middle of the canvas.
pub fn an_item(product: &str) -> CollageItem {
    CollageItem { product: parse(product), x: 0.5, y: 0.5, size: 0.25, rotation: 0.0, layer: 0 }
}

/// The parts of a collage that a test sets.
pub trait CollageData {
    /// Under this title.
    #[must_use]
    fn titled(self, title: &str) -> Self;
    /// Composed of these products.
    #[must_use]
    fn of<const N: usize>(self, products: [&str; N]) -> Self;
    /// Of this user.
    #[must_use]
    fn owned_by(self, user: &str) -> Self;
    /// Created at this time.
    #[must_use]
    fn created(self, time: Timestamp) -> Self;
}

impl CollageData for Collage {
    fn titled(self, title: &str) -> Self {
        Self { title: Some(title.into()), ..self }
    }

    fn of<const N: usize>(self, products: [&str; N]) -> Self {
        Self { items: products.map(an_item).into(), ..self }
    }

    fn owned_by(self, user: &str) -> Self {
        Self { owner: parse(user), ..self }
    }

    fn created(self, time: Timestamp) -> Self {
        Self { created: time, modified: time, ..self }
    }
}
