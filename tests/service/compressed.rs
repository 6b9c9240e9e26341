//! The service with proxies before it that compress its responses, and so make its entity tags weak. A client that
//! reads through them can change what it has read, and loses no change of another client.

mod proxy;

use ogrom_tests::{
    client::{Answer, Client},
    group::Group,
};
use serde_json::json;

use self::proxy::Proxy;
use crate::ogrom::{Folder, Service};

const TOKEN: &str = "the-token-of-lena";
const PLACE: &str = "en-GB/collages/behind-a-proxy";

/// A service without compression of its own, with a collage of Lena's that is long enough to be compressed.
struct Origin {
    _folder: Folder,
    service: Service,
}

// === impl Origin ===

impl Origin {
    fn start() -> Self {
        let folder = Folder::new();
        let mut command = folder.ogrom(&["--port", "0", "--compression", "false"]);
        let service = Service::start(command.env("OGROM_TOKENS", format!("lena={TOKEN}")));
        let origin = Self { service, _folder: folder };
        origin.lena().post("en-GB/collages", &long("behind-a-proxy", "First")).is(201);
        origin
    }

    fn lena(&self) -> Client {
        self.service.stranger().with_token(TOKEN)
    }
}

fn long(id: &str, title: &str) -> serde_json::Value {
    json!({ "id": id, "title": title, "description": "Long enough. ".repeat(500), "items": [] })
}

/// Reads through the proxy, which compresses and makes the tag weak.
fn read(through: &Client) -> Answer {
    let read = through.get(PLACE).coded("gzip").is(200);
    assert_eq!(read.header("content-encoding"), Some("gzip"), "{read:#?}");
    assert!(read.tag().starts_with("W/\""), "{read:#?}");
    read
}

fn a_client_changes_what_it_has_read(proxy: impl FnOnce(&Group, &Client) -> Proxy) {
    let (origin, group) = (Origin::start(), Group::default());
    let direct = origin.lena();
    let proxy = proxy(&group, &direct);
    let through = Client::new(proxy.address()).with_token(TOKEN).through_proxy();
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
    direct.get(PLACE).is(404);
}

#[test]
fn a_client_behind_nginx_changes_what_it_has_read() {
    a_client_changes_what_it_has_read(|group, origin| Proxy::nginx(origin.address(), group));
}

#[test]
fn a_client_behind_haproxy_changes_what_it_has_read() {
    a_client_changes_what_it_has_read(|group, origin| Proxy::haproxy(origin.address(), group));
}

#[test]
fn a_client_behind_varnish_changes_what_it_has_read() {
    a_client_changes_what_it_has_read(|group, origin| Proxy::varnish(origin.address(), group));
}
