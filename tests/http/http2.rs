//! The letter of HTTP/2, as far as it is not the library's: what is malformed there is refused (RFC 9113 §8).

use bytes::Bytes;
use h2::client::{self, SendRequest};
use http::{Method, Request, Response};
use ogrom_tests::app::TestApp;
use tokio::{net::TcpStream, runtime::Runtime};

/// What is asked, the target being an authority and a path.
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
            answers.push(response.await.expect("an answer").map(|_| ()));
        }
        connection.abort();
        answers
    })
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
