//! A page of comments with their authors.

use std::collections::{BTreeSet, HashMap};

use axum::{
    Json,
    extract::{Query, State},
};
use ogrom_protocols::{Cursor, Place, Position};
use serde::{Deserialize, Serialize};
use sqlx::{MySqlPool, Row};

use super::{Failure, rfc3339};

const NEWEST: &str = "SELECT c.id, c.collage, c.author, c.language, c.title, c.text, c.rating, c.version, c.created, \
    c.modified FROM comments c FORCE INDEX (comments_by_language) WHERE c.primary_language = ? AND \
    (c.created < ? OR (c.created = ? AND c.id < ?)) ORDER BY c.created DESC, c.id DESC LIMIT ?";

const AUTHORS: &str = "SELECT u.id, u.name, u.version, u.created, u.modified FROM JSON_TABLE(?, '$[*]' COLUMNS \
    (value VARCHAR(255) CHARACTER SET utf8mb4 PATH '$')) AS ids STRAIGHT_JOIN users u ON u.id = ids.value";

/// The purpose of cursors.
const SEALED_FOR: &str = "comments collage= language=en";

#[derive(Deserialize)]
pub(super) struct Parameters {
    limit: usize,
    cursor: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Page {
    items: Vec<Comment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prev: Option<String>,
}

#[derive(Serialize)]
struct Comment {
    id: String,
    collage: String,
    author: Author,
    language: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    rating: Option<i64>,
    version: i64,
    created: String,
    modified: String,
    links: Links,
    #[serde(skip)]
    rank: i64,
}

#[derive(Serialize)]
struct Author {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
}

#[derive(Serialize)]
struct Links {
    #[serde(rename = "self")]
    itself: String,
    collage: String,
}

pub(super) async fn comments(
    State(pool): State<MySqlPool>,
    Query(Parameters { limit, cursor }): Query<Parameters>,
) -> Result<Json<Page>, Failure> {
    let start = match &cursor {
        Some(cursor) => match Cursor::parse(cursor).open(SEALED_FOR)? {
            Place::After(position) | Place::Before(position) => position,
        },
        None => Position { rank: i64::MAX, id: "\u{7f}".to_owned() },
    };
    let list = sqlx::query(NEWEST).bind("en").bind(start.rank).bind(start.rank).bind(start.id);
    let rows = list.bind(i64::try_from(limit + 1)?).fetch_all(&pool).await?;
    let mut items = rows.iter().map(comment).collect::<Result<Vec<_>, _>>()?;
    let more = items.len() > limit;
    items.truncate(limit);
    let ids: BTreeSet<_> = items.iter().map(|comment| &comment.author.id).collect();
    let authors = sqlx::query(AUTHORS).bind(serde_json::to_string(&ids)?).fetch_all(&pool).await?;
    let mut names = HashMap::new();
    for author in &authors {
        names
            .insert(author.try_get_unchecked::<&str, _>(0)?, author.try_get_unchecked::<Option<&str>, _>(1)?);
    }
    for Comment { author, .. } in &mut items {
        if let Some(name) = names.get(&*author.id) {
            author.name = name.map(str::to_owned);
            author.link = Some(format!("/v1/en-GB/users/{}", author.id));
        }
    }
    let position = |comment: &Comment| Position { rank: comment.rank, id: comment.id.clone() };
    let next = items.last().filter(|_| more).map(|last| Place::After(position(last)));
    let prev = items.first().filter(|_| cursor.is_some()).map(|first| Place::Before(position(first)));
    let [next, prev] = [next, prev].map(|place| Some(Cursor::seal(SEALED_FOR, &place?).as_str().to_owned()));
    Ok(Json(Page { items, next, prev }))
}

fn comment(row: &sqlx::mysql::MySqlRow) -> Result<Comment, Failure> {
    let (id, collage): (String, String) = (row.try_get_unchecked(0)?, row.try_get_unchecked(1)?);
    let rank = row.try_get_unchecked(8)?;
    Ok(Comment {
        links: Links {
            itself: format!("/v1/en-GB/comments/{id}"),
            collage: format!("/v1/en-GB/collages/{collage}"),
        },
        id,
        collage,
        author: Author { id: row.try_get_unchecked(2)?, name: None, link: None },
        language: row.try_get_unchecked(3)?,
        title: row.try_get_unchecked(4)?,
        text: row.try_get_unchecked(5)?,
        rating: row.try_get_unchecked(6)?,
        version: row.try_get_unchecked(7)?,
        created: rfc3339(rank)?,
        modified: rfc3339(row.try_get_unchecked(9)?)?,
        rank,
    })
}
