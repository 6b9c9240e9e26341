//! Proxies that serve the service under a path prefix: all links lead through them.

use ogrom_tests::client::Client;

use super::{Origin, Proxy, lena_through, long, stranger_through};

/// Follows links from the root on, and changes something: all of it through the proxy, below this prefix.
fn a_client_works_below(prefix: &str, stranger: &Client, lena: &Client) {
    let home = stranger.get(&format!("{prefix}/")).is(307);
    assert_eq!(home.location(), format!("{prefix}/v1/"));
    let locales = stranger.get(home.location()).is(200);
    let linked = locales.header("link").expect("it leads to the document and to the guide").to_owned();
    assert!(linked.contains(&format!("<{prefix}/openapi.json>")), "{linked}");
    let document = stranger.get(&format!("{prefix}/openapi.json")).is(200);
    let server = document.json["servers"][0]["url"].as_str().expect("there is one");
    assert!(server.ends_with(&format!("{prefix}/v1/en-GB")), "{server}");
    let page = stranger.get(&format!("{prefix}/docs/")).is(200);
    assert!(page.text().contains(&format!("data-document=\"{prefix}/openapi.json\"")));
    assert!(page.text().contains(&format!("{prefix}/v1/en-GB/products?limit=3'</code>")));
    stranger.get(&format!("{prefix}/docs/scripts/main.js")).is(200);
    let ids = stranger.ids(&format!("{prefix}/v1/en-GB/products?limit=20"));
    assert_eq!(ids.len(), 50, "the links lead from page to page");
    let moved = stranger.get(&format!("{prefix}/v1/en-gb/products")).is(308);
    assert_eq!(moved.location(), format!("{prefix}/v1/en-GB/products"));

    let made = lena.post(&format!("{prefix}/v1/en-GB/collages"), &long("below", "First")).is(201);
    assert_eq!(made.location(), format!("{prefix}/v1/en-GB/collages/below"));
    let read = stranger.get(made.location()).coded("gzip").is(200);
    assert_eq!(read.json["links"]["self"], made.location());
    let put = |title| lena.put(made.location(), &long("below", title)).if_match(read.tag());
    put("Second").is(200);
    let refused = put("Late").is(412);
    assert_eq!(refused.json["type"], format!("{prefix}/problems/precondition-failed"));
    let explained = stranger.get(refused.json["type"].as_str().expect("a path"));
    explained.header("accept", "text/html").is(200);
    let tag = lena.get(made.location()).coded("gzip").is(200).tag().to_owned();
    lena.delete(made.location()).if_match(&tag).is(204);
}

fn nginx(origin: &Origin, location: &str) {
    let host = "proxy_set_header Host $http_host; proxy_set_header X-Forwarded-Proto http;";
    let proxy = Proxy::nginx(origin, &format!("location /shop/ {{ {host} {location} }}"));
    a_client_works_below("/shop", &stranger_through(&proxy), &lena_through(&proxy));
}

const FIXED: [&str; 4] = ["--base-path", "/shop", "--trusted-proxies", "1"];
const FORWARDED: [&str; 4] = ["--base-path", "forwarded", "--trusted-proxies", "1"];

#[test]
fn nginx_removes_the_prefix() {
    nginx(&Origin::start(&FIXED), "proxy_pass http://ORIGIN/;");
}

#[test]
fn nginx_leaves_the_prefix() {
    nginx(&Origin::start(&FIXED), "proxy_pass http://ORIGIN;");
}

#[test]
fn nginx_states_the_prefix() {
    let origin = Origin::start(&FORWARDED);
    nginx(&origin, "proxy_pass http://ORIGIN/; proxy_set_header X-Forwarded-Prefix /shop;");
}

#[test]
fn haproxy_states_the_prefix() {
    let origin = Origin::start(&FORWARDED);
    let rules = "  http-request set-header X-Forwarded-Proto http\n  http-request set-header X-Forwarded-Prefix /shop\n\
                 \x20 http-request replace-path /shop(/.*) \\1\n";
    let proxy = Proxy::haproxy(&origin, rules);
    a_client_works_below("/shop", &stranger_through(&proxy), &lena_through(&proxy));
}

#[test]
fn varnish_removes_the_prefix() {
    let origin = Origin::start(&FIXED);
    let proxy = Proxy::varnish(
        &origin,
        "sub vcl_recv {\n  set req.url = regsub(req.url, \"^/shop/\", \"/\");\n  set req.http.X-Forwarded-Proto = \"http\";\n}\n",
    );
    a_client_works_below("/shop", &stranger_through(&proxy), &lena_through(&proxy));
}

#[test]
fn squid_leaves_the_prefix() {
    let origin = Origin::start(&["--base-path", "/shop"]);
    let proxy = Proxy::squid(&origin);
    a_client_works_below("/shop", &stranger_through(&proxy), &lena_through(&proxy));
}

/// The response cache of the service must not serve the links of one prefix below the other.
#[test]
fn two_prefixes_are_not_mixed() {
    let origin = Origin::start(&FORWARDED);
    let location = |prefix| {
        format!(
            "location {prefix}/ {{ proxy_pass http://ORIGIN/; proxy_set_header X-Forwarded-Prefix {prefix}; }}"
        )
    };
    let proxy = Proxy::nginx(&origin, &["/shop", "/stall"].map(location).join("\n"));
    let client = stranger_through(&proxy);
    for _ in 0..3 {
        for prefix in ["/shop", "/stall"] {
            let path = format!("{prefix}/v1/en-GB/products/beanie");
            assert_eq!(client.get(&path).is(200).json["links"]["self"], path);
        }
    }
    let numbers = origin.service.stranger().get("/metrics").is(200);
    let kept = "ogrom_cache_lookups_total{class=\"representation\",found=\"fresh\"} 4\n";
    assert!(numbers.text().contains(kept), "each is cached: {}", numbers.text());
}

/// The control: without the option, links lead past the proxy.
#[test]
fn without_a_base_path_links_lead_past_the_proxy() {
    let origin = Origin::start(&[]);
    let proxy = Proxy::nginx(&origin, "location /shop/ { proxy_pass http://ORIGIN/; }");
    let client = stranger_through(&proxy);
    assert_eq!(client.get("/shop/").is(307).location(), "/v1/");
    let links = &client.get("/shop/v1/en-GB/products/beanie").is(200).json["links"];
    assert_eq!(links["self"], "/v1/en-GB/products/beanie");
    assert_eq!(client.get("/v1/en-GB/products/beanie").answer().status, 404);
}
