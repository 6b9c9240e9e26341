//! The letter of HTTP/2, beyond the library's own part: malformed messages are refused (RFC 9113 §8).

use std::io::Read;

use bytes::Bytes;
use h2::client::{self, SendRequest};
use http::{Method, Request, Response};
use ogrom_tests::app::TestApp;
use tokio::{net::TcpStream, runtime::Runtime};

/// The request; the target is an authority and a path.
fn request(method: Method, target: &str, fields: &[(&'static str, &str)]) -> Request<()> {
    let mut request = Request::builder().method(method).uri(target).body(()).expect("a request");
    for (name, value) in fields {
        request.headers_mut().append(*name, value.parse().expect("the value of a field"));
    }
    request
}

/// The heads of all responses, in order, on one connection.
fn answers(app: &TestApp, requests: Vec<Request<()>>) -> Vec<Response<()>> {
    let runtime = Runtime::new().expect("threads can be started");
    runtime.block_on(async {
        let stream = TcpStream::connect(app.address()).await.expect("the service listens");
        let (sender, connection) = client::handshake(stream).await.expect("it speaks HTTP/2");
        let connection = tokio::spawn(connection);
        let mut answers = Vec::new();
        for request in requests {
            let mut sender: SendRequest<Bytes> =
                sender.clone().ready().await.expect("the connection is open");
            let (response, _) = sender.send_request(request, true).expect("a request can be sent");
            answers.push(response.await.expect("a response").map(|_| ()));
        }
        connection.abort();
        answers
    })
}

/// A frame of HTTP/2 (RFC 9113 §4.1).
fn frame(kind: u8, flags: u8, stream: u8, payload: &[u8]) -> Vec<u8> {
    let length = u8::try_from(payload.len()).expect("a short frame");
    [&[0, 0, length, kind, flags, 0, 0, 0, stream][..], payload].concat()
}

/// The types and payloads of all frames on stream 1 that come to a POST with these trailers, up to the one that ends it.
fn after_trailers(app: &TestApp, fields: &[u8]) -> Vec<(u8, Vec<u8>)> {
    let mut stream = std::net::TcpStream::connect(app.address()).expect("the service listens");
    stream.set_read_timeout(Some(std::time::Duration::from_secs(20))).expect("a timeout can be set");
    // POST, http, `/v1/` and an authority.
    let request = frame(1, 0x4, 1, b"\x83\x86\x44\x04/v1/\x41\x01a");
    let preface = [&b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"[..], &frame(4, 0, 0, &[])].concat();
    let rest = [frame(0, 0, 1, b"{}"), frame(1, 0x5, 1, fields)].concat();
    std::io::Write::write_all(&mut stream, &[preface, request, rest].concat()).expect("it listens");
    let mut frames = Vec::new();
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).expect("the stream is ended before the connection is");
        let mut payload = vec![0; usize::from(head[1]) << 8 | usize::from(head[2])];
        stream.read_exact(&mut payload).expect("a whole frame");
        let (kind, is_last) = (head[3], head[3] == 3 || (head[3] < 2 && head[4] & 1 == 1));
        if head[8] == 1 && kind != 8 {
            frames.push((kind, payload));
            if is_last {
                return frames;
            }
        }
    }
}

#[test]
fn trailers_that_name_a_method_or_a_path_are_malformed() {
    let app = TestApp::start();
    for fields in [&b"\x44\x02/x"[..], b"\x82", b"\x00\x05:path\x02/x", b"\x88\x40\x01x\x01y"] {
        let frames = after_trailers(&app, fields);
        let reset = (3, vec![0, 0, 0, 1]);
        assert_eq!(frames.last(), Some(&reset), "PROTOCOL_ERROR for {fields:?}: {frames:?}");
    }
    for fields in [&b"\x40\x01x\x01y"[..], b""] {
        let frames = after_trailers(&app, fields);
        assert_eq!(frames.first().map(|(kind, _)| *kind), Some(1), "{fields:?}: {frames:?}");
    }
}

#[test]
fn what_is_malformed_is_refused_and_the_connection_goes_on() {
    let app = TestApp::start();
    let get = |target, fields: &[_]| request(Method::GET, target, fields);
    let connect = || request(Method::CONNECT, "a:443", &[]);
    let cases = [
        (get("http://a/v1/", &[]), 200),
        (get("http://a/v1/", &[("host", "a")]), 200),
        (get("http://a/v1/", &[("host", "A:80")]), 200),
        (get("https://a.example:443/v1/", &[("host", "a.example")]), 200),
        (get("http://[::1]:8080/v1/", &[]), 200),
        (get("http://a/v1/", &[("host", "b")]), 400),
        (get("http://a/v1/", &[("host", "a:81")]), 400),
        (get("http://a/v1/", &[("host", "a b")]), 400),
        (get("http://a/v1/", &[("host", "a"), ("host", "a")]), 400),
        (get("http://lena@a/v1/", &[]), 400),
        (get("ftp://a/v1/", &[]), 400),
        (connect(), 501),
        (get("http://a/v1/", &[("x", "y"); 100]), 200),
        (get("http://a/v1/", &[("x", "y"); 101]), 431),
        (get("http://a/v1/", &[("cookie", "a=b"); 150]), 200),
        (get("http://a/v1/", &[("x-filler", &"x".repeat(40_000))]), 431),
        (get("http://a/v1/", &[]), 200),
    ];
    let (requests, expected): (Vec<_>, Vec<_>) = cases.into_iter().unzip();
    let answers = answers(&app, requests);
    for (at, (answer, expected)) in answers.iter().zip(expected).enumerate() {
        assert_eq!(answer.status(), expected, "{at}: {answer:#?}");
        assert!(answer.headers().contains_key("date"), "{at}: {answer:#?}");
        if expected >= 400 {
            assert_eq!(answer.headers()["content-type"], "application/problem+json", "{at}: {answer:#?}");
        }
    }
}
