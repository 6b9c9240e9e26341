//! The actions that browsers must not take with any response.

use ogrom_tests::{app::TestApp, client::Answer};

/// Responses of every kind.
fn all(app: &TestApp) -> Vec<Answer> {
    let tag = app.get("en-GB/products/beanie").is(200).tag().to_owned();
    vec![
        app.get("en-GB/products").is(200),
        app.get("en-GB/products/beanie").if_none_match(&tag).is(304),
        app.get("en-GB/products").header("range", "bytes=0-9").is(206),
        app.get("en-GB/nothing").is(404),
        app.get("en-gb/products").is(308),
        app.delete("en-GB/products").is(405),
        app.options("en-GB/products").answer(),
        app.get("/docs/").is(200),
        app.get("/openapi.json").is(200),
    ]
}

#[test]
fn no_answer_is_anything_but_what_it_says() {
    let app = TestApp::start();
    for told in all(&app) {
        let said = ["x-content-type-options", "referrer-policy", "cross-origin-resource-policy"];
        let said = said.map(|name| told.header(name).unwrap_or_default());
        assert_eq!(said, ["nosniff", "no-referrer", "same-origin"], "{told:?}");
        for absent in ["server", "strict-transport-security"] {
            assert_eq!(told.header(absent), None, "{told:?}");
        }
        // Tools on pages of other origins load the document.
        let origins = told.json["openapi"].is_string().then_some("*");
        assert_eq!(told.header("access-control-allow-origin"), origins, "{told:?}");
        if told.status == 304 {
            continue;
        }
        let policies: Vec<_> = told.headers.get_all("content-security-policy").iter().collect();
        assert_eq!(policies.len(), 1, "{told:?}");
        assert!(
            policies[0].to_str().is_ok_and(|policy| policy.starts_with("default-src 'none'")),
            "{told:?}"
        );
    }
}

#[test]
fn a_page_that_a_browser_has_keeps_its_own_policy() {
    let app = TestApp::start();
    let page = app.get("/docs/").is(200);
    let again = app.get("/docs/").if_none_match(page.tag()).is(304);
    // A cache replaces its stored fields by those of a 304 (RFC 9111 §3.2).
    let policy = again.header("content-security-policy");
    assert!(policy.is_none_or(|policy| Some(policy) == page.header("content-security-policy")), "{again:?}");
}

#[test]
fn only_who_is_told_so_binds_browsers_to_https() {
    for told in all(&TestApp::configured(&["--hsts=30m"])) {
        assert_eq!(told.header("strict-transport-security"), Some("max-age=1800"), "{told:?}");
    }
}
