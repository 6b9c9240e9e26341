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
    /// The credentials of the caller have expired. It did not happen.
    Expired,
    /// AWS does not know the caller's credentials. It did not happen.
    Unidentified,
    /// The clock of this machine is wrong. It did not happen.
    Skewed,
    /// There is no such bucket. It did not happen.
    NoBucket,
    /// It is in another region, or the account does not use this one. It did not happen.
    OtherRegion,
    /// The account has as many versions as it may have. It did not happen.
    TooManyVersions,
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

    /// Whether the call is refused until a person changes the caller or the account.
    pub fn needs_person(&self) -> bool {
        !self.passes() && self.kind != FaultKind::Refused
    }

    /// The action that AWS names as denied, such as `s3:CreateBucket`.
    pub(crate) fn denied_action(&self) -> Option<&str> {
        let words = self.message.split(|c: char| !(c.is_ascii_alphanumeric() || ":-".contains(c)));
        let is_action = |word: &&str| {
            let Some((service, name)) = word.split_once(':') else { return false };
            let is_service = service.starts_with(|c: char| c.is_ascii_lowercase())
                && service.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
            let is_name = name.starts_with(|c: char| c.is_ascii_uppercase())
                && name.chars().all(|c| c.is_ascii_alphanumeric());
            is_service && is_name
        };
        words.map(|word| word.trim_matches(['-', ':'])).find(is_action)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = match self.kind {
            FaultKind::Denied => "is not permitted",
            FaultKind::Throttled => "was throttled",
            FaultKind::Expired
            | FaultKind::Unidentified
            | FaultKind::Skewed
            | FaultKind::NoBucket
            | FaultKind::OtherRegion
            | FaultKind::TooManyVersions
            | FaultKind::Refused => "was refused",
            FaultKind::Lost => "got no response",
        };
        write!(f, "{} {how}: {}", self.call.action(), self.message)
    }
}

impl Error for Fault {}
