//! How much memory answers take.

use ogrom_protocols::Page;
use ogrom_protocols_model::{Collage, CollageItem, Comment, Money, Product, ProductText, User};

/// What a node of a map takes beside its value, more or less.
const NODE: usize = 32;

/// Something whose memory is counted.
pub(super) trait Size: Sized {
    /// What it takes beside itself, in bytes, more or less.
    fn heap(&self) -> usize;

    /// What it takes, in bytes, more or less.
    fn size(&self) -> usize {
        size_of::<Self>() + self.heap()
    }
}

impl<T: Size> Size for Option<T> {
    fn heap(&self) -> usize {
        self.as_ref().map_or(0, Size::heap)
    }
}

impl<T: Size> Size for Vec<T> {
    fn heap(&self) -> usize {
        self.iter().map(Size::size).sum()
    }
}

impl Size for String {
    fn heap(&self) -> usize {
        self.capacity()
    }
}

impl<T: Size> Size for Page<T> {
    fn heap(&self) -> usize {
        self.items.heap() + self.next.as_ref().map_or(0, |next| next.as_str().len())
    }
}

impl Size for User {
    fn heap(&self) -> usize {
        self.id.as_str().len() + self.name.heap()
    }
}

impl Size for Product {
    fn heap(&self) -> usize {
        let text = |text: &ProductText| size_of::<ProductText>() + text.name.heap() + text.description.heap();
        let texts: usize = self.texts.iter().map(|(tag, each)| NODE + tag.as_str().len() + text(each)).sum();
        let prices = self.prices.len() * (NODE + size_of::<Money>());
        let labels = self.brand.heap() + self.category.heap() + self.colour.heap() + self.shop.heap();
        self.id.as_str().len() + texts + prices + labels + self.images.heap()
    }
}

impl Size for Collage {
    fn heap(&self) -> usize {
        let ids = self.id.as_str().len() + self.owner.as_str().len();
        ids + self.title.heap() + self.description.heap() + self.items.heap()
    }
}

impl Size for CollageItem {
    fn heap(&self) -> usize {
        self.product.as_str().len()
    }
}

impl Size for Comment {
    fn heap(&self) -> usize {
        let ids = self.id.as_str().len() + self.collage.as_str().len() + self.author.as_str().len();
        ids + self.language.as_str().len() + self.title.heap() + self.text.heap()
    }
}
