//! The letter of HTTP/1.1: bytes sent, and bytes received (RFC 9112). Every refusal is a problem, as everywhere else;
//! and others get their responses as before.

use ogrom_tests::{app::TestApp, client::Answer};

/// Requests each of these, and compares the statuses.
fn each_gets<'a>(app: &TestApp, cases: impl IntoIterator<Item = (&'a str, u16)>) {
    for (request, status) in cases {
        if request.contains(" HTTP/1.0\r\n") {
            let heard = app.hears(request.as_bytes());
            assert!(heard.starts_with(&format!("HTTP/1.0 {status} ")), "{request:?}: {heard}");
        } else {
            let answer = app.raw(request.as_bytes());
            assert_eq!(answer.status, status, "{request:?}: {answer:#?}");
        }
    }
    assert_eq!(app.stranger().ids("en-GB/collages?limit=100").len(), 14);
}

/// A GET of `/v1/` with these lines of header fields.
fn get(app: &TestApp, fields: &str) -> Answer {
    app.raw(format!("GET /v1/ HTTP/1.1\r\n{fields}\r\n").as_bytes())
}

#[test]
fn host_is_one_and_valid() {
    let app = TestApp::start();
    for host in [
        "localhost:8080",
        "example.com.",
        "EXAMPLE.com",
        "under_score.example",
        "xn--bcher-kva.example",
        "127.0.0.1",
        "[::1]",
        "[2001:db8::1]:8080",
        "[::ffff:192.0.2.1]",
        "[v1.future:1]",
        "a%2Db",
        "a:",
        "",
    ] {
        assert_eq!(get(&app, &format!("host: {host}\r\n")).status, 200, "{host}");
    }
    for host in [
        "a b",
        "a/b",
        "a@b",
        "a?b",
        "a#b",
        "a:b",
        "a:-1",
        "a:80:80",
        "a%",
        "a%zz",
        "[::1",
        "::1",
        "[::1]a",
        "[]",
        "[fe80::1%25eth0]",
        "http://a",
        "a\\b",
        "<a>",
        "b\u{fc}cher.example",
        "a, b",
    ] {
        let refused = get(&app, &format!("host: {host}\r\n"));
        refused.is_refused(400, "malformed");
        assert_eq!(refused.header("connection"), Some("close"), "{host}");
    }
    for fields in ["", "host: a\r\nhost: a\r\n", "host: a\r\nx: y\r\nHost: b\r\n", "x: y\r\n"] {
        get(&app, fields).is_refused(400, "malformed");
    }
}

#[test]
fn what_is_no_http_is_refused() {
    let app = TestApp::start();
    let post = "POST /v1/en-GB/collages HTTP/1.1\r\nhost: a\r\n";
    for request in [
        "nonsense\r\n\r\n".to_owned(),
        "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\u{fc}\u{3}\u{3}\r\n\r\n".to_owned(),
        "GET /v1/\r\n\r\n".to_owned(),
        "GET /v1/ HTTP/1.1\r\nhost: a\r\nno colon\r\n\r\n".to_owned(),
        "GET /v1/ HTTP/1.1\r\nhost : a\r\n\r\n".to_owned(),
        "GET /v1/ HTTP/1.1\r\n host: a\r\n\r\n".to_owned(),
        "GET /v1/ HTTP/1.1\r\nhost: a\r\nx: y\r\n folded\r\n\r\n".to_owned(),
        "GET /v1/\u{0} HTTP/1.1\r\nhost: a\r\n\r\n".to_owned(),
        "GET /v1/ HTTP/1.1\r\nhost: a\r\nx: a\u{0}b\r\n\r\n".to_owned(),
        "GET /v1 / HTTP/1.1\r\nhost: a\r\n\r\n".to_owned(),
        "GET  /v1/ HTTP/1.1\r\nhost: a\r\n\r\n".to_owned(),
        "GET /v1/ HTTP/9.9\r\nhost: a\r\n\r\n".to_owned(),
        "GET /v1/ http/1.1\r\nhost: a\r\n\r\n".to_owned(),
        "G(T /v1/ HTTP/1.1\r\nhost: a\r\n\r\n".to_owned(),
        "GET http:///v1/ HTTP/1.1\r\nhost: a\r\n\r\n".to_owned(),
        "GET http://[::1/v1/ HTTP/1.1\r\nhost: a\r\n\r\n".to_owned(),
        format!("{post}content-length: -1\r\n\r\n"),
        format!("{post}content-length: +2\r\n\r\n{{}}"),
        format!("{post}content-length: 2, 2\r\n\r\n{{}}"),
        format!("{post}content-length: 1\r\ncontent-length: 2\r\n\r\n{{}}"),
        format!("{post}transfer-encoding: gzip\r\n\r\n"),
        format!("{post}transfer-encoding: chunked, gzip\r\n\r\n0\r\n\r\n"),
        format!("{post}transfer-encoding: identity\r\n\r\n"),
        format!("{post}transfer-encoding: chunked,\r\n\r\n0\r\n\r\n"),
        "POST /v1/ HTTP/1.0\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n".to_owned(),
    ] {
        let refused = app.raw(request.as_bytes());
        refused.is_refused(400, "malformed");
        assert_eq!(refused.header("connection"), Some("close"), "{request:?}");
    }
    each_gets(&app, []);
}

#[test]
fn what_comes_after_an_answer_and_is_no_http_is_refused() {
    let app = TestApp::start();
    // A large response, so that its last bytes are still to be written when the rest is read.
    let good = "GET /openapi.json HTTP/1.1\r\nhost: a\r\n\r\n";
    let heard = app.hears(format!("{good}{good}nonsense\r\n\r\n").as_bytes());
    let statuses: Vec<_> = heard.matches("HTTP/1.1 ").collect();
    assert_eq!(statuses.len(), 3);
    assert!(heard.contains("HTTP/1.1 400 Bad Request\r\n") && heard.ends_with("HTTP/1.1\"}"), "{heard}");
}

#[test]
fn a_head_that_is_too_large_is_refused_however_much_comes() {
    let app = TestApp::start();
    let fields = ["x".repeat(100_000), "x".repeat(900_000)].map(|long| format!("x: {long}\r\n"));
    for fields in fields.into_iter().chain(["x: y\r\n".repeat(100), "x: y\r\n".repeat(20_000)]) {
        let refused = get(&app, &format!("host: a\r\n{fields}"));
        refused.is_refused(431, "headers-too-large");
        assert_eq!(refused.header("connection"), Some("close"));
    }
    let large = format!("HEAD /v1/ HTTP/1.1\r\nhost: a\r\nx: {}\r\n\r\n", "x".repeat(100_000));
    let heard = app.hears(large.as_bytes());
    assert!(
        heard.starts_with("HTTP/1.1 431 ") && heard.ends_with("\r\n\r\n"),
        "no content for HEAD: {heard}"
    );
    assert_eq!(get(&app, &format!("host: a\r\n{}", "x: y\r\n".repeat(99))).status, 200);
}

#[test]
fn what_is_odd_but_http_is_answered() {
    let app = TestApp::start();
    each_gets(
        &app,
        [
            ("GET /v1/ HTTP/1.0\r\n\r\n", 200),
            ("GET /v1/ HTTP/1.0\r\nhost: a@b\r\n\r\n", 400),
            ("GET /v1/ HTTP/1.0\r\nhost: a\r\nhost: a\r\n\r\n", 400),
            ("\r\n\r\nGET /v1/ HTTP/1.1\r\nhost: a\r\n\r\n", 200),
            ("GET /v1/ HTTP/1.1\nhost: a\n\n", 200),
            ("GET /v1/ HTTP/1.1\r\nHOST: \t elsewhere.example \t\r\n\r\n", 200),
            ("GET http://elsewhere.example/v1/ HTTP/1.1\r\nhost: elsewhere.example\r\n\r\n", 200),
            ("GET http://elsewhere.example/v1/ HTTP/1.1\r\nhost: another.example\r\n\r\n", 200),
            ("GET HTTP://[::1]:8080/v1/ HTTP/1.1\r\nhost: a\r\n\r\n", 200),
            ("GET http://elsewhere.example/v1/ HTTP/1.0\r\n\r\n", 200),
            ("GET http://elsewhere.example/v1/ HTTP/1.1\r\n\r\n", 400),
            ("GET http://elsewhere.example/v1/ HTTP/1.1\r\nhost: a b\r\n\r\n", 400),
            ("GET http://lena@elsewhere.example/v1/ HTTP/1.1\r\nhost: a\r\n\r\n", 400),
            ("GET http://lena:secret@elsewhere.example/v1/ HTTP/1.1\r\nhost: a\r\n\r\n", 400),
            ("GET ftp://elsewhere.example/v1/ HTTP/1.1\r\nhost: a\r\n\r\n", 400),
            ("GET //v1//en-GB//products HTTP/1.1\r\nhost: a\r\n\r\n", 308),
            ("GET /v1/en-GB/../../../etc/passwd HTTP/1.1\r\nhost: a\r\n\r\n", 404),
            ("GET /v1/en-GB/products/%2e%2e%2f HTTP/1.1\r\nhost: a\r\n\r\n", 404),
            ("GET /v1/en-GB/products?limit=%ZZ HTTP/1.1\r\nhost: a\r\n\r\n", 400),
            ("GET /v1/en-GB/products/\u{fc} HTTP/1.1\r\nhost: a\r\n\r\n", 404),
            ("GET /v1/ HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n", 200),
            ("GET /v1/ HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\ncontent-length: 2\r\n\r\n{}", 200),
            ("GET /v1/ HTTP/1.1\r\nhost: a\r\nTransfer-Encoding: CHUNKED\r\n\r\n0\r\n\r\n", 200),
        ],
    );
}

#[test]
fn a_target_without_a_path_is_one_of_connect_or_asks_about_the_whole_service() {
    let app = TestApp::start();
    each_gets(
        &app,
        [
            ("CONNECT a:443 HTTP/1.1\r\nhost: a:443\r\n\r\n", 501),
            ("CONNECT [::1]:443 HTTP/1.1\r\nhost: [::1]:443\r\n\r\n", 501),
            ("CONNECT a:443 HTTP/1.0\r\n\r\n", 501),
            ("CONNECT /v1/ HTTP/1.1\r\nhost: a\r\n\r\n", 501),
            ("CONNECT lena@a:443 HTTP/1.1\r\nhost: a\r\n\r\n", 400),
            ("GET a:443 HTTP/1.1\r\nhost: a\r\n\r\n", 400),
            ("HEAD a HTTP/1.1\r\nhost: a\r\n\r\n", 400),
            ("OPTIONS a HTTP/1.1\r\nhost: a\r\n\r\n", 400),
            ("GET * HTTP/1.1\r\nhost: a\r\n\r\n", 400),
            ("BREW * HTTP/1.1\r\nhost: a\r\n\r\n", 400),
        ],
    );
    let whole = app.raw(b"OPTIONS * HTTP/1.1\r\nhost: a\r\n\r\n");
    assert_eq!((whole.status, whole.header("location")), (204, None));
    assert_eq!(whole.header("allow"), Some("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
}

#[test]
fn content_that_is_coded_in_another_way_than_chunked_once_is_refused() {
    let app = TestApp::start();
    let next = "GET /v1/ HTTP/1.1\r\nhost: a\r\n\r\n";
    for (request, lines, status, name) in [
        ("POST /v1/en-GB/collages", "gzip, chunked", 501, "unknown-transfer-coding"),
        ("POST /v1/en-GB/collages", "foo, chunked", 501, "unknown-transfer-coding"),
        ("POST /v1/en-GB/collages", "identity, chunked", 501, "unknown-transfer-coding"),
        ("POST /v1/en-GB/collages", "gzip\r\ntransfer-encoding: chunked", 501, "unknown-transfer-coding"),
        ("GET /v1/", "gzip, chunked", 501, "unknown-transfer-coding"),
        ("POST /v1/en-GB/collages", "chunked, chunked", 400, "malformed"),
        ("POST /v1/en-GB/collages", "chunked\r\ntransfer-encoding: chunked", 400, "malformed"),
        ("GET /v1/", "chunked, gzip, chunked", 400, "malformed"),
    ] {
        let request = format!("{request} HTTP/1.1\r\nhost: a\r\ntransfer-encoding: {lines}\r\n\r\n0\r\n\r\n");
        app.raw(request.as_bytes()).is_refused(status, name);
        let heard = app.hears(format!("{request}{next}").as_bytes());
        assert_eq!(heard.matches("HTTP/1.1 ").count(), 1, "another request is seen after {lines:?}: {heard}");
    }
    let token = "authorization: Bearer the-very-secret-token-of-lena\r\ncontent-type: application/json\r\n";
    let chunked = "POST /v1/en-GB/collages HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n";
    let posted = app.raw(format!("{chunked}{token}\r\nd\r\n{{\"items\": []}}\r\n0\r\n\r\n").as_bytes());
    assert_eq!(posted.status, 201);
}

#[test]
fn what_leads_elsewhere_is_a_uri_whatever_was_asked() {
    let app = TestApp::start();
    for (asked, location) in [
        ("/v1/en-gb/products/\u{fc}?text=\u{fc}", "/v1/en-GB/products/%C3%BC?text=%C3%BC"),
        ("//v1/en-GB/products/\u{1f600}", "/v1/en-GB/products/%F0%9F%98%80"),
        ("/v1/en-GB//users/a\"b{c}d|e^f\\g", "/v1/en-GB/users/a%22b%7Bc%7Dd%7Ce%5Ef%5Cg"),
        ("/v1/en-GB/products/?text=100%&x=[1]", "/v1/en-GB/products?text=100%25&x=%5B1%5D"),
        ("/v1/en-GB/products/?text=%C3%BC/?:@!$'()*+,;", "/v1/en-GB/products?text=%C3%BC/?:@!$'()*+,;"),
    ] {
        let answer = app.raw(format!("GET {asked} HTTP/1.1\r\nhost: a\r\n\r\n").as_bytes());
        assert_eq!((answer.status, answer.location()), (308, location));
    }
}

#[test]
fn http_1_0_is_told_of_a_connection_what_becomes_of_it() {
    let app = TestApp::start();
    let ask = |path, connection| format!("GET {path} HTTP/1.0\r\nconnection: {connection}\r\n\r\n");
    let told = |heard: &str, connection| heard.matches(&format!("\r\nconnection: {connection}\r\n")).count();
    // Nothing but the end of the connection tells where a stream ends.
    let heard = app.hears(ask("/v1/en-GB/feeds/products", "keep-alive").as_bytes());
    assert!(heard.starts_with("HTTP/1.0 200 ") && heard.ends_with(']'), "{heard}");
    assert_eq!((told(&heard, "close"), told(&heard, "keep-alive")), (1, 0), "{heard}");
    // A response with a length leaves the connection open for the next request.
    let two = ask("/v1/", "keep-alive") + &ask("/v1/", "close");
    let heard = app.hears(two.as_bytes());
    assert_eq!((heard.matches("HTTP/1.0 200 ").count(), told(&heard, "keep-alive")), (2, 1), "{heard}");
}
