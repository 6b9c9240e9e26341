//! What a source says, as the engine wants to hear it.

use ogrom_core_resource::{Existence, Fault, Invalid, Outcome, Result};
use ogrom_protocols::{Conflict, Error};

/// What is told of a change that a source has no way to make, such as on behalf of a user whom it knows no credentials of.
/// Why it has none is for the log.
const REFUSED: &str =
    "what keeps this has no way to take the change; whoever runs the service finds the reason in its log";

/// A failure of a source, which the client learns the kind of.
pub fn fault(error: Error) -> Fault {
    match error {
        Error::Unavailable { retry_after, cause } => Fault::unavailable(retry_after, cause),
        Error::TimedOut(cause) => Fault::timed_out(cause),
        error => Fault::internal(error),
    }
}

/// What a source found; a cursor that it refused is the client's.
pub fn existence<T>(found: ogrom_protocols::Result<T>) -> Result<Existence<T>> {
    match found {
        Ok(found) => Ok(Existence::Found(found)),
        Err(Error::Cursor(refused)) => {
            Ok(Existence::Malformed(vec![Invalid::query("cursor", "cursor", refused.to_string())]))
        }
        Err(error) => Err(fault(error)),
    }
}

/// What became of a change: what the source answered, or an outcome that says why it was refused.
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

/// What became of a deletion, by whether there was something to delete. Whoever was faster wanted the same; but a
/// condition that held a moment before holds no longer, and who sent one wants to know whose deletion it was.
pub(crate) fn deleted<V>(deleted: std::result::Result<bool, Outcome<V>>, conditional: bool) -> Outcome<V> {
    match deleted {
        Ok(false) if conditional => Outcome::Stale,
        Ok(_) => Outcome::Done,
        Err(refused) => refused,
    }
}
