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

/// No word is left that a template has for what depends on the service or the request.
#[test]
fn its_examples_are_whole_without_a_script() {
    let app = TestApp::start();
    for (host, origin) in [
        ("localhost:8080", "http://localhost:8080"),
        ("[::1]:8080", "http://[::1]:8080"),
        ("api.example", "http://api.example"),
    ] {
        let asked = format!("GET /docs/ HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        let text = app.hears(asked.as_bytes());
        for example in [
            format!("<code>curl '{origin}/v1/en-GB/products?limit=3'"),
            format!("npx openapi-typescript {origin}/openapi.json -o api.d.ts"),
        ] {
            assert!(text.contains(&example), "{example}");
        }
        for word in ["ORIGIN", "DOCUMENT", "PROBLEMS", "GUIDE", "MENU", "MODULES", "NAME", "ABOUT", "LOCALES"]
        {
            assert!(!text.contains(word), "{word} is left");
        }
    }
    // Its script knows the origin where the service does not.
    let unknown = app.get("/docs/").header("x-forwarded-for", "192.0.2.1").is(200);
    assert!(unknown.text().contains("<code>curl 'ORIGIN/v1/en-GB/products?limit=3'"));
    let page = app.get("/docs/").is(200);
    for section in ["begin", "authentication", "errors", "limits"] {
        assert!(page.text().contains(&format!("<h2 id=\"{section}\">")), "{section}");
        assert!(page.text().contains(&format!("<a href=\"#{section}\">")), "no entry leads to {section}");
    }
}

#[test]
pub(crate) fn its_files_are_what_they_are_said_to_be() {
    let app = TestApp::start();
    let script = "text/javascript; charset=utf-8";
    for (name, media_type, accept) in [
        ("scripts/main.js", script, "*/*"),
        ("scripts/theme.js", script, "*/*"),
        ("page.css", "text/css; charset=utf-8", "text/css,*/*;q=0.1"),
        ("decisions", "text/html; charset=utf-8", "text/html,*/*;q=0.8"),
    ] {
        let page = app.get("/docs/").is(200);
        assert!(page.text().contains(&format!("=\"{name}\"")), "nothing leads to {name}");
        is_file(&app, name, media_type, accept);
    }
    let decisions = app.get("/docs/decisions").is(200);
    assert!(decisions.text().contains("src=\"graph.svg\""));
    is_file(&app, "graph.svg", "image/svg+xml", "image/avif,image/webp,image/svg+xml,image/*,*/*;q=0.8");
    app.get("/docs/scripts/nothing.js").is_refused(404, "not-found");
}

fn is_file(app: &TestApp, name: &str, media_type: &str, accept: &str) {
    let file = app.get(&format!("/docs/{name}")).header("accept", accept).is(200);
    let said = ["content-type", "cache-control", "x-content-type-options"].map(|name| file.header(name));
    assert_eq!(said, [Some(media_type), Some("no-cache"), Some("nosniff")], "{name}");
    assert!(!file.content.is_empty());
}

/// Every module that another one imports is there, and the page names it, so that the browser loads all of them at once.
#[test]
fn every_module_is_there() {
    let app = TestApp::start();
    let page = app.get("/docs/").is(200).text().to_owned();
    let (mut unread, mut read) = (vec!["main.js".to_owned()], Vec::new());
    while let Some(name) = unread.pop() {
        assert!(page.contains(&format!("\"scripts/{name}\"")), "the page does not name {name}");
        let module = app.get(&format!("/docs/scripts/{name}")).is(200);
        // The samples import a module, too.
        let imported =
            module.text().split("from \"./").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0));
        let imported = imported.filter(|name| *name != "api.d.ts").map(str::to_owned);
        let new: Vec<_> = imported.filter(|name| !read.contains(name) && !unread.contains(name)).collect();
        unread.extend(new);
        read.push(name);
    }
    assert!(read.len() > 10, "{read:?}");
}

/// A service with tokens in its configuration makes none, and its page offers none.
#[test]
fn a_token_is_offered_by_no_service_with_tokens() {
    let app = TestApp::start();
    assert!(app.get("/docs/").is(200).text().contains("data-token=\"\""));
    app.get("/docs/token").is_refused(404, "not-found");
}
