//! HTTP/2 by prior knowledge, and clients that only begin requests.

use std::{
    future::poll_fn,
    time::{Duration, Instant},
};

use h2::client::{self, SendRequest};
use http::Request;
use ogrom_tests::client::Client;
use tokio::{
    net::TcpStream,
    runtime::Runtime,
    task::JoinHandle,
    time::{sleep, timeout},
};

use super::{Abused, PATIENCE};

type Connection = JoinHandle<Result<(), h2::Error>>;

async fn connect(abused: &Abused) -> (SendRequest<bytes::Bytes>, Connection) {
    connect_as(&client::Builder::new(), abused).await
}

async fn connect_as(client: &client::Builder, abused: &Abused) -> (SendRequest<bytes::Bytes>, Connection) {
    let stream = TcpStream::connect(abused.address()).await.expect("the service listens");
    let (sender, connection) = client.handshake(stream).await.expect("the service speaks HTTP/2");
    (sender, tokio::spawn(connection))
}

fn get(path: &str) -> Request<()> {
    Request::get(format!("http://a{path}")).body(()).expect("a request")
}

/// The status and the content of the response.
async fn answer(sender: &SendRequest<bytes::Bytes>, request: Request<()>) -> (u16, Vec<u8>) {
    let mut sender = sender.clone().ready().await.expect("the connection is open");
    let (response, _) = sender.send_request(request, true).expect("a request can be sent");
    let mut response = response.await.expect("a response");
    let mut content = Vec::new();
    while let Some(data) = response.body_mut().data().await {
        let data = data.expect("content");
        let _ = response.body_mut().flow_control().release_capacity(data.len());
        content.extend(data);
    }
    (response.status().as_u16(), content)
}

#[test]
fn both_protocols_say_the_same_on_one_port() {
    let abused = Abused::with(&[]);
    let runtime = Runtime::new().expect("threads can be started");
    runtime.block_on(async {
        let (sender, _connection) = connect(&abused).await;
        for path in ["/v1/", "/v1/en-GB/products?limit=5", "/v1/en-GB/nothing"] {
            let client = Client::new(abused.address());
            let over_1 = client.get(path).answer();
            let (status, content) = answer(&sender, get(path)).await;
            assert_eq!((status, content), (over_1.status, over_1.content.to_vec()), "{path}");
        }
        let large =
            Request::get("http://a/v1/").header("x-filler", "x".repeat(40_000)).body(()).expect("a request");
        assert_eq!(answer(&sender, large).await.0, 431);
    });
}

#[test]
fn rapid_resets_end_their_connection() {
    Abused::with(&[]).stands(super::FLAT, |abused| {
        let runtime = Runtime::new().expect("threads can be started");
        runtime.block_on(async {
            let (mut sender, connection) = connect(abused).await;
            let mut begun = 0;
            while begun < 100_000 && poll_fn(|cx| sender.poll_ready(cx)).await.is_ok() {
                let Ok((response, mut stream)) = sender.send_request(get("/v1/en-GB/products"), true) else {
                    break;
                };
                stream.send_reset(h2::Reason::CANCEL);
                drop(response);
                begun += 1;
            }
            assert!(begun < 100_000, "it goes on for ever");
            let ended = connection.await.expect("no panic").expect_err("it was ended");
            // A client that continues to send may never read the reason.
            let reason = ended.reason();
            assert!(reason.is_none_or(|reason| reason == h2::Reason::ENHANCE_YOUR_CALM), "{ended}");
        });
    });
}

#[test]
fn whoever_takes_nothing_of_its_answers_is_cut_off_though_the_connection_is_open() {
    Abused::with(&[("OGROM_ANSWER_STALL", "1s")]).stands(super::FLAT, |abused| {
        let runtime = Runtime::new().expect("threads can be started");
        runtime.block_on(async {
            // No room for content at all, and room for some.
            for room in [0, 20_000] {
                let (mut sender, connection) =
                    connect_as(client::Builder::new().initial_window_size(room), abused).await;
                let asked = sender.send_request(get("/openapi.json"), true).expect("a request can be sent");
                let answer = asked.0.await.expect("a response begins");
                assert_eq!(answer.status(), 200);
                let ended = timeout(PATIENCE, connection).await.expect("it is cut off");
                drop((ended, answer, sender));
            }
        });
    });
}

#[test]
fn whoever_takes_answers_slowly_gets_all_of_them() {
    let abused = Abused::with(&[("OGROM_ANSWER_STALL", "4s")]);
    let runtime = Runtime::new().expect("threads can be started");
    runtime.block_on(async {
        let (fast, _connection) = connect(&abused).await;
        let whole = answer(&fast, get("/openapi.json")).await.1.len();
        let (mut sender, _connection) =
            connect_as(client::Builder::new().initial_window_size(32 << 10), &abused).await;
        let asked = sender.send_request(get("/openapi.json"), true).expect("a request can be sent");
        let mut content = asked.0.await.expect("a response").into_body();
        let (mut taken, begun) = (0, Instant::now());
        while let Some(data) = content.data().await {
            let length = data.expect("it is not cut off").len();
            taken += length;
            sleep(Duration::from_millis(800)).await;
            content.flow_control().release_capacity(length).expect("it was taken");
        }
        assert_eq!(taken, whole);
        assert!(begun.elapsed() > Duration::from_secs(4), "it was not slow: {:?}", begun.elapsed());
    });
}
