//! How much memory the nouns take.

use ogrom_protocols_fashion_model::{Collage, Comment, Product, ProductText, User};
use ogrom_protocols_model::{Country, LanguageTag, Money};
use ogrom_sources_decorate::size::{self, Size, bytes};

pub(super) fn user(user: &User) -> usize {
    bytes(user.id.as_str().len()) + user.name.heap()
}

pub(super) fn product(product: &Product) -> usize {
    let text = |text: &ProductText| text.name.heap() + text.description.heap();
    let texts = product.texts.iter().map(|(tag, each)| bytes(tag.as_str().len()) + text(each));
    let texts = size::map::<LanguageTag, ProductText>(product.texts.iter().len()) + texts.sum::<usize>();
    let prices = size::map::<Country, Money>(product.prices.len());
    let labels = product.brand.heap() + product.category.heap() + product.colour.heap() + product.shop.heap();
    bytes(product.id.as_str().len()) + texts + prices + labels + product.images.heap()
}

pub(super) fn collage(collage: &Collage) -> usize {
    let ids = bytes(collage.id.as_str().len()) + bytes(collage.owner.as_str().len());
    let items = size::list(&collage.items, |item| bytes(item.product.as_str().len()));
    ids + collage.title.heap() + collage.description.heap() + items
}

pub(super) fn comment(comment: &Comment) -> usize {
    let ids =
        [comment.id.as_str(), comment.collage.as_str(), comment.author.as_str(), comment.language.as_str()];
    ids.iter().map(|id| bytes(id.len())).sum::<usize>() + comment.title.heap() + comment.text.heap()
}
