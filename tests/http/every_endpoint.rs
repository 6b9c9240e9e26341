//! The default behaviour of every endpoint.

use std::collections::BTreeSet;

use ogrom_tests::app::TestApp;

use crate::every_write::PATCHES;

/// Something at every endpoint: the template, a path, and the methods that it takes.
const PLACES: [(&str, &str, &str); 31] = [
    ("/", "/", READS),
    ("/docs/", "/docs/", READS),
    ("/docs/decisions", "/docs/decisions", READS),
    ("/docs/graph.svg", "/docs/graph.svg", READS),
    ("/docs/page.css", "/docs/page.css", READS),
    ("/docs/scripts/{module}", "/docs/scripts/main.js", READS),
    ("/openapi-3.0.json", "/openapi-3.0.json", READS),
    ("/openapi-full.json", "/openapi-full.json", READS),
    ("/openapi.json", "/openapi.json", READS),
    ("/openapi.yaml", "/openapi.yaml", READS),
    ("/postman.json", "/postman.json", READS),
    ("/problems/", "/problems/", READS),
    ("/problems/{problem}", "/problems/in-flight", READS),
    ("/v1/", "/v1/", READS),
    ("/v1/{locale}/", "/v1/de-DE/", READS),
    ("/v1/{locale}/products", "/v1/de-DE/products", READS),
    ("/v1/{locale}/products/{product}", "/v1/de-DE/products/beanie", READS),
    ("/v1/{locale}/feeds/products", "/v1/de-DE/feeds/products", READS),
    ("/v1/{locale}/feeds/products/changes", "/v1/de-DE/feeds/products/changes", READS),
    ("/v1/{locale}/collages", "/v1/de-DE/collages", "GET, HEAD, POST, OPTIONS"),
    (
        "/v1/{locale}/collages/{collage}",
        "/v1/de-DE/collages/terrasse",
        "GET, HEAD, PUT, PATCH, DELETE, OPTIONS",
    ),
    (
        "/v1/{locale}/collages/{collage}/comments",
        "/v1/de-DE/collages/terrasse/comments",
        "GET, HEAD, POST, OPTIONS",
    ),
    ("/v1/{locale}/collages/{collage}/likes", "/v1/de-DE/collages/terrasse/likes", READS),
    (
        "/v1/{locale}/collages/{collage}/likes/{user}",
        "/v1/de-DE/collages/terrasse/likes/lena",
        "GET, HEAD, PUT, DELETE, OPTIONS",
    ),
    ("/v1/{locale}/comments", "/v1/de-DE/comments", READS),
    ("/v1/{locale}/comments/{comment}", "/v1/de-DE/comments/c-006", "GET, HEAD, PUT, DELETE, OPTIONS"),
    ("/v1/{locale}/me", "/v1/de-DE/me", READS),
    ("/v1/{locale}/users", "/v1/de-DE/users", READS),
    ("/v1/{locale}/users/{user}", "/v1/de-DE/users/lena", READS),
    ("/v1/{locale}/users/{user}/collages", "/v1/de-DE/users/lena/collages", READS),
    ("/v1/{locale}/users/{user}/likes", "/v1/de-DE/users/lena/likes", READS),
];

const READS: &str = "GET, HEAD, OPTIONS";

/// The fields of a response that no other response can repeat.
const OF_ONE_ANSWER: [&str; 2] = ["date", "x-request-id"];

/// Whether every client may read this, whatever its credentials.
fn is_for_everybody(path: &str) -> bool {
    ["/docs/", "/openapi", "/postman"].iter().any(|prefix| path.starts_with(prefix))
}

/// Whether a browser shows this as a page.
fn is_page(path: &str) -> bool {
    ["/docs/", "/docs/decisions"].contains(&path) || path.starts_with("/problems/")
}

/// Whether no stranger may read this.
fn needs_a_token(path: &str) -> bool {
    path.ends_with("/me")
}

#[test]
fn the_places_are_those_of_the_route_table() {
    let app = TestApp::start();
    let told: BTreeSet<_> = PLACES.iter().map(|(template, _, methods)| (*template, *methods)).collect();
    let leaves = app.leaves();
    assert_eq!(told, leaves.iter().map(|(template, methods)| (&**template, &**methods)).collect());
}

#[test]
fn head_answers_as_get_without_content() {
    let app = TestApp::start();
    let (stranger, lena) = (app.stranger(), app.as_user("lena"));
    for (_, path, _) in PLACES {
        let client = if needs_a_token(path) { &lena } else { &stranger };
        let (get, head) = (client.get(path).answer(), client.head(path).answer());
        assert_eq!(head.status, get.status, "{path}");
        let (mut expected, mut seen) = (get.headers, head.headers);
        for name in OF_ONE_ANSWER {
            expected.remove(name);
            seen.remove(name);
        }
        // Content without a known length is framed otherwise, and HEAD sends nothing to be framed (RFC 9112 §6.1).
        expected.remove("transfer-encoding");
        // A redirection has no content, and only content that GET sends needs a length.
        if get.status != 200 {
            expected.remove("content-length");
        }
        assert_eq!(seen, expected, "{path}");
    }
    // Content in the response to a HEAD would have spoiled the responses after it.
    assert_eq!((stranger.connections(), lena.connections()), (1, 1));
}

#[test]
fn head_of_what_is_not_there_is_a_problem_without_content() {
    let app = TestApp::start();
    for path in ["de-DE/products/nothing", "/nothing", "it-IT/products", "de-DE/products?limit=0"] {
        let (get, head) = (app.get(path).answer(), app.head(path).answer());
        assert_eq!(
            (head.status, head.header("content-type")),
            (get.status, get.header("content-type")),
            "{path}"
        );
        assert_eq!(head.header("content-length"), get.header("content-length"), "{path}");
    }
    assert_eq!(app.connections(), 1);
}

#[test]
fn options_tells_what_can_be_done() {
    let app = TestApp::start();
    for (_, path, methods) in PLACES {
        let options = app.options(path).is(204);
        assert_eq!(options.header("allow"), Some(methods), "{path}");
        let patched = methods.contains("PATCH").then_some(PATCHES);
        assert_eq!(options.header("accept-patch"), patched, "{path}");
    }
}

#[test]
fn any_other_method_is_refused_with_those_that_are_allowed() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    for (_, path, methods) in PLACES {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"] {
            if !methods.split(", ").any(|allowed| allowed == method) {
                let refused = lena.ask(method, path).is_refused(405, "method-not-allowed");
                assert_eq!(refused.header("allow"), Some(methods), "{method} {path}");
            }
        }
        for method in ["BREW", "get", "PROPFIND"] {
            lena.ask(method, path).is_refused(501, "not-implemented");
        }
    }
}

#[test]
fn a_token_that_is_none_is_refused_wherever_it_is_shown() {
    let app = TestApp::start();
    for (_, path, _) in PLACES.into_iter().filter(|(_, path, _)| !is_for_everybody(path)) {
        for (line, error) in [
            ("Bearer the-very-wrong-token", ", error=\"invalid_token\""),
            ("Bearer", ", error=\"invalid_request\""),
            ("Basic bGVuYTpsZW5h", ""),
            ("", ", error=\"invalid_request\""),
            ("\u{e4}", ", error=\"invalid_request\""),
        ] {
            let refused = app.get(path).header("authorization", line).is_refused(401, "unauthenticated");
            let challenge = refused.header("www-authenticate").expect("a challenge");
            let told = challenge.split(", error_description").next();
            assert_eq!(told, Some(&*format!("Bearer realm=\"ogrom\"{error}")), "{path} {line}");
        }
    }
}

#[test]
fn what_nobody_can_give_is_refused() {
    let app = TestApp::start();
    let (stranger, lena) = (app.stranger(), app.as_user("lena"));
    for (_, path, _) in PLACES.into_iter().filter(|(template, ..)| *template != "/") {
        // Pages are not for programs, and data is not for browsers.
        let other = if is_page(path) { "application/json" } else { "text/html" };
        let client = if needs_a_token(path) { &lena } else { &stranger };
        client.get(path).header("accept", other).is_refused(406, "not-acceptable");
        client.get(path).header("accept", &format!("{other}, */*;q=0.1")).is(200);
        client.get(&format!("{path}?colour%00=x")).answer();
    }
}

#[test]
fn a_parameter_that_nobody_knows_is_named() {
    let app = TestApp::start();
    let (stranger, lena) = (app.stranger(), app.as_user("lena"));
    for (_, path, _) in PLACES {
        let client = if needs_a_token(path) { &lena } else { &stranger };
        let refused = client.get(&format!("{path}?unknown=1&%00=2")).is_refused(400, "invalid-query");
        assert_eq!(refused.places(), ["\u{0}", "unknown"], "{path}");
    }
}

#[test]
fn a_request_keeps_the_name_that_it_came_with() {
    let app = TestApp::start();
    for (_, path, _) in PLACES {
        let named = app.get(path).header("x-request-id", "my-request_1.2").answer();
        assert_eq!(named.header("x-request-id"), Some("my-request_1.2"));
        let (one, other) = (app.get(path).answer(), app.get(path).answer());
        assert_ne!(one.header("x-request-id"), other.header("x-request-id"));
        for odd in ["a b", "\u{e4}", &"x".repeat(65), "<script>"] {
            let named = app.get(path).header("x-request-id", odd).answer();
            let name = named.header("x-request-id").expect("a name");
            assert!(name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name}");
        }
    }
}
