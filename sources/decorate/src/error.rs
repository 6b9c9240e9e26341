//! Kinds of errors, and copies of them for several callers.

use std::{error, fmt, sync::Arc};

use ogrom_protocols::{BoxError, Error};

/// The cause of an error that several callers get.
#[derive(Debug)]
struct Shared(Arc<Error>);

/// Whether the error says that the source is down, rather than that it refuses.
pub(crate) fn is_down(error: &Error) -> bool {
    matches!(error, Error::Unavailable { .. } | Error::TimedOut(_))
}

/// The same error for another caller.
pub(crate) fn again(error: &Arc<Error>) -> Error {
    let cause = || BoxError::from(Shared(Arc::clone(error)));
    match &**error {
        Error::Unavailable { retry_after, .. } => {
            Error::Unavailable { retry_after: *retry_after, cause: cause() }
        }
        Error::TimedOut(_) => Error::TimedOut(cause()),
        Error::Conflict(conflict) => conflict.clone().into(),
        Error::Cursor(refused) => (*refused).into(),
        Error::Refused(_) => Error::Refused(cause()),
        Error::Corrupt(_) => Error::Corrupt(cause()),
        // A kind that is newer than this: all that is known is that there was no result.
        _ => Error::unavailable(cause()),
    }
}

// === impl Shared ===

impl Shared {
    /// It displays the cause: the caller has an error of the same kind.
    fn cause(&self) -> &dyn error::Error {
        error::Error::source(&*self.0).unwrap_or(&*self.0)
    }
}

impl fmt::Display for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.cause(), f)
    }
}

impl error::Error for Shared {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        error::Error::source(&*self.0)?.source()
    }
}
