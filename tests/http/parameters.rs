//! A resource with parameters in its query and in its header, on the real server.

use std::{net::SocketAddr, sync::Arc};

use ogrom_core::mount::Routes;
use ogrom_core_resource::{
    Access, Cx, Endpoint, Existence, Outcome, Post, Posted, Resource, Result, in_header,
};
use ogrom_server::{Pipeline, lifecycle::Lifecycle, system::RandomIdentities};
use ogrom_server_identity::Authenticator;
use ogrom_server_listen::{ConnectionOptions, Server};
use ogrom_tests::client::Client;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use tokio::{net::TcpListener, runtime::Runtime};

/// Takes drawings and forgets them.
struct Bin;

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "they are only judged")]
struct Parameters {
    #[schemars(range(min = 1))]
    copies: Option<u8>,
    #[serde(rename = "x-paper")]
    #[schemars(transform = in_header)]
    paper: Option<Paper>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Paper {
    Plain,
    Handmade,
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "it is only judged")]
struct Drawing {
    #[schemars(length(min = 1))]
    title: String,
    width: u8,
    height: u8,
}

// === impl Bin ===

impl Resource for Bin {
    type Path = ();
    type Parameters = Parameters;
    type Entity = ();

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    async fn exists(&self, _: &Cx, (): &(), _: &Parameters) -> Result<Existence<()>> {
        Ok(Existence::Found(()))
    }
}

impl Post for Bin {
    type Body = Drawing;
    type Response = ();

    async fn post(&self, _: &Cx, (): &(), _: Option<()>, _: Drawing) -> Result<Outcome<Posted<()>>> {
        Ok(Outcome::Done)
    }
}

/// The bin on the real server, which runs as long as the runtime does.
fn served(runtime: &Runtime) -> SocketAddr {
    runtime.block_on(async {
        let endpoint: Endpoint = Endpoint::of(Bin).post().into();
        let routes = Routes::new().at("/bin", endpoint).build().expect("one route fits");
        let pipeline = Pipeline::new(routes, Authenticator::default(), Arc::new(RandomIdentities));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("a listener has an address");
        let server = Server::new(pipeline, ConnectionOptions::default(), Lifecycle::default());
        tokio::spawn(async move { server.serve(listener).await });
        address
    })
}

#[test]
fn all_that_is_wrong_with_a_request_is_said_in_one_answer() {
    let runtime = Runtime::new().expect("threads can be started");
    let client = Client::new(served(&runtime));
    let wrong = json!({ "title": "", "width": 300, "height": "high" });
    let refused = client.post("/bin?copies=0", &wrong).header("X-Paper", "wet").is(400);
    assert_eq!(refused.places(), ["/height", "/title", "/width", "copies", "x-paper"]);
    assert_eq!(refused.json["errors"][1]["header"], "x-paper");
    assert_eq!(refused.header("vary"), Some("x-paper"));

    let right = json!({ "title": "Sea", "width": 30, "height": 20 });
    client.post("/bin?copies=2", &right).header("x-paper", "handmade").is(204);
    client.post("/bin?copies=2", &wrong).header("x-paper", "handmade").is(422);
}
