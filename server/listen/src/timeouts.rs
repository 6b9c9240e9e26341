//! The timeouts of a connection, and the limits that they are counted as.

use std::{io, sync::Arc, time::Duration};

use ogrom_server::limits::{Limit, LimitMetrics};

use crate::{ConnectionOptions, limiter::ConnectionLimiter};

/// How long no request or response of HTTP/2 may make progress: longer than any of them takes to begin.
const MOTIONLESS: Duration = Duration::from_mins(1);

/// The timeouts of a connection.
#[derive(Debug)]
pub(super) struct ConnectionTimeouts {
    /// Of the head of a request.
    pub(super) head: Duration,
    /// Between requests.
    idle: Duration,
    /// Of a response that the client does not take.
    pub(super) stall: Duration,
    limiter: Arc<ConnectionLimiter>,
    metrics: Arc<LimitMetrics>,
}

/// The reasons why a connection waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WaitingFor {
    /// The rest of a head.
    Head,
    /// The next request.
    NextRequest,
    /// That the client takes some of the responses of HTTP/2.
    ResponseRead,
    /// Progress of any request or response of HTTP/2.
    Progress,
}

// === impl WaitingFor ===

impl WaitingFor {
    /// The limit that ends a connection where this does not come in time.
    pub(super) fn limit(self) -> Limit {
        match self {
            Self::Head => Limit::HeadTime,
            Self::ResponseRead => Limit::AnswerTime,
            Self::NextRequest | Self::Progress => Limit::IdleTime,
        }
    }
}

// === impl ConnectionTimeouts ===

impl ConnectionTimeouts {
    pub(super) fn new(
        options: &ConnectionOptions,
        limiter: Arc<ConnectionLimiter>,
        metrics: Arc<LimitMetrics>,
    ) -> Self {
        Self {
            head: options.header_timeout,
            idle: options.idle_timeout,
            stall: options.answer_stall,
            limiter,
            metrics,
        }
    }

    /// The timeout of this. Where connections are scarce, idle ones are closed earlier.
    pub(super) fn of(&self, what: WaitingFor) -> Duration {
        match what {
            WaitingFor::Head => self.head,
            WaitingFor::NextRequest if self.limiter.are_scarce() => self.head.min(self.idle),
            WaitingFor::NextRequest => self.idle,
            WaitingFor::ResponseRead => self.stall,
            WaitingFor::Progress => MOTIONLESS,
        }
    }

    pub(super) fn ended(&self, limit: Limit) -> io::Error {
        self.metrics.count(limit);
        io::ErrorKind::TimedOut.into()
    }
}
