//! A product with an index of its words.

use std::{collections::BTreeSet, ops::Bound};

use ogrom_protocols_fashion::words;
use ogrom_protocols_fashion_model::Product;

/// A product and the words that it is found by.
#[derive(Debug)]
pub(crate) struct Indexed {
    pub(crate) product: Product,
    /// The number of the last change of it.
    pub(crate) changed: i64,
    words: BTreeSet<String>,
}

// === impl Indexed ===

impl Indexed {
    /// The product, found by its words, as it is since this change.
    pub(crate) fn of(product: &Product, changed: i64) -> Self {
        Self { product: product.clone(), changed, words: words::of_product(product) }
    }

    /// Whether each of the wanted words begins one of the product's. No wanted word finds nothing.
    pub(crate) fn has(&self, wanted: &[String]) -> bool {
        let begins = |start: &String| {
            let mut from = self.words.range::<str, _>((Bound::Included(start.as_str()), Bound::Unbounded));
            from.next().is_some_and(|word| word.starts_with(start))
        };
        !wanted.is_empty() && wanted.iter().all(begins)
    }
}
