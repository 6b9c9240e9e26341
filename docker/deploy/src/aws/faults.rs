//! The meaning of an SDK error: whether the call can have taken effect in spite of it.

use std::error::Error;

use aws_smithy_runtime_api::client::{orchestrator::HttpResponse, result::SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use super::chain;
use crate::{Call, Fault, FaultKind};

/// The fault that an error is.
pub(crate) fn fault<E>(call: Call, error: &SdkError<E, HttpResponse>) -> Fault
where
    E: ProvideErrorMetadata + Error + 'static,
{
    let SdkError::ServiceError(response) = error else {
        return Fault::new(call, kind_of_failure(error), chain(error));
    };
    let (code, message) = (response.err().code().unwrap_or_default(), response.err().message());
    let kind = kind_of_response(response.raw().status().as_u16(), code);
    let said = message.unwrap_or("AWS does not say why");
    Fault::new(call, kind, if code.is_empty() { said.to_owned() } else { format!("{code}: {said}") })
}

/// The status of the response, if the error is one.
pub(crate) fn status<E>(error: &SdkError<E, HttpResponse>) -> Option<u16> {
    match error {
        SdkError::ServiceError(response) => Some(response.raw().status().as_u16()),
        _ => None,
    }
}

fn kind_of_response(status: u16, code: &str) -> FaultKind {
    const TOO_MANY: [&str; 5] =
        ["Throttling", "ThrottlingException", "RequestLimitExceeded", "SlowDown", "TooManyRequestsException"];
    const DENIED: [&str; 3] = ["AccessDenied", "AccessDeniedException", "InsufficientPrivilegesException"];
    match status {
        _ if TOO_MANY.contains(&code) => FaultKind::Throttled,
        _ if DENIED.contains(&code) => FaultKind::Denied,
        500.. => FaultKind::Lost,
        429 => FaultKind::Throttled,
        401 | 403 => FaultKind::Denied,
        _ => FaultKind::Refused,
    }
}

/// A call that was never sent did not happen. A broken connection does not show whether it was sent.
fn kind_of_failure<E>(error: &SdkError<E, HttpResponse>) -> FaultKind {
    match error {
        SdkError::ConstructionFailure(_) => FaultKind::Refused,
        // An error without a kind happened before the call was sent, for example because credentials are missing. A
        // connection that ended before the response has a kind.
        SdkError::DispatchFailure(failure) if failure.is_user() => FaultKind::Refused,
        SdkError::DispatchFailure(failure) if failure.is_other() && failure.as_other().is_none() => {
            FaultKind::Refused
        }
        _ => FaultKind::Lost,
    }
}
