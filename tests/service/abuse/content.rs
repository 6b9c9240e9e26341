//! Content that does not come, is too large, or is made to break its reader.

use std::{io::Write, net::TcpStream};

use serde_json::Value;

use super::{Abused, TOKEN, heard, statuses, trickle};

fn post(fields: &str) -> String {
    format!("POST /v1/en-GB/collages HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {TOKEN}\r\n{fields}\r\n")
}

/// The head of a POST of JSON that is so long.
fn json(length: usize) -> String {
    post(&format!("content-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n"))
}

/// The problem in a response.
fn problem(heard: &str) -> Value {
    let content = heard.split("\r\n\r\n").nth(1).unwrap_or_default();
    serde_json::from_str(content).unwrap_or_else(|error| panic!("{error}: {heard}"))
}

#[test]
fn slow_content_is_given_up() {
    Abused::with(&[("OGROM_CONTENT_TIMEOUT", "1500ms"), ("OGROM_CONTENT_STALL", "700ms")]).stands(
        super::FLAT,
        |abused| {
            let begun = |_| {
                let mut stream = abused.connect();
                stream
                    .write_all(post("content-type: application/json\r\ncontent-length: 1000\r\n").as_bytes())
                    .expect("the service reads");
                stream
            };
            let mut streams: Vec<TcpStream> = (0..400).map(begun).collect();
            let mut stalled: Vec<TcpStream> = (0..10).map(begun).collect();
            let mut kept: Vec<_> =
                streams.iter().map(|stream| stream.try_clone().expect("a handle")).collect();
            trickle(&mut streams, b' ');
            for stream in &mut stalled {
                let answers = heard(stream);
                assert_eq!(statuses(&answers), [408], "{answers}");
                assert_eq!(problem(&answers)["type"], "/problems/content-late");
                assert!(answers.contains("connection: close\r\n"), "{answers}");
            }
            // For clients that continued to send, a reset may have overtaken the response.
            for stream in &mut kept {
                let answers = heard(stream);
                assert!(answers.is_empty() || statuses(&answers) == [408], "{answers}");
            }
            (kept, stalled)
        },
    );
}

#[test]
fn fifty_megabytes_are_refused() {
    Abused::with(&[]).stands(super::FLAT, |abused| {
        let megabyte = vec![b' '; 1 << 20];
        for fields in ["content-length: 52428800\r\n", "transfer-encoding: chunked\r\n"] {
            let mut stream = abused.connect();
            let head = post(&format!("content-type: application/json\r\n{fields}"));
            stream.write_all(head.as_bytes()).expect("the service reads");
            let chunked = fields.contains("chunked");
            let sent = (0..50).take_while(|_| {
                let chunk = |text: &[u8], stream: &mut TcpStream| !chunked || stream.write_all(text).is_ok();
                chunk(b"100000\r\n", &mut stream)
                    && stream.write_all(&megabyte).is_ok()
                    && chunk(b"\r\n", &mut stream)
            });
            assert!(sent.count() < 50, "50 megabytes were read for nothing");
            // A reset may overtake the response.
            let answers = heard(&mut stream);
            assert!(answers.is_empty() || statuses(&answers) == [413], "{answers}");
        }
    });
}

#[test]
fn content_over_what_any_may_be_is_refused() {
    Abused::with(&[("OGROM_CONTENT_BYTES", "1000")]).stands(super::FLAT, |abused| {
        let fields = "content-type: application/json\r\ntransfer-encoding: chunked\r\nconnection: close\r\n";
        let content = format!("7d0\r\n{}\r\n0\r\n\r\n", " ".repeat(2000));
        let answers = abused.hear(format!("{}{content}", post(fields)).as_bytes());
        assert_eq!(statuses(&answers), [413], "{answers}");
        assert_eq!(problem(&answers)["type"], "/problems/content-too-large");
    });
}

#[test]
fn json_however_deep_is_refused() {
    Abused::with(&[]).stands(super::FLAT, |abused| {
        for (bracket, depth, status) in [
            ("[", 100_000, 413),
            ("{\"a\":", 100_000, 413),
            // Content within the resource's limit is still far too deep.
            ("[", 60_000, 400),
            ("{\"a\":", 12_000, 400),
            ("[", 130, 400),
        ] {
            let content = bracket.repeat(depth);
            let answers = abused.hear(format!("{}{content}", json(content.len())).as_bytes());
            assert_eq!(statuses(&answers), [status], "{depth} of {bracket}: {answers}");
        }
        let cbor = vec![0x81; 60_000];
        let head = post("content-type: application/cbor\r\ncontent-length: 60000\r\nconnection: close\r\n");
        let answers = abused.hear(&[head.as_bytes(), &cbor].concat());
        assert_eq!(statuses(&answers), [400], "{answers}");
    });
}

#[test]
fn what_is_no_utf_8_is_refused() {
    Abused::with(&[]).stands(super::FLAT, |abused| {
        let content = b"{\"title\": \"\xff\xfe\", \"items\": []}";
        let answers = abused.hear(&[json(content.len()).as_bytes(), content].concat());
        assert_eq!(statuses(&answers), [400], "{answers}");
        for target in ["/v1/en-GB/products/%ff%fe", "/v1/en-GB/products/\u{fc}", "/v1/%c3%28/products"] {
            let answers = abused.hear(format!("GET {target} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").as_bytes());
            assert_eq!(statuses(&answers), [404], "{answers}");
        }
        let query = b"GET /v1/en-GB/products?text=\xff HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
        let answers = statuses(&abused.hear(query));
        assert!(matches!(answers[..], [200 | 400]), "{answers:?}");
        let field = b"GET /v1/ HTTP/1.1\r\nhost: a\r\nauthorization: Bearer \xff\xfe\r\nprefer: \xff\r\nconnection: close\r\n\r\n";
        let answers = statuses(&abused.hear(field));
        assert!(matches!(answers[..], [200 | 400 | 401]), "{answers:?}");
    });
}

#[test]
fn compressed_content_is_refused_unread() {
    Abused::with(&[]).stands(super::FLAT, |abused| {
        let bomb = vec![0; 60_000];
        for coding in ["gzip", "br", "zstd", "deflate", "gzip, gzip"] {
            let head = post(&format!(
                "content-type: application/json\r\ncontent-encoding: {coding}\r\ncontent-length: 60000\r\nconnection: close\r\n"
            ));
            let answers = abused.hear(&[head.as_bytes(), &bomb].concat());
            assert_eq!(statuses(&answers), [415], "{answers}");
        }
    });
}
