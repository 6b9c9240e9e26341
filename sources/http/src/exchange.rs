//! One request and its response, over connections that are kept alive.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, StatusCode, header};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};
use ogrom_protocols::{BoxError, Error};

use crate::ApiRequest;

/// How long a connection may take to come about.
const CONNECTS_WITHIN: Duration = Duration::from_secs(2);

/// How long an idle connection is kept: less than the service keeps it, so that few requests go over one that is being
/// closed.
const IDLE: Duration = Duration::from_secs(5);

/// How many idle connections are kept.
const CONNECTIONS: usize = 64;

/// The longest body that is read, in bytes.
const LONGEST: usize = 16 * 1024 * 1024;

/// The largest head of a response, in bytes.
const LARGEST_HEAD: usize = 64 * 1024;

/// The HTTP client, and the address that it sends to.
#[derive(Debug)]
pub(crate) struct Exchange {
    client: Client<HttpConnector, Full<Bytes>>,
    base: String,
}

/// A response that came whole.
#[derive(Debug)]
#[non_exhaustive]
pub struct ApiResponse {
    /// The status.
    pub status: StatusCode,
    /// The header fields.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// Whether this is the response to a retry, so that an earlier attempt may have been carried out.
    pub retried: bool,
}

/// Why there is no response.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Nothing came, or only a part. It is unknown whether the request was carried out.
    Broken(BoxError),
    /// More came than is read.
    TooLong,
}

// === impl Exchange ===

impl Exchange {
    pub(crate) fn with(base: String) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_connect_timeout(Some(CONNECTS_WITHIN));
        connector.set_nodelay(true);
        let client = Client::builder(TokioExecutor::new())
            // Without timers, what is idle stays for ever.
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .pool_max_idle_per_host(CONNECTIONS)
            .http1_max_buf_size(LARGEST_HEAD)
            .build(connector);
        Self { client, base }
    }

    /// Sends the request once and waits for the whole response, however long that takes.
    pub(crate) async fn send(&self, request: &ApiRequest) -> Result<ApiResponse, Failure> {
        let ApiRequest { method, target, headers, body } = request;
        let mut request = Request::new(Full::new(body.clone()));
        *request.method_mut() = method.clone();
        *request.uri_mut() =
            format!("{}{target}", self.base).parse().map_err(|error| Failure::Broken(Box::new(error)))?;
        *request.headers_mut() = headers.clone();
        let response = self.client.request(request).await.map_err(|error| Failure::Broken(error.into()))?;
        let (head, body) = response.into_parts();
        let body = Limited::new(body, LONGEST).collect().await.map_err(Failure::of_body)?.to_bytes();
        Ok(ApiResponse { status: head.status, headers: head.headers, body, retried: false })
    }
}

// === impl ApiResponse ===

impl ApiResponse {
    /// Whether the body is of this media type, whatever its parameters.
    pub fn is_of_type(&self, media_type: &str) -> bool {
        let written = self.headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
        let written = written.split(|byte| *byte == b';').next().unwrap_or_default();
        written.trim_ascii().eq_ignore_ascii_case(media_type.as_bytes())
    }
}

// === impl Failure ===

impl Failure {
    fn of_body(error: BoxError) -> Self {
        if error.is::<LengthLimitError>() { Self::TooLong } else { Self::Broken(error) }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Broken(cause) => Self::unavailable(cause),
            Failure::TooLong => Self::unavailable(format!("a response has more than {LONGEST} bytes")),
        }
    }
}
