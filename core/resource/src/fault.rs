//! The failure of a resource: a problem for the client, and its cause for the log.

use std::{error, fmt, time::Duration};

use crate::{
    Problem,
    body::BoxError,
    problem::of::{self, DEFAULT_RETRY},
};

/// The result of asking a resource.
pub type Result<T> = std::result::Result<T, Fault>;

/// A failure on our side: the client learns its kind, the log its cause. Or an item of content that is refused: the client
/// learns all that is wrong with it.
#[derive(Debug)]
pub struct Fault {
    kind: FaultKind,
    cause: BoxError,
}

#[derive(Debug)]
enum FaultKind {
    Unavailable(Duration),
    TimedOut,
    Internal,
    Refused(Problem),
}

/// A cause that is only words.
#[derive(Debug)]
struct Words(&'static str);

// === impl Fault ===

impl Fault {
    /// Something that we need cannot be reached: 503, with how long to wait.
    pub fn unavailable(retry_after: Option<Duration>, cause: impl Into<BoxError>) -> Self {
        Self { kind: FaultKind::Unavailable(retry_after.unwrap_or(DEFAULT_RETRY)), cause: cause.into() }
    }

    /// Something that we need did not answer in time: 504, with when to ask again.
    pub fn timed_out(cause: impl Into<BoxError>) -> Self {
        Self { kind: FaultKind::TimedOut, cause: cause.into() }
    }

    /// Anything else: 500.
    pub fn internal(cause: impl Into<BoxError>) -> Self {
        Self { kind: FaultKind::Internal, cause: cause.into() }
    }

    /// A defect in the resource or in the engine: 500.
    pub(crate) fn defect(words: &'static str) -> Self {
        Self::internal(Words(words))
    }

    /// This problem, which is not ours, so that the log does not record it: content that turned out to be wrong while it
    /// was received, or a problem of the resource's own. A resource that is [`documented!`](crate::documented) declares
    /// the latter by [`Documented::refusing`](crate::describe::Documented::refusing).
    pub fn refused(problem: Problem) -> Self {
        Self { kind: FaultKind::Refused(problem), cause: Words("the request was refused").into() }
    }

    /// The problems that any request may end in.
    pub(crate) fn problems() -> [Problem; 3] {
        let (unavailable, timeout) = (of::unavailable(), of::timeout());
        [of::internal(), unavailable.retry_after(DEFAULT_RETRY), timeout.retry_after(DEFAULT_RETRY)]
    }

    /// Logs the cause of an internal failure, here and nowhere else, and returns the problem for the client.
    pub fn into_problem(self) -> Problem {
        let cause = Chain(&*self.cause);
        match self.kind {
            FaultKind::Unavailable(wait) => {
                tracing::warn!(%cause, "unavailable");
                of::unavailable().retry_after(wait)
            }
            FaultKind::TimedOut => {
                tracing::warn!(%cause, "timed out");
                of::timeout().retry_after(DEFAULT_RETRY)
            }
            FaultKind::Internal => {
                tracing::error!(%cause, "internal fault");
                of::internal()
            }
            FaultKind::Refused(problem) => problem,
        }
    }
}

// === impl Words ===

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl error::Error for Words {}

/// An error with all that it stems from, on one line.
struct Chain<'a>(&'a (dyn error::Error + 'static));

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let sources = std::iter::successors(self.0.source(), |error| error.source());
        sources.into_iter().try_for_each(|source| write!(f, ": {source}"))
    }
}
