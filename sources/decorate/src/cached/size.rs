//! How much memory answers take.

use ogrom_protocols::Page;
use ogrom_protocols_fashion_model::{Collage, CollageItem, Comment, Product, ProductText, User};
use ogrom_protocols_model::{Country, LanguageTag, Money};

/// What the allocator takes beside what it is asked for, in bytes, more or less.
const ALLOCATION: usize = 16;

/// How many entries a node of a map has room for, whether they are there or not.
const NODE: usize = 11;

/// Something whose memory is counted.
pub(super) trait Size: Sized {
    /// What it takes beside itself, in bytes, more or less.
    fn heap(&self) -> usize;
}

/// What a text or another list of bytes takes.
pub(super) fn bytes(length: usize) -> usize {
    if length == 0 { 0 } else { length + ALLOCATION }
}

/// What the nodes of a map take, which are two thirds full.
fn nodes<K, V>(entries: usize) -> usize {
    entries.div_ceil(NODE * 2 / 3) * (NODE * (size_of::<K>() + size_of::<V>()) + ALLOCATION)
}

impl<T: Size> Size for Option<T> {
    fn heap(&self) -> usize {
        self.as_ref().map_or(0, Size::heap)
    }
}

impl<T: Size> Size for Vec<T> {
    fn heap(&self) -> usize {
        bytes(self.capacity() * size_of::<T>()) + self.iter().map(Size::heap).sum::<usize>()
    }
}

impl Size for String {
    fn heap(&self) -> usize {
        bytes(self.capacity())
    }
}

impl<T: Size> Size for Page<T> {
    fn heap(&self) -> usize {
        self.items.heap() + self.next.as_ref().map_or(0, |next| bytes(next.as_str().len()))
    }
}

impl Size for User {
    fn heap(&self) -> usize {
        bytes(self.id.as_str().len()) + self.name.heap()
    }
}

impl Size for Product {
    fn heap(&self) -> usize {
        let text = |text: &ProductText| text.name.heap() + text.description.heap();
        let texts = self.texts.iter().map(|(tag, each)| bytes(tag.as_str().len()) + text(each));
        let texts = nodes::<LanguageTag, ProductText>(self.texts.iter().len()) + texts.sum::<usize>();
        let prices = nodes::<Country, Money>(self.prices.len());
        let labels = self.brand.heap() + self.category.heap() + self.colour.heap() + self.shop.heap();
        bytes(self.id.as_str().len()) + texts + prices + labels + self.images.heap()
    }
}

impl Size for Collage {
    fn heap(&self) -> usize {
        let ids = bytes(self.id.as_str().len()) + bytes(self.owner.as_str().len());
        ids + self.title.heap() + self.description.heap() + self.items.heap()
    }
}

impl Size for CollageItem {
    fn heap(&self) -> usize {
        bytes(self.product.as_str().len())
    }
}

impl Size for Comment {
    fn heap(&self) -> usize {
        let ids = [self.id.as_str(), self.collage.as_str(), self.author.as_str(), self.language.as_str()];
        ids.iter().map(|id| bytes(id.len())).sum::<usize>() + self.title.heap() + self.text.heap()
    }
}
