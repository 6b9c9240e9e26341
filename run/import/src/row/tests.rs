//! Which lines become rows, and what the others are told.

use ogrom_protocols_fashion_model::{Collage, Comment, Like, Product, User};

use super::*;

/// 2026-01-01T00:00:00Z
const START: Timestamp = Timestamp::from_millis(1_767_225_600_000);

fn row<R: Row>(text: &str) -> Result<R, String> {
    read(text, START, |_| ()).map_err(|reason| reason.to_string())
}

#[track_caller]
fn refused<R: Row + std::fmt::Debug>(text: &str, reason: &str) {
    assert_eq!(row::<R>(text).unwrap_err(), reason, "{text}");
}

#[test]
fn an_id_is_a_text_or_a_whole_number() {
    for (id, expected) in [
        ("7", "7"),
        ("\"lena\"", "lena"),
        ("\"7\"", "7"),
        ("12345678901234567890123", "12345678901234567890123"),
    ] {
        assert_eq!(row::<User>(&format!(r#"{{"id":{id}}}"#)).unwrap().id.as_str(), expected);
    }
    let rule = "an identifier is 1 to 64 letters, digits, '-', '.', '_' or '~'";
    refused::<User>(r#"{"id":"é a"}"#, &format!("'id': {rule}; found \"é a\""));
    refused::<User>(r#"{"id":""}"#, &format!("'id': {rule}; found \"\""));
    refused::<User>(r#"{"id":1.5}"#, "'id': expected a text or a whole number, found 1.5");
    refused::<User>(r#"{"id":[1]}"#, "'id': expected a text or a whole number, found [1]");
    refused::<User>("{}", "'id' is missing");
}

#[test]
fn a_row_is_one_json_object() {
    refused::<User>(r#"{"id":1"#, "broken JSON: EOF while parsing an object at column 7");
    refused::<User>(r#"{"id":1} {"id":2}"#, "broken JSON: trailing characters at column 10");
    refused::<User>("[1]", "invalid type: sequence, expected an object at column 0");
    refused::<User>(r#"{"id":1,"name":"a","id":2}"#, "'id' is there twice at column 26");
    refused::<User>(r#"{"id":null,"id":2}"#, "'id' is there twice at column 18");
    refused::<User>(r#"{"id":1,"other":1,"\u006fther":null}"#, "'other' is there twice at column 36");
}

#[test]
fn null_is_the_same_as_absent() {
    let user: User = row(r#"{"id":1,"name":null,"created":null}"#).unwrap();
    assert_eq!((user.name, user.created), (None, START));
    refused::<Comment>(
        r#"{"id":1,"collage":2,"user":3,"language":"en","text":null,"rating":5}"#,
        "'text' is missing",
    );
    refused::<User>(r#"{"id":null}"#, "'id' is missing");
}

#[test]
fn times_are_rfc_3339_and_fill_in_for_each_other() {
    let times = |fields: &str| {
        let user: User = row(&format!(r#"{{"id":1{fields}}}"#)).unwrap();
        [user.created, user.modified].map(Timestamp::as_millis)
    };
    let start = START.as_millis();
    assert_eq!(times(""), [start, start]);
    assert_eq!(times(r#","created":"2026-01-01T01:00:00.5+01:00""#), [start + 500, start + 500]);
    assert_eq!(times(r#","modified":"1970-01-01T00:00:01Z""#), [1_000, 1_000]);
    let like: Like = row(r#"{"user":1,"collage":2,"created":"1969-12-31T23:59:59Z"}"#).unwrap();
    assert_eq!(like.created, Timestamp::from_millis(-1_000));

    let expected = "expected a time such as \"2026-03-01T12:00:00Z\", found";
    refused::<User>(r#"{"id":1,"created":"yesterday"}"#, &format!("'created': {expected} \"yesterday\""));
    refused::<User>(r#"{"id":1,"created":5}"#, &format!("'created': {expected} 5"));
    let offset = "2026-03-01T12:00:00+25:00";
    refused::<User>(
        &format!(r#"{{"id":1,"created":"{offset}"}}"#),
        &format!("'created': {expected} \"{offset}\""),
    );
    let kept = "times from 0000-01-01T00:00:00Z to 9999-12-30T22:00:00.999999999Z are kept";
    refused::<User>(
        r#"{"id":1,"created":"9999-12-31T23:59:59Z"}"#,
        &format!("'created': {kept}, found \"9999-12-31T23:59:59Z\""),
    );
    refused::<User>(
        r#"{"id":1,"created":"2026-01-02T00:00:00Z","modified":"2026-01-01T00:00:00Z"}"#,
        "'modified': it lies before 'created'",
    );
}

#[test]
fn texts_are_counted_in_characters() {
    let name = |length| row::<User>(&format!(r#"{{"id":1,"name":"{}"}}"#, "ß".repeat(length)));
    assert_eq!(name(100).unwrap().name, Some("ß".repeat(100)));
    assert_eq!(name(101).unwrap_err(), "'name': must have at most 100 characters and has 101");
    refused::<User>(r#"{"id":1,"name":" \n"}"#, "'name': must be one line, without control characters");
    refused::<User>(r#"{"id":1,"name":" \u200b"}"#, "'name': must not be blank");
    refused::<User>(r#"{"id":1,"name":7}"#, "'name': expected a text, found 7");
}

#[test]
fn a_product_has_all_its_fields() {
    let product: Product = row(r#"{"id":"coat","texts":{"de-de":{"name":"Mäntel 🧥"},"en":{"name":"Coat","description":"Warm.\nLong."}},
        "brand":"Tern","category":"Clothing/Coats","colour":"navy","prices":{"DE":{"amount":4990,"currency":"EUR"}},
        "images":["https://a.example/1.jpg"],"shop":"https://b.example/coat"}"#).unwrap();
    let texts: Vec<_> = product.texts.iter().map(|(tag, text)| (tag.as_str(), text.name.as_str())).collect();
    assert_eq!(texts, [("de-DE", "Mäntel 🧥"), ("en", "Coat")]);
    let english = product.texts.get(&"en".parse().unwrap()).unwrap();
    assert_eq!(english.description.as_deref(), Some("Warm.\nLong."));
    let (country, price) = product.prices.iter().next().unwrap();
    assert_eq!((country.as_str(), price.amount, price.currency.as_str()), ("DE", 4990, "EUR"));
    assert_eq!((product.brand.as_deref(), product.colour.as_deref()), (Some("Tern"), Some("navy")));
    assert_eq!(product.category, "Clothing/Coats");
    assert_eq!(product.images, ["https://a.example/1.jpg"]);
    assert_eq!(product.shop.as_deref(), Some("https://b.example/coat"));
}

#[test]
fn a_wrong_product_says_where() {
    let product = |fields: &str| format!(r#"{{"id":1,"category":"Shoes",{fields}}}"#);
    let check = |fields: &str, reason: &str| refused::<Product>(&product(fields), reason);
    let language = "a language is a BCP 47 tag such as 'de' or 'de-AT'; found 'de_DE'";
    check(r#""texts":{"de_DE":{"name":"a"}}"#, &format!("'texts': {language}"));
    check(r#""texts":{"de":{"name":"a"},"DE":{"name":"b"}}"#, "'texts': 'de' is there twice");
    check(r#""texts":{"de":{"description":"a"}}"#, "'texts.de.name' is missing");
    check(r#""texts":{"de":"a"}"#, r#"'texts.de': expected an object, found "a""#);
    check(r#""texts":["a"]"#, r#"'texts': expected an object, found ["a"]"#);
    let long = "x".repeat(500);
    check(
        &format!(r#""texts":{{"{long}":{{"name":"a"}}}}"#),
        &format!("'texts': a language is a BCP 47 tag such as 'de' or 'de-AT'; found '{}…'", &long[..60]),
    );
    let country = "a country is two capital letters of ISO 3166-1, such as 'DE'; found 'de'";
    check(r#""prices":{"de":{"amount":1,"currency":"EUR"}}"#, &format!("'prices': {country}"));
    let amount = "expected a whole number of minor units, 0 to 9007199254740991, found";
    check(r#""prices":{"DE":{"amount":-1,"currency":"EUR"}}"#, &format!("'prices.DE.amount': {amount} -1"));
    check(
        r#""prices":{"DE":{"amount":9007199254740992,"currency":"EUR"}}"#,
        &format!("'prices.DE.amount': {amount} 9007199254740992"),
    );
    check(r#""prices":{"DE":{"currency":"EUR"}}"#, "'prices.DE.amount' is missing");
    let currency = "a currency is three capital letters of ISO 4217, such as 'EUR'; found 'Euro'";
    check(r#""prices":{"DE":{"amount":1,"currency":"Euro"}}"#, &format!("'prices.DE.currency': {currency}"));
    let url = "expected an absolute http or https URL of at most 2000 characters, found";
    check(r#""images":["/a.jpg"]"#, &format!("'images': {url} \"/a.jpg\""));
    check(r#""shop":"javascript:alert(1)""#, &format!("'shop': {url} \"javascript:alert(1)\""));
    check(r#""shop":"https://x:99999/""#, &format!("'shop': {url} \"https://x:99999/\""));
    refused::<Product>(r#"{"id":1,"texts":{}}"#, "'category' is missing");
}

#[test]
fn items_lie_where_they_say_and_otherwise_in_a_grid() {
    let collage: Collage = row(r#"{"id":1,"user":2,"items":[
        {"position":2,"product":"b"},{"position":1,"product":"a"},{"product":"d"},
        {"position":3,"product":"c","x":0,"y":1,"size":0.4,"rotation":-12.5,"layer":-3}]}"#)
    .unwrap();
    let places: Vec<_> =
        collage.items.iter().map(|i| (i.product.as_str(), i.x, i.y, i.size, i.rotation, i.layer)).collect();
    assert_eq!(
        places,
        [
            ("a", 0.25, 0.25, 0.45, 0.0, 1),
            ("b", 0.75, 0.25, 0.45, 0.0, 2),
            ("c", 0.0, 1.0, 0.4, -12.5, -3),
            ("d", 0.75, 0.75, 0.45, 0.0, 4)
        ]
    );
}

#[test]
fn a_wrong_collage_says_where() {
    let collage = |items: &str| format!(r#"{{"id":1,"user":2,"items":{items}}}"#);
    let check = |items: &str, reason: &str| refused::<Collage>(&collage(items), reason);
    check(r#"[{"product":1},{"position":2}]"#, "'items[1].product' is missing");
    check(r#"[{"product":1,"x":1.01}]"#, "'items[0].x': expected a number from 0 to 1, found 1.01");
    check(r#"[{"product":1,"size":0}]"#, "'items[0].size': expected a number over 0 and at most 1, found 0");
    check(
        r#"[{"product":1,"rotation":360}]"#,
        "'items[0].rotation': expected a number over -360 and under 360, found 360",
    );
    check(r#"[{"product":1,"layer":0.5}]"#, "'items[0].layer': expected a whole number, found 0.5");
    check("[7]", "'items[0]': expected an object, found 7");
    check("{}", "'items': expected a list, found {}");
    check("null", "'items' is missing");
    let items = |count| format!("[{}]", vec![r#"{"product":1}"#; count].join(","));
    assert_eq!(row::<Collage>(&collage(&items(100))).unwrap().items.len(), 100);
    check(&items(101), "'items': 101 entries, at most 100 are accepted");
    let long = "x".repeat(201);
    refused::<Collage>(
        &format!(r#"{{"id":1,"user":2,"items":[],"title":"{long}"}}"#),
        "'title': must have at most 200 characters and has 201",
    );
}

#[test]
fn a_comment_has_a_text_a_language_and_perhaps_stars() {
    let comment = |fields: &str| format!(r#"{{"id":1,"collage":2,"user":3,{fields}}}"#);
    let rated: Comment =
        row(&comment(r#""language":"fr-ch","title":"Ça \"alors\"","text":"Été\n🌞","rating":5"#)).unwrap();
    assert_eq!((rated.language.as_str(), rated.rating), ("fr-CH", Some(5)));
    assert_eq!((rated.title.as_deref(), rated.text.as_str()), (Some("Ça \"alors\""), "Été\n🌞"));
    for rating in ["0", "6", "4.5", "300", "\"5\""] {
        refused::<Comment>(
            &comment(&format!(r#""language":"en","text":"a","rating":{rating}"#)),
            &format!("'rating': expected a whole number from 1 to 5, found {rating}"),
        );
    }
    refused::<Comment>(&comment(r#""language":"en","text":"""#), "'text': must not be blank");
    refused::<Comment>(&comment(r#""text":"a""#), "'language' is missing");
    refused::<Comment>(
        &comment(&format!(r#""language":"en","text":"{}""#, "x".repeat(10_001))),
        "'text': must have at most 10000 characters and has 10001",
    );
}

#[test]
fn a_wrong_value_is_shown_by_its_beginning() {
    let reason = row::<User>(&format!(r#"{{"id":1,"name":["{}"]}}"#, "ä".repeat(500))).unwrap_err();
    assert_eq!(reason, format!("'name': expected a text, found [\"{}…", "ä".repeat(58)));
}

#[test]
fn fields_that_are_not_kept_are_named() {
    let mut names = Vec::new();
    let text = r#"{"id":1,"source":"x","user":2,"items":[{"product":1,"note":"a"},{"product":2,"note":"b"}],"year":null}"#;
    read::<Collage>(text, START, |name| names.push(name)).unwrap();
    assert_eq!(names, ["source", "items[].note", "items[].note"]);
}

#[test]
fn the_documented_rows_are_taken_whole() {
    fn check<R: Row>(file: &str) {
        let section = include_str!("../../../IMPORT.md").split(&format!("### {file}\n")).nth(1).unwrap();
        let text = section.split("```").nth(1).unwrap().strip_prefix("json\n").unwrap();
        let row = read::<R>(text, START, |name| panic!("{file}: {name} is not kept"));
        assert!(row.is_ok(), "{file}: {}", row.err().unwrap());
    }
    check::<User>("users.jsonl");
    check::<Product>("products.jsonl");
    check::<Collage>("collages.jsonl");
    check::<Comment>("comments.jsonl");
    check::<Like>("likes.jsonl");
}
