//! A product by its identifier.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use sqlx::{MySqlPool, Row};

use super::{Failure, rfc3339};

const BY_IDS: &str = "SELECT p.id, p.brand, p.category, p.colour, p.texts, p.prices, p.images, p.shop, p.version, \
    p.created, p.modified FROM JSON_TABLE(?, '$[*]' COLUMNS (value VARCHAR(255) CHARACTER SET utf8mb4 PATH '$')) \
    AS ids STRAIGHT_JOIN products p ON p.id = ids.value";

#[derive(Serialize)]
struct Product {
    id: String,
    #[serde(flatten)]
    text: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    brand: Option<String>,
    category: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    colour: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<Price>,
    images: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shop: Option<String>,
    version: i64,
    created: String,
    modified: String,
    links: Links,
}

#[derive(Serialize, Deserialize)]
struct Text {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Price {
    amount: u64,
    currency: String,
}

#[derive(Serialize)]
struct Links {
    #[serde(rename = "self")]
    itself: String,
    collages: String,
}

pub(super) async fn product(
    State(pool): State<MySqlPool>,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let ids = serde_json::to_string(&[&id])?;
    let Some(row) = sqlx::query(BY_IDS).bind(ids).fetch_optional(&pool).await? else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let mut texts: BTreeMap<String, Text> = serde_json::from_str(row.try_get_unchecked(4)?)?;
    let mut prices: BTreeMap<String, Price> = serde_json::from_str(row.try_get_unchecked(5)?)?;
    let text = texts.remove("en-GB");
    let product = Product {
        language: text.as_ref().map(|_| "en-GB"),
        text,
        brand: row.try_get_unchecked(1)?,
        category: row.try_get_unchecked(2)?,
        colour: row.try_get_unchecked(3)?,
        price: prices.remove("GB"),
        images: serde_json::from_str(row.try_get_unchecked(6)?)?,
        shop: row.try_get_unchecked(7)?,
        version: row.try_get_unchecked(8)?,
        created: rfc3339(row.try_get_unchecked(9)?)?,
        modified: rfc3339(row.try_get_unchecked(10)?)?,
        links: Links {
            itself: format!("/v1/en-GB/products/{id}"),
            collages: format!("/v1/en-GB/collages?product={id}"),
        },
        id,
    };
    Ok(Json(product).into_response())
}
