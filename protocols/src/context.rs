//! The context of every call to a source.

use std::{sync::Arc, time::Instant};

use ogrom_protocols_model::{Locale, UserId};

use crate::{Dependencies, TraceContext};

/// The principal, the locale, the deadline, and the name of the request in logs.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Context {
    /// Names the request in logs, here and upstream.
    pub request_id: Arc<str>,
    /// The locale of the response.
    pub locale: Arc<Locale>,
    /// The authenticated user; absent for an anonymous request.
    pub principal: Option<Principal>,
    /// When the caller stops waiting; absent if it waits for ever.
    pub deadline: Option<Instant>,
    /// The result must show all writes before this instant, wherever they were made. If absent, it may be older: by a
    /// cache's lifetime, or by the lag of a replica.
    pub as_of: Option<Instant>,
    /// Where to take note of what the answer rests on; absent where nobody keeps what is made of it.
    pub dependencies: Option<Dependencies>,
    /// The trace that the request is part of, for services behind; absent where nobody traces.
    pub trace: Option<TraceContext>,
}

/// A user who has authenticated.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Principal {
    /// The user.
    pub user: UserId,
}

// === impl Context ===

impl Context {
    /// An anonymous call without a deadline.
    pub fn new(request_id: impl Into<Arc<str>>, locale: Arc<Locale>) -> Self {
        Self {
            request_id: request_id.into(),
            locale,
            principal: None,
            deadline: None,
            as_of: None,
            dependencies: None,
            trace: None,
        }
    }

    /// The same call, by this principal.
    #[must_use]
    pub fn by(mut self, principal: Principal) -> Self {
        self.principal = Some(principal);
        self
    }

    /// The same call, given up at this instant.
    #[must_use]
    pub fn until(mut self, deadline: Instant) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// The same call, as a part of this trace.
    #[must_use]
    pub fn traced(mut self, trace: TraceContext) -> Self {
        self.trace = Some(trace);
        self
    }

    /// The same call, whose result must show all writes before this instant.
    #[must_use]
    pub fn as_of(mut self, instant: Instant) -> Self {
        self.as_of = Some(instant);
        self
    }

    /// The same call, with a collector of its result's dependencies.
    #[must_use]
    pub fn tracking(mut self, dependencies: Dependencies) -> Self {
        self.dependencies = Some(dependencies);
        self
    }
}

// === impl Principal ===

impl Principal {
    /// The principal who is this user.
    pub fn new(user: UserId) -> Self {
        Self { user }
    }
}
