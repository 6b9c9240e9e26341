//! A call that failed: which one, and whether it can have taken effect in spite of that.

use std::{error::Error, fmt};

use crate::Call;

/// A call that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which call.
    pub call: Call,
    /// In which way.
    pub kind: FaultKind,
    /// The message of AWS, or of the connection to it.
    pub message: String,
}

/// In which way a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The caller lacks the permission. It did not happen.
    Denied,
    /// There were too many calls. It did not happen.
    Throttled,
    /// The request does not fit the present state. It did not happen.
    Refused,
    /// No response, or one without a clear result: it can have happened.
    Lost,
}

// === impl Fault ===

impl Fault {
    /// A fault of this call.
    pub fn new(call: Call, kind: FaultKind, message: impl Into<String>) -> Self {
        Self { call, kind, message: message.into() }
    }

    /// Whether the same call can do better in a moment.
    pub fn passes(&self) -> bool {
        matches!(self.kind, FaultKind::Throttled | FaultKind::Lost)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = match self.kind {
            FaultKind::Denied => "is not permitted",
            FaultKind::Throttled => "was throttled",
            FaultKind::Refused => "was refused",
            FaultKind::Lost => "got no response",
        };
        write!(f, "{} {how}: {}", self.call.action(), self.message)
    }
}

impl Error for Fault {}
