//! The data in the database: as many items as a small shop has, each as long as those of the demo set.

use std::{
    fmt::Write as _,
    fs,
    path::Path,
    process::{Command, Stdio},
};

use ogrom_tests::measure::BoxError;

/// How many products there are.
pub(crate) const PRODUCTS: usize = 10_000;

/// How many pages of comments there are in the locale's language.
pub(crate) const PAGES: usize = 500;

/// How many comments a page has.
pub(crate) const PAGE: usize = 20;

const USERS: usize = 2_000;

/// Imports everything into the database of this URL, which is empty.
pub(crate) fn import(database: &str) -> Result<(), BoxError> {
    let folder = tempfile::tempdir()?;
    write(folder.path(), "users", USERS, user)?;
    write(folder.path(), "products", PRODUCTS, product)?;
    write(folder.path(), "collages", 1, collage)?;
    write(folder.path(), "comments", PAGES * PAGE, comment)?;
    let mut import = Command::new(std::env::current_exe()?);
    import.args(["ogrom", "import", "--database", database]).arg(folder.path());
    if import.stdout(Stdio::null()).stderr(Stdio::null()).status()?.success() {
        Ok(())
    } else {
        Err("the data cannot be imported".into())
    }
}

fn write(folder: &Path, noun: &str, count: usize, row: fn(usize) -> String) -> Result<(), BoxError> {
    let rows = (0..count).fold(String::new(), |mut rows, number| {
        let _ = writeln!(rows, "{}", row(number));
        rows
    });
    Ok(fs::write(folder.join(format!("{noun}.jsonl")), rows)?)
}

fn user(i: usize) -> String {
    format!(r#"{{"id": "user-{i}", "name": "Number {i} Vogt", "created": "2026-01-05T08:00:00Z"}}"#)
}

fn product(i: usize) -> String {
    let texts = [
        (
            "de-DE",
            "Wollmantel",
            "Gerader Mantel aus italienischer Wolle, knielang und schwer genug für einen Februar.",
        ),
        (
            "en-GB",
            "Wool overcoat",
            "A straight, knee-length coat in Italian wool, heavy enough for a grey February.",
        ),
        (
            "fr-FR",
            "Manteau",
            "Un manteau droit en laine italienne, qui tombe au genou et tient tête à février.",
        ),
    ];
    let texts = texts
        .map(|(tag, name, text)| format!(r#""{tag}": {{"name": "{name} {i}", "description": "{text}"}}"#));
    let prices = [("DE", "EUR"), ("FR", "EUR"), ("GB", "GBP"), ("CH", "CHF")].map(|(country, currency)| {
        format!(r#""{country}": {{"amount": {}, "currency": "{currency}"}}"#, 990 + i)
    });
    let images =
        ["front", "back", "detail"].map(|side| format!(r#""https://images.example/{i}/{side}.jpg""#));
    format!(
        r#"{{"id": "product-{i}", "texts": {{{}}}, "brand": "Halmstrand", "category": "Clothing/Outerwear/Coats", "colour": "charcoal", "prices": {{{}}}, "images": [{}], "shop": "https://shop.example/product-{i}", "created": "2026-01-05T08:00:00Z"}}"#,
        texts.join(", "),
        prices.join(", "),
        images.join(", "),
    )
}

fn collage(_: usize) -> String {
    r#"{"id": "collage", "user": "user-0", "title": "A morning at the market", "items": [{"product": "product-0"}]}"#
        .to_owned()
}

fn comment(i: usize) -> String {
    let (user, rating, minute, second) = (i * 7 % USERS, i % 5 + 1, i / 60 % 60, i % 60);
    let (day, hour) = (i / 86_400 + 1, i / 3_600 % 24);
    format!(
        r#"{{"id": "comment-{i}", "collage": "collage", "user": "user-{user}", "language": "en", "title": "Hired", "text": "I would have hired you for the loafers alone, and for the basket twice.", "rating": {rating}, "created": "2026-03-{day:02}T{hour:02}:{minute:02}:{second:02}Z"}}"#
    )
}
