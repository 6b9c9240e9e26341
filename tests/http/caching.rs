//! How long responses may be cached, and where: a writer never sees the state before its write.

use ogrom_tests::app::TestApp;
use serde_json::json;

/// Caches may keep a lot, and still.
const LONG: [&str; 8] = [
    "--max-age=1m",
    "--shared-max-age=1h",
    "--stale-while-revalidate=30s",
    "--stale-if-error=24h",
    "--cors-origins=https://shop.example",
    "--compression=true",
    "--cache-age=5s",
    "--hsts=1h",
];

/// Data of every kind.
const DATA: [&str; 8] = [
    "",
    "en-GB/",
    "en-GB/products",
    "en-GB/products/beanie",
    "en-GB/feeds/products",
    "en-GB/collages/terrasse/comments",
    "en-GB/users/lena",
    "en-GB/collages/terrasse/likes/lena",
];

#[test]
fn data_is_kept_and_asked_for_before_each_use() {
    let app = TestApp::start();
    for place in DATA {
        for client in [app.stranger(), app.as_user("lena")] {
            let told = client.get(place).answer();
            let expected = if told.status == 200 { "no-cache" } else { "no-store" };
            assert_eq!(told.header("cache-control"), Some(expected), "{place}");
            if let Some(tag) = told.header("etag") {
                let same = client.get(place).if_none_match(tag).is(304);
                assert_eq!(same.header("cache-control"), Some("no-cache"), "{place}");
                // A stream has no parts.
                if place.contains("feeds") {
                    continue;
                }
                let part = client.get(place).header("range", "bytes=0-1").is(206);
                assert_eq!(part.header("cache-control"), Some("no-cache"), "{place}");
            }
        }
    }
}

#[test]
fn strangers_may_keep_data_for_as_long_as_is_configured_and_who_shows_a_token_may_not() {
    let app = TestApp::configured(&LONG);
    let long = "public, max-age=60, s-maxage=3600, stale-while-revalidate=30, stale-if-error=86400";
    for place in DATA.iter().filter(|place| !place.contains("likes")) {
        for (client, expected) in [(app.stranger(), long), (app.as_user("lena"), "private, no-cache")] {
            let told = client.get(place).is(200);
            assert_eq!(told.header("cache-control"), Some(expected), "{place}");
            let vary: Vec<_> =
                told.headers.get_all("vary").iter().filter_map(|line| line.to_str().ok()).collect();
            let vary = vary.join(", ");
            for name in ["accept", "accept-encoding", "authorization", "origin"] {
                assert_eq!(vary.split(", ").filter(|known| *known == name).count(), 1, "{place}: {vary}");
            }
            let tag = told.header("etag").unwrap_or("\"none\"");
            let same = client.get(place).if_none_match(tag).answer();
            assert_eq!(same.header("cache-control"), Some(expected), "{place}");
        }
    }
}

#[test]
fn what_shows_callers_something_of_their_own_is_in_no_shared_cache() {
    for app in [TestApp::start(), TestApp::configured(&LONG)] {
        let (stranger, lena) = (app.stranger(), app.as_user("lena"));
        for place in ["en-GB/collages", "en-GB/collages/terrasse", "en-GB/users/lena/collages"] {
            let shared = stranger.get(place).is(200);
            assert!(!shared.header("cache-control").expect("it is told").contains("private"), "{place}");
            let own = lena.get(place).is(200);
            for told in [&shared, &own, &lena.get(place).if_none_match(own.tag()).is(304)] {
                let vary = told.headers.get_all("vary").iter().filter_map(|line| line.to_str().ok());
                assert!(
                    vary.flat_map(|line| line.split(", ")).any(|name| name == "authorization"),
                    "{place}"
                );
            }
            let part = lena.get(place).header("range", "bytes=0-1").is(206);
            let same = lena.get(place).if_none_match(own.tag()).is(304);
            for told in [own, part, same] {
                assert_eq!(told.header("cache-control"), Some("private, no-cache"), "{place}");
            }
        }
        let me = lena.get("en-GB/users/me").is(200);
        assert_eq!(me.header("cache-control"), Some("private, no-cache"));
    }
}

#[test]
fn failures_and_changes_are_kept_by_nobody() {
    let app = TestApp::configured(&LONG);
    let lena = app.as_user("lena");
    let collage = json!({ "title": "Kept", "items": [] });
    let made = lena.post("en-GB/collages", &collage).is(201);
    let path = made.location();
    let (put, refused) = (lena.put(path, &collage).current().answer(), lena.put(path, &collage).is(428));
    for told in [
        &made,
        &put,
        &refused,
        &lena.delete(path).current().answer(),
        &app.get("en-GB/products/nothing").is(404),
        &app.get("en-GB/nothing").is(404),
        &app.get("it-IT/products").is(404),
        &app.get("en-GB/products?limit=0").is(400),
        &app.get("en-gb/products").is(308),
        &app.options("en-GB/products").answer(),
        &lena.get("en-GB/products").header("authorization", "Bearer wrong").answer(),
    ] {
        assert_eq!(told.header("cache-control"), Some("no-store"), "{told:?}");
    }
}
