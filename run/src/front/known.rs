//! What is known of a request on its way.

use std::{sync::Arc, time::Instant};

use http::{HeaderValue, Response};
use ogrom_core::{Body, facts::Identity, mount::Route};
use ogrom_core_resource::trace::Tracing;
use ogrom_protocols::{TraceContext, TraceId};

use crate::{
    limits::{Peer, Refusal},
    observed::Asked,
    web::{compression::Coded, cors::Asking},
};

/// What comes of a request before anything is waited for.
pub(crate) enum AtOnce {
    /// Its answer, which was kept.
    Kept(Response<Body>),
    /// What is known of it, to go on with.
    Known(Box<Known>),
}

/// What is found out about a request before anything is waited for.
pub(crate) struct Known {
    pub(super) begun: Instant,
    pub(super) peer: Option<Peer>,
    pub(super) admitted: Result<(), Refusal>,
    pub(super) trace: TraceContext,
    pub(super) trace_id: TraceId,
    /// Who asks, as a part of that trace.
    #[cfg(feature = "otlp")]
    pub(super) parent: Option<u64>,
    pub(super) identity: Identity,
    /// Whether others may be given its answer, and it that of others.
    pub(super) shares: bool,
    /// How its answer is to be written.
    pub(super) coded: Coded,
    pub(super) dress: Dress,
}

/// What is known of a request that is let in.
pub(super) struct LetIn {
    pub(super) begun: Instant,
    pub(super) id: Arc<str>,
    pub(super) peer: Option<Peer>,
    pub(super) trace: TraceContext,
    pub(super) route: Route,
    pub(super) asked: Asked,
    pub(super) identity: Identity,
    pub(super) shares: bool,
    /// How its answer is to be decided in the open, where it is.
    pub(super) tracing: Option<Tracing>,
    pub(super) coded: Coded,
}

/// What every answer to a request is given, whatever it is.
pub(super) struct Dress {
    pub(super) asking: Asking,
    pub(super) id: HeaderValue,
    /// Which part of a trace this was, for who came with one.
    pub(super) trace: Option<HeaderValue>,
    /// Whether it is to tell how it was decided: to one, and not to be shown to another.
    pub(super) asks_for_trace: bool,
}
