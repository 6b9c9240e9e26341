//! The errors of a source.

use std::time::Duration;

use crate::CursorRefused;

/// Any cause.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The result of a call to a source.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a call failed. A missing item is no error.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The back end cannot be reached or does not accept the call now. A later call may succeed.
    #[error("the source is unavailable")]
    Unavailable {
        /// How long to wait before the next call, if the source knows.
        retry_after: Option<Duration>,
        /// The cause.
        #[source]
        cause: BoxError,
    },
    /// The result did not come in time.
    #[error("the source timed out")]
    TimedOut(#[source] BoxError),
    /// The change contradicts the present state. Nothing was changed.
    #[error("the change was refused")]
    Conflict(#[from] Conflict),
    /// The page cannot be continued from this cursor.
    #[error("the cursor was refused")]
    Cursor(#[from] CursorRefused),
    /// The back end never does this: it has no operation for it, or does not permit it. A repeated call does not
    /// help.
    #[error("the source refuses")]
    Refused(#[source] BoxError),
    /// The back end returned data that it must not hold, or that cannot be read.
    #[error("the source holds corrupt data")]
    Corrupt(#[source] BoxError),
}

/// The contradiction of a change.
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

    /// Refused, with the reason.
    pub fn refused(cause: impl Into<BoxError>) -> Self {
        Self::Refused(cause.into())
    }

    /// Corrupt, with the faulty data.
    pub fn corrupt(cause: impl Into<BoxError>) -> Self {
        Self::Corrupt(cause.into())
    }
}
