//! The state that all connections of a server share.

use std::{sync::Arc, time::Duration};

use hyper::server::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use ogrom_server::{Pipeline, lifecycle::Lifecycle, limits::LimitMetrics};

use crate::{ConnectionOptions, limiter::ConnectionLimiter, timeouts::ConnectionTimeouts};

/// How often HTTP/2 pings a client, and how long it waits for the response.
const ALIVE: Duration = Duration::from_secs(20);

/// The parts that all connections share.
pub(crate) struct Shared {
    pub(crate) pipeline: Pipeline,
    pub(crate) options: ConnectionOptions,
    pub(crate) lifecycle: Lifecycle,
    pub(crate) metrics: Arc<LimitMetrics>,
    pub(crate) timeouts: Arc<ConnectionTimeouts>,
    pub(crate) http1: http1::Builder,
    pub(crate) http2: http2::Builder<TokioExecutor>,
    pub(crate) limiter: Arc<ConnectionLimiter>,
}

pub(crate) fn http1(options: &ConnectionOptions) -> http1::Builder {
    let mut builder = http1::Builder::new();
    // The stream has deadlines of its own, which do not take an idle connection for a slow head.
    builder.header_read_timeout(None).max_buf_size(options.head_bytes).auto_date_header(false);
    // A client without further requests may still read its responses (RFC 9112 §6.3). That a client is gone shows as soon as
    // something is written, and content that does not come has a timeout.
    builder.half_close(true);
    builder
}

pub(crate) fn http2(options: &ConnectionOptions) -> http2::Builder<TokioExecutor> {
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder
        .timer(TokioTimer::new())
        .keep_alive_interval(ALIVE)
        .keep_alive_timeout(ALIVE)
        .max_concurrent_streams(options.http2_streams)
        .auto_date_header(false)
        // Over it, a request gets 431 without content, so that it is more than the engine takes.
        .max_header_list_size(u32::try_from(options.head_bytes).unwrap_or(u32::MAX));
    builder
}
