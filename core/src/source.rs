//! Results of sources, as results of the engine.

use ogrom_core_resource::{Existence, Fault, Invalid, Outcome, Result};
use ogrom_protocols::{Conflict, Error};

/// The detail of a conflict with a source that does not support the change, such as one without the user's credentials.
/// The log has the cause.
const REFUSED: &str = "the back end does not support this change; the log of the service has the reason";

/// A failure of a source: 503 where it is unavailable, 504 where it timed out, and otherwise 500.
pub fn fault(error: Error) -> Fault {
    match error {
        Error::Unavailable { retry_after, cause } => Fault::unavailable(retry_after, cause),
        Error::TimedOut(cause) => Fault::timed_out(cause),
        error => Fault::internal(error),
    }
}

/// The entity that a source returned. A cursor that the source refused is a fault of the query: 400.
pub fn existence<T>(found: ogrom_protocols::Result<T>) -> Result<Existence<T>> {
    match found {
        Ok(found) => Ok(Existence::Found(found)),
        Err(Error::Cursor(refused)) => {
            Ok(Existence::Malformed(vec![Invalid::query("cursor", "cursor", refused.to_string())]))
        }
        Err(error) => Err(fault(error)),
    }
}

/// The result of a change, or the outcome that says why the source refused it: 412 where the revision is stale, 409 for any
/// other conflict and for a change that the source does not support.
pub fn changed<T, V>(result: ogrom_protocols::Result<T>) -> Result<std::result::Result<T, Outcome<V>>> {
    match result {
        Ok(answer) => Ok(Ok(answer)),
        Err(Error::Conflict(Conflict::Stale)) => Ok(Err(Outcome::Stale)),
        Err(Error::Conflict(conflict)) => Ok(Err(Outcome::Conflict(conflict.to_string()))),
        Err(Error::Refused(cause)) => {
            tracing::warn!(%cause, "a source refuses a change");
            Ok(Err(Outcome::Conflict(REFUSED.to_owned())))
        }
        Err(error) => Err(fault(error)),
    }
}

/// The outcome of a deletion, by whether something was there to delete. Another client that was faster wanted the same, so
/// that the deletion is done. For a `conditional` request it is 412, since the condition holds no longer.
pub fn deleted<V>(deleted: std::result::Result<bool, Outcome<V>>, conditional: bool) -> Outcome<V> {
    match deleted {
        Ok(false) if conditional => Outcome::Stale,
        Ok(_) => Outcome::Done,
        Err(refused) => refused,
    }
}
