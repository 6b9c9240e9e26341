//! `/docs/` and its files. `tests/browser` tests how a browser shows them.

use ogrom_tests::app::TestApp;

#[test]
pub(crate) fn it_leads_to_all_that_explains_the_api() {
    let app = TestApp::start();
    let page = app.get("/docs/").header("accept", "text/html,*/*;q=0.8").is(200);
    for place in
        ["href=\"/openapi.json\"", "href=\"/problems/\"", "href=\"/v1/\"", "data-document=\"/openapi.json\""]
    {
        assert!(page.text().contains(place), "{place}");
    }
    let policy = page.header("content-security-policy").expect("it is bound");
    assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    app.get("/docs").is(308);
    app.get("/docs/").if_none_match(page.tag()).is(304);
}

#[test]
pub(crate) fn its_files_are_what_they_are_said_to_be() {
    const FOR_EVER: &str = "public, max-age=31536000, immutable";
    let app = TestApp::start();
    for (name, media_type, cache, accept) in [
        ("docs.js", "text/javascript; charset=utf-8", "no-cache", "*/*"),
        ("docs.css", "text/css; charset=utf-8", "no-cache", "text/css,*/*;q=0.1"),
        ("graph.svg", "image/svg+xml", "no-cache", "image/avif,image/webp,image/svg+xml,image/*,*/*;q=0.8"),
        ("swagger-ui-5.35.0.js", "text/javascript; charset=utf-8", FOR_EVER, "*/*"),
        ("swagger-ui-5.35.0.css", "text/css; charset=utf-8", FOR_EVER, "text/css,*/*;q=0.1"),
    ] {
        let page = app.get("/docs/").is(200);
        assert!(page.text().contains(&format!("=\"{name}\"")), "nothing leads to {name}");
        let file = app.get(&format!("/docs/{name}")).header("accept", accept).is(200);
        let said = ["content-type", "cache-control", "x-content-type-options"].map(|name| file.header(name));
        assert_eq!(said, [Some(media_type), Some(cache), Some("nosniff")], "{name}");
        assert!(!file.content.is_empty());
    }
}
