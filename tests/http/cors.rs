//! Pages of other origins: what a browser lets them read, and do.

use ogrom_tests::{
    app::TestApp,
    client::{Answer, Client},
};

const SHOP: &str = "https://shop.example";

/// The preflight of a browser before it lets a page of this origin send a request that is not simple.
fn preflight(client: &Client, path: &str, origin: &str, method: &str) -> Answer {
    client
        .options(path)
        .header("origin", origin)
        .header("access-control-request-method", method)
        .header("access-control-request-headers", "authorization,content-type,if-match")
        .answer()
}

fn names(answer: &Answer, field: &str) -> Vec<String> {
    let lines = answer.headers.get_all(field).iter().map(|line| line.to_str().expect("a text"));
    lines.flat_map(|line| line.split(", ")).map(str::to_ascii_lowercase).collect()
}

fn is_told_nothing(answer: &Answer) {
    let told: Vec<_> =
        answer.headers.keys().filter(|name| name.as_str().starts_with("access-control-")).collect();
    assert!(told.is_empty(), "{answer:?}");
}

#[test]
fn a_preflight_is_told_what_the_target_allows() {
    let app = TestApp::configured(&["--cors-origins=https://other.example, https://shop.example"]);
    for (template, methods) in app.leaves() {
        let path = template.replace("{locale}", "de-DE").replace(['{', '}'], "");
        let told = preflight(&app, &path, SHOP, "PUT");
        assert!(told.status < 300, "{told:?}");
        assert_eq!(told.header("access-control-allow-origin"), Some(SHOP), "{path}");
        assert_eq!(told.header("access-control-allow-methods"), Some(&*methods), "{path}");
        assert_eq!(told.header("allow"), Some(&*methods), "{path}");
        let taken = names(&told, "access-control-allow-headers");
        for field in [
            "authorization",
            "content-type",
            "if-match",
            "if-none-match",
            "idempotency-key",
            "prefer",
            // Fields that libraries add to every request of a page.
            "baggage",
            "cache-control",
            "sentry-trace",
            "traceparent",
            "x-requested-with",
        ] {
            assert!(taken.iter().any(|name| name == field), "{field}: {taken:?}");
        }
        assert_eq!(told.header("access-control-max-age"), Some("3600"));
        assert_eq!(told.header("access-control-allow-credentials"), None);
        assert!(names(&told, "vary").contains(&"origin".to_owned()), "{told:?}");
    }
}

#[test]
fn pages_send_the_fields_that_are_configured() {
    let app = TestApp::configured(&["--cors-origins", SHOP, "--cors-headers=X-Tenant, newrelic"]);
    let taken = names(&preflight(&app, "en-GB/products", SHOP, "GET"), "access-control-allow-headers");
    for field in ["authorization", "x-tenant", "newrelic"] {
        assert!(taken.iter().any(|name| name == field), "{field}: {taken:?}");
    }
}

#[test]
fn a_star_admits_each_name_below_and_names_the_one_that_asks() {
    let app = TestApp::configured(&["--cors-origins=https://*.shop.example", "--cors-credentials"]);
    for origin in ["https://pr1.shop.example", "https://a.b.shop.example"] {
        for told in [
            app.get("en-GB/products").header("origin", origin).is(200),
            preflight(&app, "en-GB/products", origin, "GET"),
        ] {
            assert_eq!(told.header("access-control-allow-origin"), Some(origin));
            assert!(names(&told, "vary").contains(&"origin".to_owned()), "{told:?}");
        }
    }
    for other in [SHOP, "https://evilshop.example", "http://pr1.shop.example"] {
        is_told_nothing(&app.get("en-GB/products").header("origin", other).is(200));
    }
}

#[test]
fn a_page_may_read_every_answer_failures_included() {
    let app = TestApp::configured(&["--cors-origins", SHOP]);
    let ask = |path| app.get(path).header("origin", SHOP);
    let tag = app.get("en-GB/products/beanie").is(200).tag().to_owned();
    for told in [
        ask("en-GB/products").is(200),
        ask("en-GB/products/beanie").if_none_match(&tag).is(304),
        ask("en-GB/products").header("range", "bytes=0-9").is(206),
        ask("en-GB/products?limit=0").is(400),
        ask("en-GB/products").header("authorization", "Bearer wrong").is(401),
        ask("en-GB/products/nothing").is(404),
        ask("en-GB/nothing").is(404),
        ask("it-IT/products").is(404),
        ask("en-gb/products").is(308),
        app.delete("en-GB/products").header("origin", SHOP).is(405),
    ] {
        assert_eq!(told.header("access-control-allow-origin"), Some(SHOP), "{told:?}");
        let shown = names(&told, "access-control-expose-headers");
        for field in ["etag", "link", "location", "retry-after", "x-request-id", "ratelimit"] {
            assert!(shown.iter().any(|name| name == field), "{field}: {shown:?}");
        }
        assert_eq!(told.header("cross-origin-resource-policy"), Some("same-origin"));
        assert!(names(&told, "vary").contains(&"origin".to_owned()), "{told:?}");
    }
}

#[test]
fn a_preflight_for_nothing_finds_nothing() {
    let app = TestApp::configured(&["--cors-origins", SHOP]);
    let told = preflight(&app, "en-GB/nothing", SHOP, "PUT");
    assert_eq!((told.status, told.header("access-control-allow-origin")), (404, Some(SHOP)));
    assert_eq!(told.header("access-control-allow-methods"), None);
}

#[test]
fn pages_of_others_are_told_nothing_and_caches_keep_them_apart() {
    let app = TestApp::configured(&["--cors-origins", SHOP]);
    for other in ["https://shop.example.evil", "http://shop.example", "https://shop.example:8443", "null"] {
        for told in [
            app.get("en-GB/products").header("origin", other).is(200),
            preflight(&app, "en-GB/products", other, "GET"),
        ] {
            is_told_nothing(&told);
            assert!(names(&told, "vary").contains(&"origin".to_owned()), "{told:?}");
        }
    }
    let told = app.get("en-GB/products").is(200);
    is_told_nothing(&told);
    assert!(names(&told, "vary").contains(&"origin".to_owned()), "{told:?}");
}

#[test]
fn everybody_is_told_the_same() {
    let app = TestApp::configured(&["--cors-origins=*"]);
    let with = app.get("en-GB/products").header("origin", SHOP).is(200);
    for told in [with, app.get("en-GB/products").is(200)] {
        assert_eq!(told.header("access-control-allow-origin"), Some("*"));
        assert_eq!(told.header("cross-origin-resource-policy"), Some("cross-origin"));
        assert!(!names(&told, "vary").contains(&"origin".to_owned()), "{told:?}");
    }
    assert_eq!(
        preflight(&app, "en-GB/collages", "null", "POST").header("access-control-allow-methods"),
        Some("GET, HEAD, POST, OPTIONS")
    );
}

#[test]
fn credentials_are_asked_for() {
    let app = TestApp::configured(&["--cors-origins", SHOP, "--cors-credentials"]);
    for told in [
        app.get("en-GB/products").header("origin", SHOP).is(200),
        preflight(&app, "en-GB/products", SHOP, "GET"),
    ] {
        assert_eq!(told.header("access-control-allow-credentials"), Some("true"));
    }
    is_told_nothing(&app.get("en-GB/products").header("origin", "https://other.example").is(200));
}

#[test]
fn who_is_not_told_of_other_origins_knows_none() {
    let app = TestApp::start();
    let told = app.get("en-GB/products").header("origin", SHOP).is(200);
    is_told_nothing(&told);
    assert!(!names(&told, "vary").contains(&"origin".to_owned()), "{told:?}");
    is_told_nothing(&preflight(&app, "en-GB/products", SHOP, "GET"));
}
