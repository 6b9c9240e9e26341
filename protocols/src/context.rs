//! What every question to a source carries along.

use std::{sync::Arc, time::Instant};

use ogrom_protocols_model::{Locale, UserId};

use crate::{Basis, TraceContext};

/// Who asks, in which locale, until when, and under which name the request is logged.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Context {
    /// Names the request in logs, here and behind.
    pub request_id: Arc<str>,
    /// The locale to answer in.
    pub locale: Arc<Locale>,
    /// Who asks; absent for a stranger.
    pub principal: Option<Principal>,
    /// When the asker stops waiting; absent where they wait for ever.
    pub deadline: Option<Instant>,
    /// The answer must show what was written before this instant, wherever that was. Absent where an answer may be
    /// older: by as much as a cache keeps answers, or a copy of the database lags behind.
    pub as_of: Option<Instant>,
    /// Where to take note of what the answer rests on; absent where nobody keeps what is made of it.
    pub basis: Option<Basis>,
    /// The trace that the request is part of, for services behind; absent where nobody traces.
    pub trace: Option<TraceContext>,
}

/// A user who has proved who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Principal {
    /// The user.
    pub user: UserId,
}

// === impl Context ===

impl Context {
    /// A stranger's question without a deadline.
    pub fn new(request_id: impl Into<Arc<str>>, locale: Arc<Locale>) -> Self {
        Self {
            request_id: request_id.into(),
            locale,
            principal: None,
            deadline: None,
            as_of: None,
            basis: None,
            trace: None,
        }
    }

    /// The same question, asked by this principal.
    #[must_use]
    pub fn by(mut self, principal: Principal) -> Self {
        self.principal = Some(principal);
        self
    }

    /// The same question, given up at this instant.
    #[must_use]
    pub fn until(mut self, deadline: Instant) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// The same question, as a part of this trace.
    #[must_use]
    pub fn traced(mut self, trace: TraceContext) -> Self {
        self.trace = Some(trace);
        self
    }

    /// The same question, whose answer must show what was written before this instant.
    #[must_use]
    pub fn as_of(mut self, instant: Instant) -> Self {
        self.as_of = Some(instant);
        self
    }

    /// The same question, with a note of what its answer rests on.
    #[must_use]
    pub fn noting(mut self, basis: Basis) -> Self {
        self.basis = Some(basis);
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
