//! `fields` and `expand`: less or more in a response.

use ogrom_tests::app::TestApp;
use serde_json::json;

const COLLAGE: &str = "en-GB/collages/market-morning";

#[test]
fn only_the_listed_members_are_sent_in_every_format_and_coding() {
    let app = TestApp::start();
    let whole = app.get("en-GB/products?limit=50").is(200);
    let target = "en-GB/products?limit=50&fields=id,price.amount";
    let sparse = app.get(target).is(200);
    let first = &whole.json["items"][0];
    assert_eq!(
        sparse.json["items"][0],
        json!({ "id": first["id"], "price": { "amount": first["price"]["amount"] } })
    );
    assert_eq!(sparse.json["next"], whole.json["next"]);
    assert!(sparse.sent * 5 < whole.sent, "{} of {}", sparse.sent, whole.sent);
    let packed = app.get(target).cbor().is(200);
    let coded = app.get(target).coded("gzip").is(200);
    assert_eq!((&packed.json, &coded.json), (&sparse.json, &sparse.json));
    for answer in [&sparse, &packed, &coded] {
        assert_ne!(answer.tag(), whole.tag());
    }
    app.get(target).coded("gzip").if_none_match(coded.tag()).is(304);
    let lines = app.get("en-GB/feeds/products?fields=id").lines().is(200);
    let first = lines.text().lines().next().expect("there are products");
    assert_eq!(first, "{\"id\":\"leather-sandals\"}");
    app.get("en-GB/products?fields=id,prise").is_refused(400, "invalid-query");
}

#[test]
fn a_part_that_was_read_is_patched_and_not_put() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    for codings in ["identity", "gzip"] {
        let read = lena.get(&format!("{COLLAGE}?fields=id,items")).coded(codings).is(200);
        lena.put(COLLAGE, &read.json).if_match(read.tag()).is_refused(412, "precondition-failed");
        lena.patch(COLLAGE, &json!({ "title": codings })).if_match(read.tag()).is(200);
    }
}

#[test]
fn a_collage_shows_its_products_and_comments_in_full() {
    let app = TestApp::start();
    let shown = app.get(&format!("{COLLAGE}?expand=products,comments")).is(200);
    let first = shown.json["items"][0]["product"]["id"].as_str().expect("it has items");
    assert_eq!(shown.json["products"][0], app.get(&format!("en-GB/products/{first}")).is(200).json);
    assert_eq!(shown.json["comments"], app.get(&format!("{COLLAGE}/comments")).is(200).json);
    app.get(&format!("{COLLAGE}?expand=owner")).is_refused(400, "invalid-query");
}
