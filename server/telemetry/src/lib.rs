#![doc = include_str!("../README.md")]

mod access;
mod build;
pub mod clock;
mod durations;
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
    request::{RequestGuard, RequestMetrics},
    requests::{OperationId, Requests},
    trace_context::{TRACE_RESPONSE, trace_of},
};
