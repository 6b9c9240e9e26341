//! Proxies with a cache, and how an operator purges them by the tags of responses.

use ogrom_tests::client::{Answer, Client};
use serde_json::json;

use super::{Origin, Proxy, lena_through, long, stranger_through};

/// A service whose responses caches may use without revalidation.
const CACHEABLE: [&str; 4] = ["--shared-max-age", "1h", "--cache-tags", "both"];

/// The rules of Varnish to purge by tag, as operators are shown them.
const VARNISH: &str = r#"acl purgers { "127.0.0.1"; }
sub vcl_recv {
  if (req.method == "PURGE") {
    if (client.ip !~ purgers) { return (synth(403)); }
    ban("obj.http.Surrogate-Key ~ (^|\s)\Q" + req.http.Surrogate-Key + "\E(\s|$)");
    return (synth(200));
  }
}
sub vcl_deliver { unset resp.http.Surrogate-Key; }
"#;

/// Shows whether a response comes from the cache.
const HITS: &str = "sub vcl_deliver { set resp.http.X-Hits = obj.hits; }\n";

const NGINX: &str = "location / { proxy_pass http://ORIGIN; proxy_cache all; add_header X-Cache $upstream_cache_status always; }";

fn tags(answer: &Answer, name: &str, separator: char) -> Vec<String> {
    let field = answer.header(name).unwrap_or_else(|| panic!("no {name}: {answer:#?}"));
    field.split(separator).map(str::to_owned).collect()
}

#[test]
fn a_response_names_what_it_shows() {
    let origin = Origin::start(&CACHEABLE);
    let stranger = origin.service.stranger();
    // The second one comes from the response cache.
    for _ in 0..2 {
        for (path, expected) in [
            ("en-GB/products/beanie", &["product", "product/beanie"][..]),
            ("en-GB/products?limit=3", &["products"]),
            ("en-GB/products?id=beanie", &["product", "product/beanie"]),
            ("en-GB/feeds/products", &["products"]),
            ("en-GB/users/lena", &["user", "user/lena"]),
            ("en-GB/comments/c-006", &["comment", "comment/c-006", "user"]),
            (
                "en-GB/collages/terrasse",
                &["collage", "collage/terrasse", "product", "product/leather-sandals", "user"],
            ),
            ("en-GB/collages?limit=2", &["collages", "product", "user"]),
            ("en-GB/collages/terrasse/comments", &["collage", "collage/terrasse", "comments", "user"]),
            ("en-GB/collages/terrasse/likes", &["collage/terrasse", "likes"]),
            ("en-GB/users/lena/likes", &["likes"]),
        ] {
            let told = stranger.get(path).is(200);
            let (comma, blank) = (tags(&told, "cache-tag", ','), tags(&told, "surrogate-key", ' '));
            assert_eq!(comma, blank, "{path}");
            for tag in expected {
                assert!(comma.iter().any(|one| one == tag), "{path}: {tag} is not in {comma:?}");
            }
            assert!(
                comma.len() <= 50 && told.header("cache-tag").is_some_and(|field| field.len() <= 1024),
                "{path}"
            );
        }
    }
    let product = stranger.get("en-GB/products/beanie").is(200);
    for told in [
        stranger.get("en-GB/products/beanie").if_none_match(product.tag()).is(304),
        stranger.get("en-GB/products/none").is(404),
        stranger.get("en-GB/products?limit=0").is(400),
        stranger.get("en-gb/products").is(308),
        stranger.get("/docs/").is(200),
        origin.lena().get("en-GB/products/beanie").is(200),
        origin.lena().get("en-GB/users/me").is(200),
    ] {
        assert_eq!(told.header("cache-tag"), None, "{told:#?}");
    }
    let none = Origin::start(&["--shared-max-age", "1h"]);
    assert_eq!(none.service.stranger().get("en-GB/products/beanie").is(200).header("surrogate-key"), None);
}

/// Whether Varnish has answered from its cache.
fn is_hit(answer: &Answer) -> bool {
    answer.header("x-hits").is_some_and(|hits| hits != "0")
}

fn purge(client: &Client, tag: &str) {
    client.ask("PURGE", "/").header("surrogate-key", tag).is(200);
}

#[test]
fn varnish_purges_by_tag() {
    let origin = Origin::start(&CACHEABLE);
    origin.lena().post("en-GB/collages", &long("purged", "First")).is(201);
    assert!(include_str!("../../../server/OPERATING.md").contains(VARNISH));
    let proxy = Proxy::varnish(&origin, &[VARNISH, HITS].concat());
    let (stranger, lena) = (stranger_through(&proxy), lena_through(&proxy));
    let (collage, list, product) =
        ("en-GB/collages/purged", "en-GB/collages?limit=3", "en-GB/products?limit=3");
    for path in [collage, list, product] {
        assert!(!is_hit(&stranger.get(path).is(200)), "{path}");
        let hit = stranger.get(path).is(200);
        assert!(is_hit(&hit) && hit.header("surrogate-key").is_none(), "{hit:#?}");
    }
    let tag = lena.get(collage).coded("gzip").is(200).tag().to_owned();
    lena.put(collage, &long("purged", "Second")).if_match(&tag).is(200);
    lena.put(collage, &long("purged", "Late")).if_match(&tag).is(412);
    assert_eq!(lena.get(collage).is(200).json["title"], "Second", "writers read their own writes");
    // The control: others read the old state until it is purged, and not by the tag of something else.
    for tag in ["collage/purge", "ollages", "collage/terrasse", "products"] {
        purge(&stranger, tag);
    }
    assert_eq!(stranger.get(collage).is(200).json["title"], "First");
    assert_eq!(stranger.get(list).is(200).json["items"][0]["title"], "First");
    for tag in ["collage/purged", "collages"] {
        purge(&stranger, tag);
    }
    assert_eq!(stranger.get(collage).is(200).json["title"], "Second");
    assert_eq!(stranger.get(list).is(200).json["items"][0]["title"], "Second");
    assert!(!is_hit(&stranger.get(product).is(200)), "products were purged");
    assert!(is_hit(&stranger.get(product).is(200)));
    purge(&stranger, "collage/purged");
    assert!(is_hit(&stranger.get(product).is(200)), "nothing else is dropped");
}

#[test]
fn nginx_and_squid_answer_from_their_caches() {
    let origin = Origin::start(&CACHEABLE);
    origin.lena().post("en-GB/collages", &long("cached", "First")).is(201);
    for proxy in [Proxy::nginx(&origin, NGINX), Proxy::squid(&origin)] {
        let (stranger, lena) = (stranger_through(&proxy), lena_through(&proxy));
        let hit = |answer: &Answer| answer.header("x-cache").is_some_and(|told| told.starts_with("HIT"));
        let path = "en-GB/collages/cached";
        assert!(!hit(&stranger.get(path).is(200)));
        let cached = stranger.get(path).is(200);
        assert!(hit(&cached), "{cached:#?}");
        stranger.get(path).if_none_match(cached.tag()).is(304);
        let own = lena.get(path).is(200);
        assert!(!hit(&own), "a response to a token is not for others: {own:#?}");
        let tag = own.tag().to_owned();
        let changed = lena.patch(path, &json!({ "title": "Changed" })).if_match(&tag).is(200);
        assert_eq!(changed.json["title"], "Changed");
        lena.patch(path, &json!({ "title": "Late" })).if_match(&tag).is(412);
        assert_eq!(lena.get(path).is(200).json["title"], "Changed");
        // The next proxy begins with the first state.
        let tag = changed.tag().to_owned();
        lena.patch(path, &json!({ "title": "First" })).if_match(&tag).is(200);
    }
}
