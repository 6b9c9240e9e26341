//! The prefix that clients see before all paths, behind a proxy: `--base-path`.

use http::header;
use ogrom_tests::{
    app::TestApp,
    client::{Answer, Client},
};
use serde_json::{Value, json};

const FORWARDED: [&str; 3] = ["--base-path=forwarded", "--trusted-proxies=1", "--client-rate=0"];

/// All paths that a response leads to: in its fields, and in its content.
fn paths(answer: &Answer) -> Vec<String> {
    let of_links = answer.headers.get_all(header::LINK).iter().filter_map(|line| line.to_str().ok());
    let targets = of_links.flat_map(|line| line.split('<').skip(1)).filter_map(|rest| rest.split('>').next());
    let mut found: Vec<_> = answer.header("location").into_iter().chain(targets).map(str::to_owned).collect();
    collect(&answer.json, &mut found);
    found
}

fn collect(json: &Value, found: &mut Vec<String>) {
    match json {
        Value::Object(members) => members.values().for_each(|member| collect(member, found)),
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::String(text) if text.starts_with('/') => found.push(text.clone()),
        _ => {}
    }
}

/// The paths in the attributes and the examples of a page.
fn paths_of_page(page: &Answer) -> Vec<String> {
    let attributes = ["href=\"/", "data-document=\"/", "data-problems=\"/"];
    let of = |name: &&str| {
        let parts = page
            .text()
            .split(*name)
            .skip(1)
            .map(|rest| format!("/{}", rest.split('"').next().unwrap_or_default()));
        parts.collect::<Vec<_>>()
    };
    attributes.iter().flat_map(of).collect()
}

#[test]
fn every_link_begins_with_the_base_path_whether_the_proxy_removes_it_or_not() {
    let app = TestApp::configured(&["--base-path=/shop"]);
    let (client, lena) = (app.stranger().through_proxy(), app.as_user("lena").through_proxy());
    for seen in ["", "/shop"] {
        let mut followed = 0;
        for (path, status) in [
            ("/", 307),
            ("/v1", 308),
            ("/v1/", 200),
            ("/v1/en-gb/products?limit=2", 308),
            ("/v1/en-GB/", 200),
            ("/v1/en-GB/products?limit=2", 200),
            ("/v1/en-GB/products/beanie", 200),
            ("/v1/en-GB/collages/terrasse", 200),
            ("/v1/en-GB/collages?limit=2", 200),
            ("/v1/en-GB/comments?limit=2", 200),
            ("/v1/en-GB/users/lena", 200),
            ("/v1/en-GB/nothing", 404),
            ("/v1/it-IT/products", 404),
            ("/v1/en-GB/products?limit=0", 400),
            ("/nothing", 404),
            ("/docs", 308),
        ] {
            let answer = client.get(&format!("{seen}{path}")).is(status);
            let paths = paths(&answer);
            assert!(!paths.is_empty(), "{path} leads somewhere");
            for path in paths {
                assert!(path.starts_with("/shop/") && !path.starts_with("/shop/shop"), "{path}: {answer:#?}");
                assert!(client.get(&path).answer().status < 400, "{path}");
                followed += 1;
            }
        }
        assert!(followed > 50, "{followed}");
        let made =
            lena.post(&format!("{seen}/v1/en-GB/collages"), &json!({"title": "Below", "items": []})).is(201);
        assert!(made.location().starts_with("/shop/v1/en-GB/collages/"), "{made:#?}");
        lena.put(made.location(), &json!({"title": "Changed", "items": []})).current().is(200);
        lena.delete(&made.location()["/shop".len()..]).current().is(204);
    }
    client.get("/shop").is(307);
    client.get("/shop/shop/v1/").is(404);
    client.get("/shopping/v1/").is(404);
}

#[test]
fn pages_and_documents_are_below_the_base_path() {
    let app = TestApp::configured(&["--base-path=/shop"]);
    let client = app.stranger().through_proxy();
    let origin = format!("http://{}", client.address());
    for seen in ["", "/shop"] {
        let page = client.get(&format!("{seen}/docs/")).is(200);
        assert!(page.text().contains(&format!("<code>curl '{origin}/shop/v1/en-GB/products?limit=3'")));
        assert!(
            page.text().contains(&format!("npx openapi-typescript {origin}/shop/openapi.json -o api.d.ts"))
        );
        let problems = client.get(&format!("{seen}/problems/")).is(200);
        for page in [page, problems] {
            let paths = paths_of_page(&page);
            assert!(paths.len() > 3, "{paths:?}");
            for path in paths {
                assert!(path.starts_with("/shop/"), "{path}");
                client.get(&path).is(200);
            }
        }
        let document = client.get(&format!("{seen}/openapi.json")).is(200);
        assert_eq!(document.json["servers"][0]["url"], format!("{origin}/shop/v1/en-GB"));
        let own = &document.json["paths"]["/v1/"]["servers"];
        assert!(own.is_null() || own[0]["url"] == format!("{origin}/shop"), "{own}");
        assert!(document.text().contains("\"type\":\"/shop/problems/unknown-locale\""));
        assert!(document.text().contains("\"self\":\"/shop/v1/en-GB/collages/"));
        for left in ["{prefix}", "{origin}", "{base}", "{problems}", "\"/problems/"] {
            assert!(!document.text().contains(left), "{left}");
        }
        for form in ["/openapi-3.0.json", "/openapi-full.json", "/openapi.yaml"] {
            let form = client.get(&format!("{seen}{form}")).is(200);
            assert!(form.text().contains(&format!("\"{origin}/shop/v1/")), "{}", form.text());
        }
        let collection = client.get(&format!("{seen}/postman.json")).is(200);
        assert_eq!(collection.json["variable"][0]["value"], format!("{origin}/shop/v1/en-GB"));
    }
}

fn link_to_itself(client: &Client, prefix: Option<&str>) -> String {
    let request = client.get("en-GB/products/beanie");
    let request = match prefix {
        Some(prefix) => request.header("x-forwarded-prefix", prefix),
        None => request,
    };
    let answer = request.is(200);
    let vary = answer.headers.get_all("vary").iter().filter_map(|line| line.to_str().ok());
    assert!(vary.flat_map(|line| line.split(", ")).any(|name| name == "x-forwarded-prefix"), "{answer:#?}");
    answer.json["links"]["self"].as_str().expect("it has one").to_owned()
}

#[test]
fn a_trusted_proxy_states_the_prefix_that_it_has_removed() {
    let app = TestApp::configured(&FORWARDED);
    let client = app.stranger().through_proxy();
    for (stated, prefix) in
        [(Some("/shop"), "/shop"), (Some("/a/b/"), "/a/b"), (None, ""), (Some("/evil, /c"), "/c")]
    {
        assert_eq!(link_to_itself(&client, stated), format!("{prefix}/v1/en-GB/products/beanie"));
    }
    // The proxy has removed it, so that what looks like it belongs to the path.
    client.get("/shop/v1/").header("x-forwarded-prefix", "/shop").is(404);
}

#[test]
fn an_illegal_prefix_is_ignored() {
    let app = TestApp::configured(&FORWARDED);
    let client = app.stranger().through_proxy();
    for illegal in [
        "//evil.example",
        "https://evil.example",
        "/..",
        "/a/../b",
        "/\\evil.example",
        "/a\tb",
        "/%0d%0aa:b",
        "/\"><script>",
    ] {
        assert_eq!(link_to_itself(&client, Some(illegal)), "/v1/en-GB/products/beanie", "{illegal}");
        let moved = client.get("/").header("x-forwarded-prefix", illegal).is(307);
        assert_eq!(moved.location(), "/v1/", "{illegal}");
        let page = client.get("/docs/").header("x-forwarded-prefix", illegal).is(200);
        assert!(
            page.text().contains("data-document=\"/openapi.json\"") && !page.text().contains(illegal),
            "{illegal}"
        );
    }
}

#[test]
fn no_other_client_states_a_prefix() {
    for options in [&[][..], &["--base-path=forwarded"], &["--trusted-proxies=1", "--client-rate=0"]] {
        let app = TestApp::configured(options);
        let told = app.stranger().through_proxy().get("/").header("x-forwarded-prefix", "/evil").is(307);
        assert_eq!(told.location(), "/v1/", "{options:?}");
    }
    let app = TestApp::configured(&["--base-path=/shop", "--trusted-proxies=1", "--client-rate=0"]);
    let told = app.stranger().through_proxy().get("/").header("x-forwarded-prefix", "/evil").is(307);
    assert_eq!(told.location(), "/shop/v1/");
}

/// Otherwise it could not be told apart from the path.
#[test]
fn a_prefix_that_begins_like_a_route_is_removed_by_the_proxy_alone() {
    let app = TestApp::configured(&["--base-path=/v1"]);
    let client = app.stranger().through_proxy();
    let product = client.get("/v1/en-GB/products/beanie").is(200);
    assert_eq!(product.json["links"]["self"], "/v1/v1/en-GB/products/beanie");
    client.get("/v1/v1/en-GB/products/beanie").is(404);
}
