//! The rows: half of the comments are on one collage, one user likes every other collage, and one collage is liked by all.

use std::{collections::BTreeMap, fmt::Debug, str::FromStr, sync::Arc};

use ogrom_protocols::{Context, Result};
use ogrom_protocols_fashion::{CollageImport, CommentImport, LikeImport, ProductImport, UserImport};
use ogrom_protocols_fashion_model::{Collage, CollageItem, Comment, Like, Product, User};
use ogrom_protocols_model::{Locale, Texts, Timestamp, Version};
use ogrom_sources_fashion_sql::Sql;

/// How many rows go into a transaction.
const BATCH: usize = 1_000;

/// The context of each call.
pub(crate) fn context() -> Context {
    Context::new("bench", Arc::new("en-GB; GBP".parse::<Locale>().expect("a locale")))
}

/// An identifier whose order is that of its number.
pub(crate) fn id<T: FromStr<Err: Debug>>(noun: char, number: usize) -> T {
    format!("{noun}{number:06}").parse().expect("letters and digits are an identifier")
}

/// When the row of this number was made: a hundred of them at once.
pub(crate) fn at(number: usize) -> Timestamp {
    Timestamp::from_millis(1_700_000_000_000 + i64::try_from(number / 100).unwrap_or(i64::MAX))
}

/// So many collages, comments and likes, and users.
pub(crate) async fn fill(sql: &Sql, rows: usize) -> Result<()> {
    let ctx = context();
    sql.import_products(&ctx, &[product()], at(0)).await?;
    for start in (0..rows).step_by(BATCH) {
        let numbers = start..rows.min(start + BATCH);
        sql.import_users(&ctx, &numbers.clone().map(user).collect::<Vec<_>>()).await?;
        sql.import_collages(&ctx, &numbers.clone().map(collage).collect::<Vec<_>>()).await?;
        let comments =
            numbers.clone().map(|number| comment(number, if number % 2 == 0 { 0 } else { number }));
        sql.import_comments(&ctx, &comments.collect::<Vec<_>>()).await?;
        let like = |number| if number % 2 == 0 { like(number, 0) } else { like(0, number) };
        sql.import_likes(&ctx, &numbers.map(like).collect::<Vec<_>>()).await?;
    }
    Ok(())
}

/// The comment of this number on the collage of that one.
pub(crate) fn comment(number: usize, on: usize) -> Comment {
    Comment {
        id: id('m', number),
        collage: id('c', on),
        author: id('u', 0),
        language: "en".parse().expect("a tag"),
        title: None,
        text: "I would have hired you for the loafers alone, and for the basket twice.".to_owned(),
        rating: u8::try_from(number % 6).ok().filter(|stars| *stars > 0),
        version: Version::FIRST,
        created: at(number),
        modified: at(number),
    }
}

fn like(collage: usize, user: usize) -> Like {
    Like { collage: id('c', collage), user: id('u', user), created: at(collage.max(user)) }
}

fn collage(number: usize) -> Collage {
    let item = CollageItem { product: id('p', 0), x: 0.5, y: 0.5, size: 0.25, rotation: 0.0, layer: 0 };
    Collage {
        id: id('c', number),
        owner: id('u', number % 1_000),
        title: Some("A morning at the market".to_owned()),
        description: None,
        items: vec![item],
        likes: 0,
        comments: 0,
        rating: None,
        version: Version::FIRST,
        created: at(number),
        modified: at(number),
    }
}

fn user(number: usize) -> User {
    let name = Some(format!("Number {number} Vogt"));
    User { id: id('u', number), name, version: Version::FIRST, created: at(number), modified: at(number) }
}

fn product() -> Product {
    Product {
        id: id('p', 0),
        texts: Texts::default(),
        brand: None,
        category: "Clothing".to_owned(),
        colour: None,
        prices: BTreeMap::new(),
        images: Vec::new(),
        shop: None,
        version: Version::FIRST,
        created: at(0),
        modified: at(0),
    }
}
