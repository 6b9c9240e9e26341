//! The error of a refused call: the code that a client sees, its status and its message.

/// A call that is refused, as Elastic Beanstalk refuses it.
///
/// The codes are those of the service model and of the page "Common errors" of its API reference. If neither has a
/// code for a case, it is `InvalidParameterValue`, as in most known responses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The status of the response.
    pub(crate) status: u16,
    /// The code, for programs.
    pub(crate) code: &'static str,
    /// The message, for people.
    pub(crate) message: String,
}

// === impl Refusal ===

impl Refusal {
    fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }

    /// A value that cannot be, or not now.
    pub(crate) fn value(message: impl Into<String>) -> Self {
        Self::new(400, "InvalidParameterValue", message)
    }

    /// Values that do not go together.
    pub(crate) fn combination(message: impl Into<String>) -> Self {
        Self::new(400, "InvalidParameterCombination", message)
    }

    /// A value that the service model forbids.
    pub(crate) fn validation(message: impl Into<String>) -> Self {
        Self::new(400, "ValidationError", message)
    }

    /// A parameter that is not there.
    pub(crate) fn missing(name: &str) -> Self {
        Self::new(400, "MissingParameter", format!("The request must contain the parameter {name}"))
    }

    /// An unknown call.
    pub(crate) fn action(name: &str) -> Self {
        let message = format!("Could not find operation {name} for version 2010-12-01");
        Self::new(400, "InvalidAction", message)
    }

    /// A version that is in use.
    pub(crate) fn in_use(message: impl Into<String>) -> Self {
        Self::new(400, "OperationInProgressFailure", message)
    }

    /// A bundle that stays in its place.
    pub(crate) fn bundle_stays(message: impl Into<String>) -> Self {
        Self::new(400, "SourceBundleDeletionFailure", message)
    }

    /// A health call that cannot be served.
    pub(crate) fn request(message: impl Into<String>) -> Self {
        Self::new(400, "InvalidRequestException", message)
    }

    /// More environments than there can be.
    pub(crate) fn environments(message: impl Into<String>) -> Self {
        Self::new(400, "TooManyEnvironmentsException", message)
    }

    /// A call without a signature.
    pub(crate) fn unsigned() -> Self {
        Self::new(403, "MissingAuthenticationToken", "Request is missing Authentication Token")
    }

    /// A call that the policy does not allow.
    pub(crate) fn denied(account: &str, action: &str, resource: &str) -> Self {
        let message = format!(
            "User: arn:aws:iam::{account}:user/double is not authorized to perform: \
             elasticbeanstalk:{action} on resource: {resource} because no identity-based policy allows the \
             elasticbeanstalk:{action} action"
        );
        Self::new(403, "AccessDenied", message)
    }

    /// A call that Beanstalk makes in the name of the caller, who may not.
    pub(crate) fn insufficient(action: &str) -> Self {
        let message = format!("You do not have permission to perform the '{action}' action.");
        Self::new(403, "InsufficientPrivilegesException", message)
    }

    /// Too many calls.
    pub(crate) fn throttled() -> Self {
        Self::new(400, "Throttling", "Rate exceeded")
    }

    /// A fault of the service's own.
    pub(crate) fn internal() -> Self {
        Self::new(500, "InternalFailure", "The request processing has failed because of an unknown error")
    }
}
