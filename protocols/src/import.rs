//! Loading whole files, batch by batch.

use crate::Conflict;

/// The result of one row of a batch. Importing a row again changes nothing: an existing item stays as it is. So a
/// file can be loaded twice, and a load that was interrupted can be repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Imported {
    /// It is new, and there now.
    Added,
    /// There was one of this identifier; it was left alone.
    Present,
    /// It refers to an item that does not exist, and names it.
    Refused(String),
}

// === impl Imported ===

impl From<Result<(), Conflict>> for Imported {
    fn from(added: Result<(), Conflict>) -> Self {
        match added {
            Ok(()) => Self::Added,
            Err(Conflict::Exists) => Self::Present,
            Err(refused) => Self::Refused(refused.to_string()),
        }
    }
}
