//! Products: the parts of collages.

use std::collections::BTreeMap;

use crate::ProductId;
use ogrom_protocols_model::{Country, Money, TextRule, Texts, Timestamp, Version};

/// A thing that a shop sells. Its texts and prices may lack any language and any country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// Its identifier.
    pub id: ProductId,
    /// Name and description by language.
    pub texts: Texts<ProductText>,
    /// The maker, as printed on the label.
    pub brand: Option<String>,
    /// A path from the general to the particular: `Apparel/Topwear/Shirts`.
    pub category: String,
    /// The main colour, as the shop calls it.
    pub colour: Option<String>,
    /// The price in each country where it is sold.
    pub prices: BTreeMap<Country, Money>,
    /// Absolute URLs of pictures, the best first.
    pub images: Vec<String>,
    /// Absolute URL of the page where it can be bought.
    pub shop: Option<String>,
    /// Counts the edits.
    pub version: Version,
    /// When it was added.
    pub created: Timestamp,
    /// When it last changed.
    pub modified: Timestamp,
}

/// The name and the description of a product in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductText {
    /// The name, one line.
    pub name: String,
    /// The description, any number of lines.
    pub description: Option<String>,
}

// === impl Product ===

impl Product {
    /// The rule for a brand, a category or a colour.
    pub const LABEL: TextRule = TextRule::line(500);

    /// The categories that the product is found under, from the general to its own: `Apparel`, `Apparel/Topwear`,
    /// `Apparel/Topwear/Shirts`.
    pub fn categories(&self) -> impl Iterator<Item = &str> {
        let path = self.category.as_str();
        path.match_indices('/').map(|(end, _)| &path[..end]).chain(std::iter::once(path))
    }
}

// === impl ProductText ===

impl ProductText {
    /// The rule for a name.
    pub const NAME: TextRule = TextRule::line(500);
    /// The rule for a description.
    pub const DESCRIPTION: TextRule = TextRule::lines(10_000);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_is_found_under_each_ancestor_of_its_category() {
        let product = Product {
            id: "1".parse().unwrap(),
            texts: Texts::default(),
            brand: None,
            category: "Apparel/Topwear/Shirts".into(),
            colour: None,
            prices: BTreeMap::new(),
            images: vec![],
            shop: None,
            version: Version::FIRST,
            created: Timestamp::from_millis(0),
            modified: Timestamp::from_millis(0),
        };
        let categories: Vec<_> = product.categories().collect();
        assert_eq!(categories, ["Apparel", "Apparel/Topwear", "Apparel/Topwear/Shirts"]);
    }
}
