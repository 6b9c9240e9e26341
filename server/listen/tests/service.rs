//! A service without a domain: from its options to its end.

#![expect(clippy::unwrap_used, reason = "a harness panics where something fails, and so fails the test")]

use std::net::SocketAddr;

use ogrom_core::{
    mount::Routes,
    scope::{TRACE, WRITE},
};
use ogrom_core_openapi::Info;
use ogrom_server::{Api, Builder, docs::Guide, lifecycle::Stage};
use ogrom_server_config::options_from;
use ogrom_server_listen::{ConnectionOptions, bind, serve};
use ogrom_server_telemetry::Build;
use rustix::process::{Signal, getpid, kill_process};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::oneshot,
};

struct Echo;

impl Guide for Echo {
    const NAME: &'static str = "Echo";
    const ABOUT: &'static str = "It has no endpoint of its own.";
    const HTML: &'static str = "<p>There is nothing to guide to.</p>";
}

fn builder() -> Builder {
    let options = options_from(&["--drain-time=0s"]);
    let build =
        Build { name: "echo", version: "0.0.1", commit: None, rust: "rustc", crates: "", schema: None };
    Builder::new(build, &[WRITE, TRACE], options).unwrap()
}

fn info() -> Info {
    Info {
        title: "Echo",
        version: "1",
        about: "",
        contact: "",
        licence: "",
        token: "",
        token_format: "",
        on_every_answer: vec![],
    }
}

async fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    response
}

fn terminate() {
    kill_process(getpid(), Signal::TERM).unwrap();
}

/// One test, since a signal is for the whole process.
#[tokio::test]
async fn a_service_and_a_worker_run_until_a_signal_and_then_do_the_work_of_their_end() {
    serves_the_pages_of_the_platform().await;
    works_without_a_listener().await;
}

async fn serves_the_pages_of_the_platform() {
    let mut server = builder();
    let (end, ended) = oneshot::channel();
    server.at_end(async { end.send(()).unwrap() });
    let service = server.build::<Echo>(Api { routes: Routes::new(), info: info(), problems: &[] }).unwrap();
    let listener = bind(([127, 0, 0, 1], 0).into()).unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(serve(service, listener, ConnectionOptions::default()));
    for (path, part) in [
        ("/health/ready", "\"ready\""),
        ("/version", "\"0.0.1\""),
        ("/metrics", "echo_build_info{version=\"0.0.1\""),
        ("/docs/", "<h1>Echo API</h1>"),
        ("/openapi.json", "\"Echo\""),
        ("/nowhere", "/problems/not-found"),
    ] {
        let response = get(address, path).await;
        assert!(response.contains(part), "{path}: {response}");
    }
    terminate();
    serving.await.unwrap().unwrap();
    ended.await.unwrap();
}

async fn works_without_a_listener() {
    let worker = builder().build_worker().unwrap();
    let mut stages = worker.lifecycle().subscribe();
    terminate();
    worker.run(async move { stages.reached(Stage::Stopping).await }).await.unwrap();
}
