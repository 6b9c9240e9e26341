//! Sparse representations: only the members that a client lists, at every endpoint.

use std::sync::Arc;

use ogrom_protocols::Error;
use serde_json::{Value, json};

use super::{Answer, App, Sources, broken::Broken, every_endpoint::PLACES, filled};

const LAKE: &str = "de-DE/collages/lake";
const FEED: &str = "de-DE/feeds/products";

/// The paths to all members of a value; those of its items, where it is a page or a list.
fn paths(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let start = if value.get("id").is_none() { value.get("items").unwrap_or(value) } else { value };
    collect(start, "", &mut found);
    found.sort();
    found.dedup();
    found
}

fn collect(value: &Value, before: &str, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, before, found)),
        Value::Object(members) => {
            for (name, member) in members {
                let path = format!("{before}{name}");
                collect(member, &format!("{path}."), found);
                found.push(path);
            }
        }
        _ => {}
    }
}

/// The part of a value that is left where only one path is listed.
fn part(value: &Value, path: &str) -> Value {
    if value.get("id").is_none() && value.get("items").is_some() {
        let mut page = value.clone();
        page["items"] = at(&value["items"], path);
        return page;
    }
    at(value, path)
}

fn at(value: &Value, path: &str) -> Value {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    match value {
        Value::Array(items) => items.iter().map(|item| at(item, path)).collect(),
        Value::Object(members) => {
            let member =
                members.get(name).map(|member| rest.map_or_else(|| member.clone(), |rest| at(member, rest)));
            member.map(|member| (name.to_owned(), member)).into_iter().collect()
        }
        other => other.clone(),
    }
}

fn messages(refused: &Answer) -> Vec<&str> {
    let errors = refused.json["errors"].as_array().unwrap().iter();
    errors.map(|error| error["message"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn each_member_of_each_representation_can_be_listed_alone() {
    let app = App::new().await;
    for (place, _) in PLACES.into_iter().chain([(FEED, "")]) {
        let whole = app.get(place).await.is(200);
        let all = paths(&whole.json);
        for path in &all {
            let sparse = app.get(&format!("{place}?fields={path}")).await.is(200);
            assert_eq!(sparse.json, part(&whole.json, path), "{place} {path}");
            let packed = app.get(&format!("{place}?fields={path}")).accept("application/cbor").await.is(200);
            assert_eq!(packed.json, sparse.json, "{place} {path}");
        }
        if !all.is_empty() {
            let listed = app.get(&format!("{place}?fields={}", all.join(","))).await.is(200);
            assert_eq!(listed.json, whole.json, "{place}");
        }
    }
}

#[tokio::test]
async fn the_members_of_a_page_stay_and_so_does_the_list_on_the_next_one() {
    let app = App::new().await;
    let page = app.get("de-DE/products?limit=1&fields=id,price.amount").await.is(200);
    assert_eq!(page.json["items"], json!([{ "id": "belt", "price": { "amount": 1500 } }]));
    let next = app.get(&page.next().unwrap()).await.is(200);
    assert_eq!(next.json["items"], json!([{ "id": "hat" }]));
    let lines = app.get(&format!("{FEED}?fields=id")).accept("application/jsonl").await.is(200);
    assert_eq!(lines.json, json!([{ "id": "belt" }, { "id": "hat" }, { "id": "shirt" }, { "id": "scarf" }]));
}

#[tokio::test]
async fn a_member_that_nobody_knows_is_named() {
    let app = App::new().await;
    let refused = app.get("de-DE/products?fields=id,colr,price.amont&limt=1").await.is(400);
    assert_eq!(refused.errors(), ["fields: unknown", "fields: unknown", "limt: unknown"]);
    assert_eq!(
        messages(&refused),
        [
            "'colr' is not known; did you mean 'colour'?",
            "'amont' in 'price' is not known; did you mean 'amount'?",
            "is not known; did you mean 'limit'?",
        ]
    );
    let refused = app.get("de-DE/products?fields=").await.is(400);
    assert_eq!(refused.errors(), ["fields: minItems"]);
    let refused = app.get("de-DE/products?field=id").await.is(400);
    assert_eq!(messages(&refused), ["is not known; did you mean 'fields'?"]);
    let refused = app.put(&format!("{LAKE}?fields=id"), &json!({ "items": [] })).by("lena").current().await;
    assert_eq!(refused.is(400).errors(), ["fields: unknown"], "only reads show members");
    app.get("de-DE/products?fields=id&fields=price.amount,brand").await.is(200);
}

#[tokio::test]
async fn a_tag_is_that_of_the_members_that_are_shown() {
    let app = App::new().await;
    let target = format!("{LAKE}?fields=id,title");
    let (whole, sparse) = (app.get(LAKE).await, app.get(&target).await);
    assert_ne!(whole.tag(), sparse.tag());
    app.get(&target).if_none_match(sparse.tag()).await.is(304);
    app.get(&target).if_none_match(whole.tag()).await.is(200);
    let head = app.ask("HEAD", &target).await.is(200);
    assert_eq!(
        (head.tag(), head.header("content-length")),
        (sparse.tag(), Some(&*sparse.content.len().to_string()))
    );
    // A like changes nothing that is shown.
    app.ask("PUT", &format!("{LAKE}/likes/omar")).by("omar").await.is(201);
    app.get(&target).if_none_match(sparse.tag()).await.is(304);
}

#[tokio::test]
async fn what_was_read_in_part_can_be_patched_and_deleted_and_not_replaced() {
    let app = App::new().await;
    let read = app.get(&format!("{LAKE}?fields=id,items")).by("lena").await;
    // It lacks title and description, which PUT would remove.
    let weakened = format!("W/{}", read.tag());
    let apache = format!("{}-gzip\"", read.tag().strip_suffix('"').unwrap());
    for tag in [read.tag(), &*weakened, &*apache] {
        let refused = app.put(LAKE, &read.json).by("lena").if_match(tag).await.is(412);
        let detail = refused.json["detail"].as_str().unwrap();
        assert!(detail.contains("'fields'"), "{tag}: {detail}");
    }
    let whole = app.get(LAKE).by("lena").await;
    assert!(whole.json["title"].is_string() && whole.json["description"].is_string());
    let tags = format!("{}, {}", read.tag(), whole.tag());
    app.put(LAKE, &whole.json).by("lena").if_match(&tags).await.is(200);
    let patch = json!({ "title": "Am See" });
    let patched = app.patch(LAKE, &patch).by("lena").if_match(read.tag()).await.is(200);
    assert_eq!(patched.json["description"], whole.json["description"]);
    app.patch(LAKE, &patch).by("lena").if_match(read.tag()).await.is(412);
    let read = app.get(&format!("{LAKE}?fields=version")).by("lena").await;
    app.delete(LAKE).by("lena").if_match(read.tag()).await.is(204);
}

#[tokio::test]
async fn what_is_not_shown_is_not_loaded() {
    let memory = filled().await;
    let down = Broken(|| Error::unavailable("it is down"));
    let all = || Sources::of(memory.clone(), memory.clone());
    let without_products = App::over(Sources { products: Arc::new(down), ..all() });
    let without_users = App::over(Sources { users: Arc::new(down), ..all() });
    let without_likes = App::over(Sources { likes: Arc::new(down), ..all() });
    for place in ["de-DE/collages", "de-DE/collages?id=lake", LAKE] {
        let mark = if place.contains('?') { '&' } else { '?' };
        for (app, needed, spared) in [
            (&without_products, "items.x", "id,owner.name,title"),
            (&without_users, "owner.name", "id,title,items"),
            (&without_likes, "likedByMe", "id,title,items,owner"),
        ] {
            app.get(&format!("{place}{mark}fields={needed}")).by("omar").await.is(503);
            app.get(&format!("{place}{mark}fields={spared}")).by("omar").await.is(200);
        }
    }
    for place in ["de-DE/comments/c1", "de-DE/comments", "de-DE/collages/lake/comments"] {
        without_users.get(&format!("{place}?fields=author.id")).await.is(503);
        without_users.get(&format!("{place}?fields=id,text")).await.is(200);
    }
}
