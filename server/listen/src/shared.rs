//! The state that all connections of a server share.

use std::sync::Arc;

use hyper::server::conn::{http1, http2};
use hyper_util::rt::TokioExecutor;
use ogrom_server::{Pipeline, lifecycle::Lifecycle, limits::LimitMetrics};

use crate::{ConnectionOptions, limiter::ConnectionLimiter, timeouts::ConnectionTimeouts};

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
