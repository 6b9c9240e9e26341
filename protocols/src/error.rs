//! What can go wrong in a source.

use std::time::Duration;

use crate::CursorRefused;

/// Any cause.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The result of asking a source.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a source did not answer. Not found is not among it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The back end cannot be reached or does not take the question now. Asking later may help.
    #[error("the source is unavailable")]
    Unavailable {
        /// How long to wait before asking again, where the source can tell.
        retry_after: Option<Duration>,
        /// What happened.
        #[source]
        cause: BoxError,
    },
    /// The answer did not come in time.
    #[error("the source timed out")]
    TimedOut(#[source] BoxError),
    /// The change contradicts the present state. Nothing was changed.
    #[error("the change was refused")]
    Conflict(#[from] Conflict),
    /// The page cannot be continued from this cursor.
    #[error("the cursor was refused")]
    Cursor(#[from] CursorRefused),
    /// The back end does not do this, however often it is asked: it has no way to be asked, or does not permit it.
    #[error("the source refuses")]
    Refused(#[source] BoxError),
    /// The back end answered with something that it must not hold, or that nobody can read.
    #[error("the source holds corrupt data")]
    Corrupt(#[source] BoxError),
}

/// What a change contradicts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Conflict {
    /// The thing has changed since the version that the writer named.
    #[error("it has changed meanwhile")]
    Stale,
    /// There is one of this identifier.
    #[error("it is there already")]
    Exists,
    /// The change refers to something that is not there.
    #[error("there is no {noun} '{id}'")]
    Missing {
        /// The noun: `product`, `collage`, `user`.
        noun: &'static str,
        /// The identifier that leads nowhere.
        id: String,
    },
}

// === impl Error ===

impl Error {
    /// Unavailable, without a hint for how long.
    pub fn unavailable(cause: impl Into<BoxError>) -> Self {
        Self::Unavailable { retry_after: None, cause: cause.into() }
    }

    /// Refused, with what stands in the way.
    pub fn refused(cause: impl Into<BoxError>) -> Self {
        Self::Refused(cause.into())
    }

    /// Corrupt, with what was found.
    pub fn corrupt(cause: impl Into<BoxError>) -> Self {
        Self::Corrupt(cause.into())
    }
}
