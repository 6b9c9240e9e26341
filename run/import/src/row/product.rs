//! Products: `id`, `texts`, `brand`, `category`, `colour`, `prices`, `images`, `shop`, `created`, `modified`.

use std::collections::BTreeMap;

use ogrom_protocols::{self as protocols, Context, Imported};
use ogrom_protocols_fashion_model::{Product, ProductText};
use ogrom_protocols_model::{Country, LanguageTag, Money, Texts, Timestamp, Version};

use super::{
    super::{
        fields::{Fields, Reason, shown},
        importers::Importers,
        limits,
    },
    Row,
    url::is_web,
};

// === impl Product ===

impl Row for Product {
    fn read(fields: &mut Fields<'_>, start: Timestamp) -> Result<Self, Reason> {
        let (created, modified) = fields.times(start)?;
        Ok(Self {
            id: fields.id("id")?,
            texts: texts(fields)?,
            brand: fields.text("brand", Self::LABEL)?,
            category: fields.required_text("category", Self::LABEL)?,
            colour: fields.text("colour", Self::LABEL)?,
            prices: prices(fields)?,
            images: images(fields)?,
            shop: shop(fields)?,
            version: Version::FIRST,
            created,
            modified,
        })
    }

    async fn import(
        into: &Importers,
        ctx: &Context,
        rows: &[Self],
        now: Timestamp,
    ) -> protocols::Result<Vec<Imported>> {
        into.products.import_products(ctx, rows, now).await
    }
}

fn texts(fields: &mut Fields<'_>) -> Result<Texts<ProductText>, Reason> {
    let mut texts = Texts::default();
    for (tag, mut text) in fields.members("texts")? {
        let language: LanguageTag = tag.parse().map_err(|error| wrong_key(fields, "texts", &tag, error))?;
        if texts.get(&language).is_some() {
            return Err(fields.wrong("texts", format_args!("'{language}' is there twice")));
        }
        let name = text.required_text("name", ProductText::NAME)?;
        let description = text.text("description", ProductText::DESCRIPTION)?;
        texts.insert(language, ProductText { name, description });
        fields.ignore_rest_of(text, "texts.*");
    }
    Ok(texts)
}

fn prices(fields: &mut Fields<'_>) -> Result<BTreeMap<Country, Money>, Reason> {
    let mut prices = BTreeMap::new();
    for (code, mut price) in fields.members("prices")? {
        let country: Country = code.parse().map_err(|error| wrong_key(fields, "prices", &code, error))?;
        let expected = "a whole number of minor units, 0 to 9007199254740991";
        let amount = price.number("amount", expected, |amount| *amount <= limits::AMOUNT)?;
        let amount = amount.ok_or_else(|| price.missing("amount"))?;
        prices.insert(country, Money { amount, currency: price.code("currency")? });
        fields.ignore_rest_of(price, "prices.*");
    }
    Ok(prices)
}

fn images(fields: &mut Fields<'_>) -> Result<Vec<String>, Reason> {
    let images: Vec<String> = fields.take("images", "a list of URLs")?.unwrap_or_default();
    for url in &images {
        check_url(fields, "images", url)?;
    }
    Ok(images)
}

fn shop(fields: &mut Fields<'_>) -> Result<Option<String>, Reason> {
    let shop = fields.take::<String>("shop", "a URL")?;
    shop.map(|url| check_url(fields, "shop", &url).map(|()| url)).transpose()
}

fn check_url(fields: &Fields<'_>, name: &str, url: &str) -> Result<(), Reason> {
    if is_web(url) && url.chars().count() <= limits::URL {
        return Ok(());
    }
    let expected = format_args!(
        "expected an absolute http or https URL of at most {} characters, found \"{}\"",
        limits::URL,
        shown(url)
    );
    Err(fields.wrong(name, expected))
}

fn wrong_key(fields: &Fields<'_>, name: &str, key: &str, error: impl std::fmt::Display) -> Reason {
    fields.wrong(name, format_args!("{error}; found '{}'", shown(key)))
}
