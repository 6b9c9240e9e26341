//! Sends one request of a load, and checks its response.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Uri, uri::Authority};
use http_body_util::{BodyExt, Full};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde_json::Value;
use tokio::time::timeout;

use super::{Outcome, Request};

/// How long a request may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A client that names its requests, and expects their names in the responses.
const NAME: &str = "x-request-id";

type Http = Client<HttpConnector, Full<Bytes>>;

/// Clients of two kinds.
#[derive(Debug, Clone)]
pub(super) struct Sender {
    service: SocketAddr,
    /// Those that reuse their connections.
    staying: Http,
    /// Those that send one request.
    passing: Http,
}

// === impl Sender ===

impl Sender {
    pub(super) fn to(service: SocketAddr) -> Self {
        let client = |idle| {
            let mut builder = Client::builder(TokioExecutor::new());
            builder.pool_max_idle_per_host(idle).retry_canceled_requests(false).build_http()
        };
        Self { service, staying: client(usize::MAX), passing: client(0) }
    }

    /// Sends a request for a path; the host may differ from the address.
    pub(super) async fn send(self, number: usize, mut request: Request) -> Outcome {
        let name = format!("load-{number}");
        let value = HeaderValue::try_from(&name);
        request.headers_mut().extend(value.ok().map(|value| (HeaderName::from_static(NAME), value)));
        let sent = Instant::now();
        let answered = timeout(PATIENCE, self.ask(number, &name, request)).await;
        let result = answered.unwrap_or_else(|_| Err("no response".to_owned()));
        Outcome {
            number,
            sent,
            ended: Instant::now(),
            result: result.map_err(|why| format!("{name}: {why}")),
        }
    }

    async fn ask(&self, number: usize, name: &str, mut request: Request) -> Result<Option<String>, String> {
        *request.uri_mut() = self.absolute(request.uri()).map_err(|error| error.to_string())?;
        let kind = if number % 4 == 3 { &self.passing } else { &self.staying };
        let response = kind.request(request).await.map_err(|error| format!("{error:?}"))?;
        let (head, content) = response.into_parts();
        let content = content.collect().await.map_err(|error| format!("{error:?}"))?.to_bytes();
        let json: Result<Value, _> = serde_json::from_slice(&content);
        match json {
            Ok(json) if head.status.is_success() && head.headers.get(NAME).is_some_and(|id| *id == *name) => {
                Ok(json["commit"].as_str().map(str::to_owned))
            }
            _ => Err(format!("{} {}", head.status, String::from_utf8_lossy(&content))),
        }
    }

    fn absolute(&self, path: &Uri) -> Result<Uri, http::Error> {
        let authority: Authority = self.service.to_string().parse()?;
        let path = path.path_and_query().map_or("/", |path| path.as_str());
        Uri::builder().scheme("http").authority(authority).path_and_query(path).build()
    }
}
