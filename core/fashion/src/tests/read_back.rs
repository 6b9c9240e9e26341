//! A representation can be put as it was read, or edited and put as a whole.

use proptest::{option, prelude::*, sample::select};
use serde_json::{Value, json};
use tokio::runtime;

use super::App;

/// Something of each kind that PUT replaces, and the one who may.
const REPLACED: [(&str, &str); 4] = [
    ("de-DE/collages/lake", "lena"),
    ("de-DE/comments/c1", "omar"),
    ("de-DE/comments/c2", "lena"),
    ("de-DE/collages/city/likes/lena", "lena"),
];

const LAKE: &str = "de-DE/collages/lake";

/// Puts what is there as it is, and expects that nothing changes.
async fn put_back(app: &App, place: &str, user: &str) {
    app.clock.advance(60_000);
    let read = app.get(place).by(user).await.is(200);
    let put = app.put(place, &read.json).by(user).if_match(read.tag()).await.is(200);
    assert_eq!(put.json, read.json, "{place}");
    let packed = app.get(place).by(user).accept("application/cbor").await.is(200);
    app.ask("PUT", place).cbor(&packed.json).by(user).if_match(packed.tag()).await.is(200);
    let again = app.get(place).by(user).await;
    assert_eq!((&again.headers, &again.json), (&read.headers, &read.json), "{place}");
}

#[tokio::test]
async fn what_is_read_is_put_back_and_changes_nothing() {
    let app = App::new().await;
    for (place, user) in REPLACED {
        put_back(&app, place, user).await;
    }
}

fn collage() -> impl Strategy<Value = Value> {
    let product = select(vec!["scarf", "shirt", "hat", "belt"]);
    let place = (0.0..=1.0, 0.0..=1.0, 0.001..=1.0, -359.9..359.9_f64);
    let item = (product, place, any::<i32>()).prop_map(|(product, (x, y, size, rotation), layer)| {
        json!({ "product": product, "x": x, "y": y, "size": size, "rotation": rotation, "layer": layer })
    });
    let texts = (option::of("[a-z\u{e9}👗 ]{0,9}[a-z]"), option::of("[a-z\n ]{0,9}[a-z]"));
    (texts, prop::collection::vec(item, 0..5)).prop_map(
        |((title, description), items)| json!({ "title": title, "description": description, "items": items }),
    )
}

fn comment() -> impl Strategy<Value = Value> {
    let language = select(vec!["de", "en-GB", "zh-Hant-HK"]);
    (option::of("[a-z]{1,9}"), "[a-z\n]{0,9}[a-z]", option::of(1..=5), option::of(language)).prop_map(
        |(title, text, rating, language)| {
            json!({ "title": title, "text": text, "rating": rating, "language": language })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn whatever_was_made_is_put_back_and_changes_nothing(collage in collage(), comment in comment()) {
        runtime::Builder::new_current_thread().build().unwrap().block_on(async {
            let app = App::new().await;
            for (list, content) in [("de-DE/collages", collage), ("de-DE/collages/lake/comments", comment)] {
                let made = app.post(list, &content).by("lena").await.is(201);
                put_back(&app, made.location(), "lena").await;
            }
        });
    }
}

#[tokio::test]
async fn what_is_edited_is_put_as_a_whole() {
    let app = App::new().await;
    let read = app.get(LAKE).by("lena").await;
    let mut edited = read.json.clone();
    edited["title"] = "Am See".into();
    edited["items"].as_array_mut().unwrap().reverse();
    // As a client writes it that has a member for everything.
    edited["picture"] = Value::Null;
    let refused = app.put(LAKE, &edited).by("lena").if_match(read.tag()).await.is(422);
    assert_eq!(refused.errors(), ["/picture: additionalProperties"], "what GET does not show is unknown");
    edited.as_object_mut().unwrap().remove("picture");
    let put = app.put(LAKE, &edited).by("lena").if_match(read.tag()).await.is(200);
    assert_eq!((&put.json["title"], &put.json["items"]), (&edited["title"], &edited["items"]));
    // A patch may repeat what is shown as well.
    let patch = json!({ "title": "Am Ufer", "likes": 0, "owner": "lena" });
    app.patch(LAKE, &patch).by("lena").current().await.is(200);
}

#[tokio::test]
async fn what_only_the_service_decides_is_not_taken_otherwise() {
    let app = App::new().await;
    let read = app.get(LAKE).by("lena").await;
    for (member, value, message) in [
        ("likes", json!(7), "is read-only: must be 0, or absent"),
        ("version", json!(2), "is read-only: must be 1, or absent"),
        (
            "created",
            json!("2026-01-01T00:00:00.000Z"),
            "is read-only: must be \"2023-11-14T22:13:21.123Z\", or absent",
        ),
        ("owner", json!({ "id": "omar" }), "is read-only: must be as it is, or absent"),
        ("links", json!({ "self": "/" }), "is read-only: must be as it is, or absent"),
    ] {
        let mut edited = read.json.clone();
        edited[member] = value;
        for (method, media_type) in [("PUT", "application/json"), ("PATCH", "application/merge-patch+json")] {
            let ask = app.ask(method, LAKE).json(media_type, &edited).by("lena").if_match(read.tag());
            let refused = ask.await.is(422);
            let fault = json!([{ "pointer": format!("/{member}"), "code": "readOnly", "message": message }]);
            assert_eq!(refused.json["errors"], fault, "{method}");
        }
    }
    // Something new has none of it yet.
    let like = json!({ "collage": "lake", "user": "omar", "created": "2026-01-01T00:00:00.000Z" });
    let refused = app.put("de-DE/collages/lake/likes/omar", &like).by("omar").await.is(422);
    assert_eq!(refused.errors(), ["/collage: readOnly", "/created: readOnly", "/user: readOnly"]);
}

#[tokio::test]
async fn a_like_in_between_does_not_stop_who_puts_back_what_was_read() {
    let app = App::new().await;
    let read = app.get(LAKE).by("lena").await;
    app.ask("PUT", "de-DE/collages/lake/likes/omar").by("omar").await.is(201);
    let mut edited = read.json.clone();
    edited["title"] = "Am See".into();
    let put = app.put(LAKE, &edited).by("lena").if_match(read.tag()).await.is(200);
    assert_eq!((&put.json["title"], &put.json["likes"]), (&json!("Am See"), &json!(1)));
    // Of what is read now, the same is wrong.
    let refused = app.put(LAKE, &edited).by("lena").current().await.is(422);
    assert_eq!(refused.errors(), ["/likes: readOnly", "/modified: readOnly", "/version: readOnly"]);
}

#[tokio::test]
async fn what_was_read_in_one_locale_is_put_in_another() {
    let app = App::new().await;
    let read = app.get("en-GB/collages/lake").by("lena").await;
    app.put(LAKE, &read.json).by("lena").if_match(read.tag()).await.is(200);
    assert_eq!(app.get("en-GB/collages/lake").by("lena").await.tag(), read.tag());
}

#[tokio::test]
async fn what_a_stranger_read_is_edited_and_put_in_another_locale_or_format() {
    let app = App::new().await;
    let read = app.get("en-GB/collages/lake").accept("application/cbor").await.is(200);
    let mut edited = read.json.clone();
    edited["title"] = "Am See".into();
    let put = app.ask("PUT", LAKE).cbor(&edited).by("lena").if_match(read.tag()).await.is(200);
    assert_eq!((&put.json["title"], &put.json["likedByMe"]), (&json!("Am See"), &json!(false)));
    let read = app.get("fr-FR/collages/lake").await.is(200);
    edited = read.json.clone();
    edited["title"] = "Au lac".into();
    app.put(LAKE, &edited).by("lena").if_match(read.tag()).await.is(200);
    app.put(LAKE, &edited).by("lena").if_match(read.tag()).await.is(412);
}

#[tokio::test]
async fn an_instant_is_put_back_in_any_spelling() {
    let app = App::new().await;
    let read = app.get(LAKE).by("lena").await;
    let mut edited = read.json.clone();
    for (created, status) in [
        ("2023-11-14T22:13:21.123000+00:00", 200),
        ("2023-11-14T23:13:21.123+01:00", 200),
        ("2023-11-14T22:13:21Z", 422),
    ] {
        edited["created"] = created.into();
        app.put(LAKE, &edited).by("lena").if_match(read.tag()).await.is(status);
    }
}

#[tokio::test]
async fn a_product_is_named_by_its_text_or_shown() {
    let app = App::new().await;
    let shown = app.get("de-DE/products/hat").await.json;
    for product in [json!("hat"), json!({ "id": "hat" }), shown] {
        let item = json!({ "product": product, "x": 0.5, "y": 0.5, "size": 0.5 });
        let made = app.post("de-DE/collages", &json!({ "items": [item] })).by("lena").await.is(201);
        assert_eq!(made.json["items"][0]["product"]["id"], "hat");
    }
    for product in [json!({}), json!({ "id": 7 }), json!(["hat"]), json!({ "name": "hat" })] {
        let item = json!({ "product": product, "x": 0.5, "y": 0.5, "size": 0.5 });
        let refused = app.post("de-DE/collages", &json!({ "items": [item] })).by("lena").await.is(422);
        assert_eq!(refused.errors(), ["/items/0/product: type"]);
    }
}

#[tokio::test]
async fn a_wrong_parameter_is_told_without_what_is_shown() {
    let app = App::new().await;
    let mut read = app.get(LAKE).await.json;
    read["title"] = 7.into();
    let refused = app.put(&format!("{LAKE}?x=1"), &read).by("lena").current().await.is(400);
    let errors = refused.json["errors"].as_array().unwrap();
    let places: Vec<_> = errors.iter().map(|error| error.get("parameter").or(error.get("pointer"))).collect();
    assert_eq!(places, [Some(&json!("x")), Some(&json!("/title"))]);
}

#[tokio::test]
async fn a_representation_that_was_read_without_a_token_is_put_with_one() {
    let app = App::new().await;
    let read = app.get(LAKE).await.is(200);
    assert_eq!(read.json.get("likedByMe"), None);
    let put = app.put(LAKE, &read.json).by("lena").if_match(read.tag()).await.is(200);
    assert_eq!((&put.json["likedByMe"], &put.json["version"]), (&json!(false), &read.json["version"]));
    let mut edited = read.json.clone();
    edited["title"] = "Am See".into();
    let put = app.put(LAKE, &edited).by("lena").if_match(read.tag()).await.is(200);
    assert_eq!((&put.json["likedByMe"], &put.json["title"]), (&json!(false), &edited["title"]));
}
