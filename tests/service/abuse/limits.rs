//! The limits on requests and connections: clients over a limit are told so, and others notice nothing.

use std::io::{BufRead, BufReader, Write};

use super::{Abused, TOKEN, heard, statuses};

/// An address that a proxy writes for its client.
const FORWARDED: &str = "x-forwarded-for";

#[test]
fn too_many_requests_at_once_are_shed_at_once() {
    let abused = Abused::with(&[("OGROM_REQUESTS", "3"), ("OGROM_CACHE_AGE", "1h")]);
    let kept = "en-GB/products/beanie";
    abused.service.stranger().get(kept).is(200);
    let running = [(); 3].map(|()| {
        let mut stream = BufReader::new(abused.connect());
        let head = format!(
            "POST /v1/en-GB/collages HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {TOKEN}\r\ncontent-type: application/json\r\n\
             content-length: 13\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n"
        );
        stream.get_mut().write_all(head.as_bytes()).expect("the service reads");
        let mut line = String::new();
        stream.read_line(&mut line).expect("the service responds");
        assert_eq!(line, "HTTP/1.1 100 Continue\r\n");
        stream
    });
    let shed = abused.service.stranger().get("en-GB/products").is_refused(503, "unavailable");
    assert_eq!(shed.header("retry-after"), Some("1"));
    // A cached response takes no slot.
    abused.service.stranger().get(kept).is(200);
    let health = abused.hear(b"GET /health/ready HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    assert_eq!(statuses(&health), [200], "its health can be requested nevertheless");
    for mut stream in running {
        stream
            .get_mut()
            .write_all(br#"{"items": [] }"#.get(..13).unwrap_or_default())
            .expect("the service reads");
        assert!(!heard(stream.get_mut()).is_empty());
    }
    abused.service.stranger().get("en-GB/products").is(200);
}

#[test]
fn who_asks_too_often_is_told_when_to_ask_again() {
    let settings = [("OGROM_CLIENT_RATE", "1"), ("OGROM_TRUSTED_PROXIES", "1")];
    let folder = crate::ogrom::Folder::new();
    let service = crate::ogrom::Service::start(folder.ogrom(&["--port", "0"]).envs(settings));
    let client = service.stranger();
    let ask = |address: &str| client.get("en-GB/products?limit=1").header(FORWARDED, address).answer();
    let first = ask("192.0.2.7");
    assert_eq!(first.status, 200);
    assert_eq!(first.header("ratelimit-policy"), Some("\"client\";q=10;w=10"));
    assert_eq!(first.header("ratelimit"), Some("\"client\";r=9;t=1"));
    let cached = ask("192.0.2.8");
    assert_eq!(
        cached.header("ratelimit"),
        Some("\"client\";r=9;t=1"),
        "it is of each client, however it is made"
    );
    let health = client.get("/health/live").header(FORWARDED, "192.0.2.7").is(200);
    assert_eq!(health.header("ratelimit"), None, "it is not counted");
    let refused = (0..20).map(|_| ask("6.6.6.6, 192.0.2.1")).find(|answer| answer.status == 429);
    let refused = refused.expect("ten requests are more than one per second");
    assert_eq!(refused.json["type"], "/problems/too-many-requests");
    assert_eq!(refused.header("ratelimit-policy"), Some("\"client\";q=10;w=10"));
    assert_eq!(refused.header("ratelimit"), Some("\"client\";r=0;t=1"));
    assert_eq!(refused.header("retry-after"), Some("1"));
    assert_eq!(ask("7.7.7.7, 192.0.2.1").status, 429, "what the client writes itself makes it nobody else");
    assert_eq!(ask("192.0.2.1, 192.0.2.2").status, 200, "others are bounded by themselves");
    assert_eq!(client.connections(), 1);
}

#[test]
fn a_user_is_one_wherever_they_ask_from() {
    let settings = [
        ("OGROM_USER_RATE", "1"),
        ("OGROM_TRUSTED_PROXIES", "1"),
        ("OGROM_TOKENS", "lena=a-token-for-the-tests,theo=another-token-of-theo"),
    ];
    let folder = crate::ogrom::Folder::new();
    let service = crate::ogrom::Service::start(folder.ogrom(&["--port", "0"]).envs(settings));
    let lena = service.stranger().with_token(TOKEN);
    let ask = |number: usize| {
        lena.get("en-GB/products?limit=1").header(FORWARDED, &format!("192.0.2.{number}")).answer()
    };
    let refused = (0..20).map(ask).find(|answer| answer.status == 429).expect("lena sends too many requests");
    assert_eq!(refused.header("ratelimit-policy"), Some("\"user\";q=10;w=10"));
    service.stranger().with_token("another-token-of-theo").get("en-GB/products?limit=1").is(200);
    service.stranger().get("en-GB/products?limit=1").is(200);
}

#[test]
fn a_client_has_so_many_connections_and_no_more() {
    let abused = Abused::with(&[("OGROM_CLIENT_CONNECTIONS", "4"), ("OGROM_HEADER_TIMEOUT", "20s")]);
    let mut kept = [(); 4].map(|()| abused.connect());
    let mut fifth = abused.connect();
    let _ = fifth.write_all(b"GET /v1/ HTTP/1.1\r\nhost: a\r\n\r\n");
    assert_eq!(heard(&mut fifth), "", "it is closed");
    for stream in &mut kept {
        stream.write_all(b"GET /v1/ HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").expect("it is open");
        assert_eq!(statuses(&heard(stream)), [200]);
    }
    abused.is_left_alone();
    abused.service.stranger().get("en-GB/products").is(200);
}
