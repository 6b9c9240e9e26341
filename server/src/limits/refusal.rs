//! The responses to requests that a limit refuses.

use std::time::Duration;

use http::Response;
use ogrom_core::{Body, ProblemTypes};
use ogrom_core_resource::{
    Problem,
    describe::{Field, Operation},
};

use super::rate::{RATE_LIMIT, RATE_LIMIT_POLICY};

/// The refusal of a request that is not handled.
#[derive(Debug)]
pub struct Refusal(Problem);

// === impl Refusal ===

impl Refusal {
    /// Too many requests are running: 503.
    pub(super) fn busy() -> Self {
        let problem = Problem::unavailable().retry_after(Duration::from_secs(1));
        problem.detail("too many requests are running; nothing was done").into()
    }

    /// The client or the user is over its rate limit: 429.
    pub(super) fn rate_limited(wait: Duration) -> Self {
        Problem::too_many_requests().retry_after(wait).into()
    }

    /// The content does not come: 408.
    pub(crate) fn late() -> Self {
        Problem::content_late().into()
    }

    /// The content is larger than any may be: 413.
    pub(crate) fn too_large(limit: u64) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        Problem::content_too_large(limit).into()
    }

    /// The response.
    pub fn into_response(self, types: &ProblemTypes) -> Response<Body> {
        self.0.into_response(Some(types))
    }
}

/// A refusal of a request that is wrong in itself.
impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

/// Adds to the description of an operation the refusals that happen in front of its endpoint.
pub fn add_refusals(operation: &mut Operation) {
    operation.add_problem(Problem::too_many_requests().retry_after(Duration::from_secs(1)));
    if operation.content.is_some() {
        operation.add_problem(Problem::content_late());
    }
    for response in &mut operation.responses {
        response.add(Field::new(
            RATE_LIMIT_POLICY,
            "The limit of requests, and its window in seconds.",
            false,
        ));
        response.add(Field::new(
            RATE_LIMIT,
            "How many requests are left, and in how many seconds there are more; absent where no rate is limited.",
            false,
        ));
    }
}
