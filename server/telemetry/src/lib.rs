#![doc = include_str!("../README.md")]

mod access;
mod build;
mod exporter;
pub mod log;
mod metrics;
mod options;
#[cfg(feature = "otlp")]
pub mod otlp;
mod page;
mod panics;
mod peer;
mod process;
mod request;
mod requests;
pub mod system;
mod trace_context;

pub use self::{
    access::{InvalidToken, MetricsAccess, MetricsToken, Networks},
    build::Build,
    exporter::{ExporterTask, TraceExporter},
    metrics::{InstallError, Metrics},
    options::ObservedOptions,
    page::{MetricsResource, page},
    panics::install_panic_hook,
    peer::Peer,
    request::RequestGuard,
    requests::{OperationId, RequestMetrics, Requests},
    trace_context::{REQUEST_ID, TRACE_RESPONSE, field, request_id, trace_of},
};
