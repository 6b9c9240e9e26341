//! What operators see of the service: each request counted, timed, traced and logged, and a page of all numbers.

mod authority;
mod durations;
mod metrics;
mod options;
#[cfg(feature = "otlp")]
pub mod otlp;
mod page;
mod process;
mod recording;
mod request;
mod requests;
mod trace_context;

pub use self::{
    authority::{InvalidToken, MetricsToken, Networks, Readers},
    metrics::Metrics,
    options::ObservedOptions,
    page::{MetricsResource, page},
    recording::Recording,
    requests::{Asked, Requests},
};
pub(crate) use self::{
    metrics::pools,
    request::{Observed, Watched},
    trace_context::{TRACE_RESPONSE, trace_of},
};
