//! Proxies that compress, and so make entity tags weak. A client that reads through them can change what it has read, and
//! loses no change of another client.

use ogrom_tests::client::{Answer, Client};
use serde_json::json;

use super::{Origin, Proxy, lena_through, long};

const PLACE: &str = "en-GB/collages/behind-a-proxy";

/// Reads through the proxy, which compresses and makes the tag weak.
fn read(through: &Client) -> Answer {
    let read = through.get(PLACE).coded("gzip").is(200);
    assert_eq!(read.header("content-encoding"), Some("gzip"), "{read:#?}");
    assert!(read.tag().starts_with("W/\""), "{read:#?}");
    read
}

fn a_client_changes_what_it_has_read(proxy: impl FnOnce(&Origin) -> Proxy) {
    let origin = Origin::start(&[]);
    let (direct, proxy) = (origin.lena(), proxy(&origin));
    direct.post("en-GB/collages", &long("behind-a-proxy", "First")).is(201);
    let through = lena_through(&proxy);
    let put = |tag: &str, title| through.put(PLACE, &long("behind-a-proxy", title)).header("if-match", tag);

    let read_first = read(&through);
    assert_eq!(put(read_first.tag(), "Second").is(200).json["title"], "Second");
    // The change of another client is not lost.
    put(read_first.tag(), "Late").is_refused(412, "precondition-failed");
    let read_second = read(&through);
    assert_eq!(read_second.json["title"], "Second");
    through.get(PLACE).coded("gzip").header("if-none-match", read_second.tag()).is(304);
    direct
        .patch(PLACE, &json!({ "title": "Third" }))
        .header("if-match", direct.get(PLACE).answer().tag())
        .is(200);
    put(read_second.tag(), "Late").is_refused(412, "precondition-failed");
    // A tag that was never sent guards nothing, weak or not.
    let made_up = read(&through).tag().replace("json", "xml");
    put(&made_up, "Made up").is_refused(412, "precondition-failed");
    through.delete(PLACE).header("if-match", read(&through).tag()).is(204);
    direct.get(PLACE).is(410);
}

#[test]
fn a_client_behind_nginx_changes_what_it_has_read() {
    a_client_changes_what_it_has_read(|origin| {
        Proxy::nginx(origin, "location / { proxy_pass http://ORIGIN; }")
    });
}

#[test]
fn a_client_behind_haproxy_changes_what_it_has_read() {
    a_client_changes_what_it_has_read(|origin| Proxy::haproxy(origin, ""));
}

#[test]
fn a_client_behind_varnish_changes_what_it_has_read() {
    // It caches nothing, since private responses must not be.
    a_client_changes_what_it_has_read(|origin| Proxy::varnish(origin, "sub vcl_recv { return (pass); }\n"));
}
