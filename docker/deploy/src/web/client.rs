//! A client of HTTP and HTTPS that uses the same DNS resolver as everything else here.

use std::{
    fmt,
    future::Future,
    io,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use async_trait::async_trait;
use http::{
    Request, Uri,
    header::{ACCEPT, CACHE_CONTROL, LOCATION, USER_AGENT},
};
use http_body_util::{BodyExt, Empty};
use hyper::body::{Body, Bytes, Incoming};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{
        Client as Hyper,
        connect::{HttpConnector, dns::Name},
    },
    rt::{TokioExecutor, TokioTimer},
};
use tower_service::Service;

use super::{Connection, Response, Web};
use crate::{Dns, aws::chain};

/// How long a response may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// How much of a response is read: an OpenAPI document is smaller, and the rest of a longer one is ignored.
const MOST: usize = 8 << 20;

type Pool = Hyper<HttpsConnector<HttpConnector<Names>>, Empty<Bytes>>;

/// A client of HTTP and HTTPS.
#[derive(Clone)]
pub(crate) struct Client {
    fresh: Pool,
    kept: Pool,
}

/// The resolver of all look-ups resolves its names, too.
#[derive(Clone)]
struct Names(Arc<dyn Dns>);

// === impl Client ===

impl Client {
    /// A client with this machine's trusted certificates.
    pub(crate) fn new(dns: Arc<dyn Dns>) -> io::Result<Self> {
        let mut http = HttpConnector::new_with_resolver(Names(dns));
        http.enforce_http(false);
        http.set_connect_timeout(Some(TIMEOUT));
        let ring = rustls::crypto::ring::default_provider();
        let connector = HttpsConnectorBuilder::new()
            .with_provider_and_native_roots(ring)?
            .https_or_http()
            .enable_http1()
            .wrap_connector(http);
        let pool = |idle| {
            Hyper::builder(TokioExecutor::new())
                .pool_timer(TokioTimer::new())
                .pool_max_idle_per_host(idle)
                .build(connector.clone())
        };
        Ok(Self { fresh: pool(0), kept: pool(1) })
    }

    async fn send(&self, uri: Uri, connection: Connection) -> Result<Response, String> {
        let request = Request::get(uri)
            .header(ACCEPT, "application/json")
            .header(CACHE_CONTROL, "no-cache")
            .header(USER_AGENT, concat!("ogrom-docker-deploy/", env!("CARGO_PKG_VERSION")))
            .body(Empty::new())
            .map_err(|error| error.to_string())?;
        let pool = match connection {
            Connection::Fresh => &self.fresh,
            Connection::Kept => &self.kept,
        };
        let response = pool.request(request).await.map_err(|error| chain(&error))?;
        let status = response.status().as_u16();
        let location = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
        let location = location.map(str::to_owned);
        Ok(Response { status, location, body: beginning(response.into_body()).await? })
    }
}

#[async_trait]
impl Web for Client {
    async fn get(&self, url: &str, connection: Connection) -> Result<Response, String> {
        let uri: Uri = url.parse().map_err(|error| format!("{error}"))?;
        let response = tokio::time::timeout(TIMEOUT, self.send(uri, connection)).await;
        response.unwrap_or_else(|_| Err(format!("no response within {TIMEOUT:?}")))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Client")
    }
}

async fn beginning(mut body: Incoming) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::with_capacity(body.size_hint().lower().try_into().unwrap_or(MOST).min(MOST));
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| chain(&error))?;
        bytes.extend(frame.data_ref().into_iter().flatten());
        if bytes.len() >= MOST {
            break;
        }
    }
    Ok(bytes)
}

// === impl Names ===

impl Service<Name> for Names {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Self::Response>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let dns = Arc::clone(&self.0);
        Box::pin(async move {
            let found = dns.addresses(name.as_str()).await.map_err(io::Error::other)?;
            // The port is the URL's, which the connector sets.
            let addresses: Vec<_> =
                found.addresses.into_iter().map(|address| SocketAddr::new(address, 0)).collect();
            Ok(addresses.into_iter())
        })
    }
}
