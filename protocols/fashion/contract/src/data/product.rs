//! Products to test with.

use std::collections::BTreeMap;

use ogrom_protocols_fashion_model::{Product, ProductText};
use ogrom_protocols_model::{Country, Currency, Money, Texts, Timestamp, Version};

use super::{at, parse};

/// A product in the category `Apparel` without any other data.
pub fn a_product(id: &str) -> Product {
    Product {
        id: parse(id),
        texts: Texts::default(),
        brand: None,
        category: "Apparel".into(),
        colour: None,
        prices: BTreeMap::new(),
        images: vec![],
        shop: None,
        version: Version::FIRST,
        created: at(0),
        modified: at(0),
    }
}

/// A product with all data.
pub fn a_full_product(id: &str) -> Product {
    let product = a_product(id)
        .named("en-GB", "Silk Scarf")
        .named("de", "Schal")
        .described("de", "Aus Seide.\nHandwäsche.")
        .branded("Émail & Söhne")
        .in_category("Accessories/Scarves")
        .coloured("Navy Blue")
        .priced("DE", 4990)
        .priced("GB", 4500)
        .priced("JP", 7800);
    Product {
        images: vec!["https://img.example/b.jpg".into(), "https://img.example/a.jpg?w=1&h=2".into()],
        shop: Some("https://shop.example/scarf#silk".into()),
        version: Version::new(7),
        modified: at(999),
        ..product
    }
}

/// The parts of a product that a test sets.
pub trait ProductData {
    /// Called this in the language, without a description.
    #[must_use]
    fn named(self, language: &str, name: &str) -> Self;
    /// Described like this in the language, which has a name already or gets an empty one.
    #[must_use]
    fn described(self, language: &str, description: &str) -> Self;
    /// Of this brand.
    #[must_use]
    fn branded(self, brand: &str) -> Self;
    /// In this category.
    #[must_use]
    fn in_category(self, category: &str) -> Self;
    /// Of this colour.
    #[must_use]
    fn coloured(self, colour: &str) -> Self;
    /// For so many minor units of the country's currency.
    #[must_use]
    fn priced(self, country: &str, amount: u64) -> Self;
    /// Created at this time.
    #[must_use]
    fn created(self, time: Timestamp) -> Self;
}

impl ProductData for Product {
    fn named(mut self, language: &str, name: &str) -> Self {
        self.texts.insert(parse(language), ProductText { name: name.into(), description: None });
        self
    }

    fn described(mut self, language: &str, description: &str) -> Self {
        let name = self.texts.get(&parse(language)).map(|text| text.name.clone()).unwrap_or_default();
        self.texts.insert(parse(language), ProductText { name, description: Some(description.into()) });
        self
    }

    fn branded(self, brand: &str) -> Self {
        Self { brand: Some(brand.into()), ..self }
    }

    fn in_category(self, category: &str) -> Self {
        Self { category: category.into(), ..self }
    }

    fn coloured(self, colour: &str) -> Self {
        Self { colour: Some(colour.into()), ..self }
    }

    fn priced(mut self, country: &str, amount: u64) -> Self {
        let country = parse(country);
        self.prices.insert(country, Money { amount, currency: currency_of(country) });
        self
    }

    fn created(self, time: Timestamp) -> Self {
        Self { created: time, modified: time, ..self }
    }
}

fn currency_of(country: Country) -> Currency {
    parse(match country.as_str() {
        "GB" => "GBP",
        "JP" => "JPY",
        "US" => "USD",
        _ => "EUR",
    })
}
