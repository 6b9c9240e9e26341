//! axum with the layers that a service has, as a team would combine them.
//!
//! It is spared much of the service's work: it has one route, validates no request, and sends prepared bytes.

use std::{
    collections::HashMap,
    io::{self, Write},
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    BoxError as LayerError, Router,
    error_handling::HandleErrorLayer,
    extract::{MatchedPath, OriginalUri, Request, State},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
    serve::ListenerExt,
};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode, header};
use metrics_exporter_prometheus::PrometheusBuilder;
use ogrom_tests::measure::BoxError;
use tokio::net::TcpListener;
use tower::{ServiceBuilder, limit::GlobalConcurrencyLimitLayer, load_shed::LoadShedLayer};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    limit::RequestBodyLimitLayer,
    request_id::{MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer},
    set_header::SetResponseHeaderLayer,
    timeout::TimeoutLayer,
    trace::{DefaultOnResponse, TraceLayer},
};
use tracing::{Level, Span, info_span};

use crate::products;

type Contents = Arc<HashMap<String, Bytes>>;

/// Names requests by random numbers.
#[derive(Clone, Copy)]
struct RandomNames;

/// Serves the same data as this service.
pub(crate) fn serve(service: SocketAddr) -> Result<(), BoxError> {
    let contents = Arc::new(products::contents(service)?);
    tracing_subscriber::fmt().json().with_writer(io::stderr).with_max_level(Level::INFO).init();
    // Held as long as metrics can be requested: for ever.
    let _metrics = PrometheusBuilder::new().install_recorder()?;
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        writeln!(io::stdout(), "http://{}/", listener.local_addr()?)?;
        // A connection that refuses is gone already.
        let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
        Ok(axum::serve(listener, router(contents)).await?)
    })
}

fn router(contents: Contents) -> Router {
    let id = HeaderName::from_static("x-request-id");
    let nosniff = SetResponseHeaderLayer::overriding(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    let layers = ServiceBuilder::new()
        .layer(CatchPanicLayer::new())
        .layer(SetRequestIdLayer::new(id.clone(), RandomNames))
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(span)
                .on_response(DefaultOnResponse::new().level(Level::INFO)),
        )
        .layer(PropagateRequestIdLayer::new(id))
        .layer(nosniff)
        .layer(middleware::from_fn(authorised))
        .layer(HandleErrorLayer::new(|_: LayerError| async { StatusCode::SERVICE_UNAVAILABLE }))
        .layer(LoadShedLayer::new())
        .layer(GlobalConcurrencyLimitLayer::new(1024))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, Duration::from_secs(30)))
        .layer(RequestBodyLimitLayer::new(1 << 20))
        .layer(CompressionLayer::new());
    Router::new()
        .route("/v1/en-GB/products/{id}", get(product))
        .route_layer(middleware::from_fn(counted))
        .layer(layers)
        .with_state(contents)
}

async fn product(State(contents): State<Contents>, OriginalUri(uri): OriginalUri) -> Response {
    let json = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    match contents.get(uri.path()) {
        Some(content) => (json, content.clone()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn span<B>(request: &http::Request<B>) -> Span {
    let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
    info_span!("request", id, method = %request.method(), path = request.uri().path())
}

/// Counts requests, and how long they take, as the example of axum does.
async fn counted(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let path =
        request.extensions().get::<MatchedPath>().map_or_else(String::new, |path| path.as_str().to_owned());
    let method = request.method().to_string();
    let response = next.run(request).await;
    let labels = [("method", method), ("path", path), ("status", response.status().as_u16().to_string())];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_requests_duration_seconds", &labels).record(begun.elapsed().as_secs_f64());
    response
}

/// Refuses credentials, of which it knows none. Reads need none.
async fn authorised(request: Request, next: Next) -> Response {
    if request.headers().contains_key(header::AUTHORIZATION) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    next.run(request).await
}

// === impl RandomNames ===

impl MakeRequestId for RandomNames {
    fn make_request_id<B>(&mut self, _: &http::Request<B>) -> Option<RequestId> {
        let mut bytes = [0_u8; 16];
        #[expect(clippy::disallowed_methods, reason = "this contender has no identities that are injected")]
        getrandom::fill(&mut bytes).ok()?;
        HeaderValue::try_from(format!("{:032x}", u128::from_ne_bytes(bytes))).ok().map(RequestId::new)
    }
}
