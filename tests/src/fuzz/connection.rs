//! Any bytes on a connection of the whole service.

use std::{sync::Arc, time::Duration};

use ogrom_protocols_model::Timestamp;
use ogrom_run::demo;
use ogrom_run_import::Importers;
use ogrom_server::{Pipeline, lifecycle::Lifecycle, system::RandomIdentities};
use ogrom_server_identity::{Authenticator, Tokens};
use ogrom_server_listen::{ConnectionOptions, Server};
use ogrom_sources_fashion_memory::Memory;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, duplex},
    runtime::{Builder, Runtime},
    time::timeout,
};

use super::service;
use crate::conformance::Request;

/// How long the service may take until its last byte.
const WITHIN: Duration = Duration::from_secs(5);

/// How many bytes are on the way at most.
const BUFFER: usize = 64 * 1024;

/// The response of the service with a defect.
const DEFECT: &[u8] = b"HTTP/1.1 500 Internal Server Error\r\n";

/// The service with its runtime.
struct Service {
    runtime: Runtime,
    server: Server,
}

/// Sends the bytes, ends its side of the connection, and reads to the end.
pub(super) fn run(bytes: &[u8]) {
    thread_local!(static SERVICE: Service = Service::new());
    let answer = SERVICE
        .with(|service| service.runtime.block_on(async { timeout(WITHIN, service.talk(bytes)).await }));
    let answer = answer.expect("the connection ends");
    assert!(!answer.windows(DEFECT.len()).any(|window| window == DEFECT), "the service has a defect");
}

pub(super) fn seed(request: &Request) -> Option<Vec<u8>> {
    let text = String::from_utf8(request.to_bytes()).ok()?;
    let text = text.replacen(&request.path, "/v1/en-GB/collages/harbour-rain", 1);
    Some(text.replacen("127.0.0.1\r\n", "a\r\nAuthorization: Bearer lena-is-who-writes\r\n", 1).into_bytes())
}

// === impl Service ===

impl Service {
    fn new() -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
        let memory = Arc::new(Memory::default());
        runtime
            .block_on(demo::load(&Importers::all_into(&memory), Timestamp::from_millis(0)))
            .expect("the demo set can be loaded");
        let tokens = Tokens::parse("lena=lena-is-who-writes", &[]).expect("this is how tokens are written");
        let authenticator = Authenticator::new(tokens, None);
        let pipeline = Pipeline::new(service::routes(&memory), authenticator, Arc::new(RandomIdentities));
        let server = Server::new(pipeline, ConnectionOptions::default(), Lifecycle::default());
        Self { runtime, server }
    }

    /// All that the service sends for these bytes.
    async fn talk(&self, bytes: &[u8]) -> Vec<u8> {
        let (client, stream) = duplex(BUFFER);
        let (mut reader, mut writer) = tokio::io::split(client);
        let mut answer = Vec::new();
        let send = async {
            // A client that has read enough closes the connection, and that is no defect.
            let _ = writer.write_all(bytes).await;
            let _ = writer.shutdown().await;
        };
        let serve = self.server.serve_connection(stream);
        let (_, (), ()) = tokio::join!(reader.read_to_end(&mut answer), send, serve);
        answer
    }
}
