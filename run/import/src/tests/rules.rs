//! A request body and a row may hold the same: each value is sent as both.

use std::{fmt::Debug, sync::Arc};

use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use ogrom_core::{Body, facts::Authentication, mount::Mounted, scope::WRITE};
use ogrom_protocols::Principal;
use ogrom_protocols_fashion_model::{Collage, Comment, Product, User};
use ogrom_protocols_model::{Locales, Timestamp};
use ogrom_run::{routes, sources::Sources};
use ogrom_server::Services;
use ogrom_sources_fashion_memory::Memory;
use serde_json::{Value, json};

use crate::{
    Importers,
    row::{self, Row},
};

/// The API over a collage with a comment.
struct Api(Mounted);

// === impl Api ===

impl Api {
    async fn new() -> Self {
        let memory = Arc::new(Memory::default());
        let into = Importers::all_into(&memory);
        let ctx = ogrom_protocols::Context::new("test", Arc::new("en-GB; GBP".parse().unwrap()));
        User::import(&into, &ctx, &[taken(&json!({"id": "lena"}))], Timestamp::from_millis(0)).await.unwrap();
        Product::import(
            &into,
            &ctx,
            &[taken(&json!({"id": "hat", "category": "Hats"}))],
            Timestamp::from_millis(0),
        )
        .await
        .unwrap();
        Collage::import(&into, &ctx, &[taken(&collage_row("title", &"a".into()))], Timestamp::from_millis(0))
            .await
            .unwrap();
        Comment::import(&into, &ctx, &[taken(&comment_row("title", &"a".into()))], Timestamp::from_millis(0))
            .await
            .unwrap();
        let services = Services::of_system(Locales::new(["en-GB; GBP".parse().unwrap()]).unwrap());
        Self(routes::service(&Sources::all_from(&memory), &services).unwrap())
    }

    /// Whether content is taken; a panic where it is neither taken nor invalid.
    async fn takes(&self, method: &str, path: &str, content: &Value) -> bool {
        let media_type = if method == "PATCH" { "application/merge-patch+json" } else { "application/json" };
        let content = content.to_string();
        let lena = Principal::new("lena".parse().unwrap());
        let request = Request::builder()
            .method(method)
            .uri(format!("/v1/en-GB/{path}"))
            .header(header::CONTENT_TYPE, media_type)
            .header(header::CONTENT_LENGTH, content.len())
            .extension(Authentication::Authenticated(lena, WRITE.into()));
        let request = if method == "POST" { request } else { request.header(header::IF_MATCH, "*") };
        let request = request.body(Body::from(bytes::Bytes::from(content.clone()))).unwrap();
        let response = self.0.answer(self.0.route(request.uri().path()), request).await.unwrap();
        let (status, told) = (response.status(), response.into_body().collect().await.unwrap().to_bytes());
        match status {
            StatusCode::OK | StatusCode::CREATED => true,
            StatusCode::UNPROCESSABLE_ENTITY => false,
            other => panic!("{other} to {method} {path} {content}: {told:?}"),
        }
    }
}

/// The row that a line is; the reason as an error.
fn read<R: Row>(line: &Value) -> Result<R, String> {
    row::read(&line.to_string(), Timestamp::from_millis(0), |_| ()).map_err(|reason| reason.to_string())
}

fn taken<R: Row + Debug>(line: &Value) -> R {
    read(line).unwrap()
}

/// Content with this member.
fn with(mut content: Value, name: &str, value: &Value) -> Value {
    content[name] = value.clone();
    content
}

fn collage_row(name: &str, value: &Value) -> Value {
    with(json!({"id": "lake", "user": "lena", "items": []}), name, value)
}

fn comment_row(name: &str, value: &Value) -> Value {
    let row = json!({"id": "c", "collage": "lake", "user": "lena", "language": "en", "text": "Nice"});
    with(row, name, value)
}

/// Texts of all kinds, and what is none.
fn texts() -> Vec<Value> {
    let long = |length: usize| "é".repeat(length);
    let mut texts: Vec<Value> = [
        "",
        "a",
        " a",
        "a ",
        " ",
        "\n",
        "a\nb",
        "a\r\nb",
        "a\tb",
        "\t",
        "a\0b",
        "\0",
        "a\u{7f}",
        "a\u{85}b",
        "\u{a0}",
        "a\u{a0}b",
        "a\u{2028}b",
        "\u{200b}",
        "a\u{200b}",
        "\u{feff}a",
        "\u{202e}a",
        "\u{ad}",
        "👗",
        "e\u{301}",
        "<b>",
        "null",
        ".",
        "..",
        "a/b",
        "a.b-c_d~e",
        "%20",
        "de",
        "DE-at",
        "de_DE",
        "zh-Hant-HK",
        "und",
        "x-private",
    ]
    .map(Value::from)
    .to_vec();
    texts.extend([64, 65, 100, 101, 200, 201, 500, 501, 10_000, 10_001].map(|length| long(length).into()));
    texts.extend([64, 65].map(|length| "x".repeat(length).into()));
    texts.extend([json!(true), json!(["a"]), json!({"a": 1})]);
    texts
}

fn numbers() -> Vec<Value> {
    let mut numbers: Vec<Value> =
        [0, 1, -1, 5, 6, 359, 360, -359, -360, i64::from(i32::MAX), i64::from(i32::MAX) + 1]
            .map(Value::from)
            .into();
    numbers.extend([0.0, -0.0, 0.5, 1.0, 1.5, 5.0, 359.9, -359.9, 1e300, 5e-324].map(Value::from));
    numbers.extend([json!("1"), json!(""), json!(true), json!([1]), json!({}), json!(u64::MAX)]);
    numbers
}

/// Asks for this member of a collage by each method and as a row; all verdicts must be the same.
async fn collages_agree(api: &Api, name: &str, value: &Value) {
    let content = with(json!({"items": []}), name, value);
    let of_row = read::<Collage>(&collage_row(name, value));
    let mut methods = vec![("POST", "collages")];
    if name != "id" {
        methods.extend([("PUT", "collages/lake"), ("PATCH", "collages/lake")]);
    }
    for (method, path) in methods {
        assert_eq!(api.takes(method, path, &content).await, of_row.is_ok(), "{method} {content}: {of_row:?}");
    }
}

/// The same for a comment.
async fn comments_agree(api: &Api, name: &str, value: &Value) {
    let content = with(json!({"text": "Nice"}), name, value);
    let of_row = read::<Comment>(&comment_row(name, value));
    let mut methods = vec![("POST", "collages/lake/comments")];
    if name != "id" {
        methods.push(("PUT", "comments/c"));
    }
    for (method, path) in methods {
        assert_eq!(api.takes(method, path, &content).await, of_row.is_ok(), "{method} {content}: {of_row:?}");
    }
}

#[tokio::test]
async fn texts_are_taken_from_a_file_as_they_are_from_a_client() {
    let api = Api::new().await;
    for text in texts() {
        for name in ["id", "title", "description", "items"] {
            collages_agree(&api, name, &text).await;
        }
        for name in ["id", "title", "text", "language", "rating"] {
            comments_agree(&api, name, &text).await;
        }
    }
}

#[tokio::test]
async fn numbers_are_taken_from_a_file_as_they_are_from_a_client() {
    let api = Api::new().await;
    for number in numbers() {
        for name in ["x", "y", "size", "rotation", "layer"] {
            let item = json!({"product": "hat", "x": 0.5, "y": 0.5, "size": 0.5});
            collages_agree(&api, "items", &json!([with(item, name, &number)])).await;
        }
        comments_agree(&api, "rating", &number).await;
        for name in ["title", "description"] {
            collages_agree(&api, name, &number).await;
        }
    }
    for count in [0, 100, 101] {
        let item = json!({"product": "hat", "x": 0, "y": 0, "size": 1});
        collages_agree(&api, "items", &vec![item; count].into()).await;
    }
}

/// Fields that only files hold keep to the same rules: one line is one line.
#[test]
fn what_only_a_file_holds_keeps_to_the_same_rules() {
    for text in texts() {
        let lena = json!({"id": "lena", "name": text});
        let hat = json!({"id": "hat", "category": "Hats", "texts": {"en": {"name": text}}});
        let is_line = |rule: ogrom_protocols_model::TextRule| {
            text.as_str().is_some_and(|text| rule.check(text).is_ok())
        };
        assert_eq!(read::<User>(&lena).is_ok(), is_line(User::NAME), "{text}");
        assert_eq!(
            read::<Product>(&hat).is_ok(),
            is_line(ogrom_protocols_fashion_model::ProductText::NAME),
            "{text}"
        );
        for label in ["brand", "category", "colour"] {
            let labelled = with(json!({"id": "hat", "category": "Hats"}), label, &text);
            assert_eq!(read::<Product>(&labelled).is_ok(), is_line(Product::LABEL), "{label}: {text}");
        }
    }
}

/// A row alone must have its identifier and its language. It may lack the place of an item, which then lies in a grid.
#[tokio::test]
async fn null_is_the_same_as_absent_in_a_file_as_it_is_from_a_client() {
    let api = Api::new().await;
    for name in ["title", "description", "items"] {
        collages_agree(&api, name, &Value::Null).await;
    }
    for name in ["title", "text", "rating"] {
        comments_agree(&api, name, &Value::Null).await;
    }
    for name in ["product", "rotation", "layer"] {
        let item = json!({"product": "hat", "x": 0.5, "y": 0.5, "size": 0.5});
        collages_agree(&api, "items", &json!([with(item, name, &Value::Null)])).await;
    }
}
