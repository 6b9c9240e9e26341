//! The service as one would write it without further needs: axum, sqlx, and the statements of the source over SQL.

mod comments;
mod product;

use std::io::{self, Write};

use axum::{
    Router,
    response::{IntoResponse, Response},
    routing::get,
    serve::ListenerExt,
};
use http::StatusCode;
use sqlx::{
    MySqlPool,
    mysql::{MySqlConnectOptions, MySqlPoolOptions},
};
use tokio::net::TcpListener;

use ogrom_tests::measure::BoxError;

/// As many connections as the source over SQL reads with.
const CONNECTIONS: u32 = 8;

/// An unexpected failure.
struct Failure;

/// Serves the database of this URL.
pub(crate) fn serve(database: &str) -> Result<(), BoxError> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let options: MySqlConnectOptions = database.parse()?;
        // A connection is not pinged before each query, which would double the round trips.
        let pool = MySqlPoolOptions::new().max_connections(CONNECTIONS).test_before_acquire(false);
        let router = router(pool.connect_with(options).await?);
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        writeln!(io::stdout(), "http://{}/", listener.local_addr()?)?;
        // A connection that refuses is gone already.
        let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
        Ok(axum::serve(listener, router).await?)
    })
}

fn router(pool: MySqlPool) -> Router {
    Router::new()
        .route("/v1/en-GB/products/{id}", get(product::product))
        .route("/v1/en-GB/comments", get(comments::comments))
        .with_state(pool)
}

/// RFC 3339 in UTC.
fn rfc3339(millis: i64) -> Result<String, Failure> {
    Ok(format!("{:.3}", jiff::Timestamp::from_millisecond(millis)?))
}

// === impl Failure ===

impl<E: std::error::Error> From<E> for Failure {
    fn from(_: E) -> Self {
        Self
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    }
}
