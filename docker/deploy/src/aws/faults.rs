//! The meaning of an SDK error: whether the call can have taken effect in spite of it, and whose fault it is.

use std::error::Error;

use aws_smithy_runtime_api::client::{orchestrator::HttpResponse, result::SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use super::chain;
use crate::{Call, Fault, FaultKind};

/// The error codes of AWS by their meaning (the common errors of each API, and "Error responses" of Amazon S3). A code
/// in this list counts, whatever the status.
const CODES: [(FaultKind, &[&str]); 8] = [
    (
        FaultKind::Throttled,
        &[
            "Throttling",
            "ThrottlingException",
            "RequestLimitExceeded",
            "SlowDown",
            "TooManyRequestsException",
        ],
    ),
    (
        FaultKind::Denied,
        &[
            "AccessDenied",
            "AccessDeniedException",
            "InsufficientPrivilegesException",
            "UnauthorizedOperation",
        ],
    ),
    (FaultKind::Expired, &["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"]),
    (
        FaultKind::Unidentified,
        &[
            "AuthFailure",
            "IncompleteSignature",
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "InvalidToken",
            "MissingAuthenticationToken",
            "SignatureDoesNotMatch",
            "UnrecognizedClientException",
        ],
    ),
    (FaultKind::Skewed, &["RequestExpired", "RequestTimeTooSkewed"]),
    (FaultKind::NoBucket, &["InvalidBucketName", "NoSuchBucket"]),
    (
        FaultKind::OtherRegion,
        &[
            "AuthorizationHeaderMalformed",
            "IllegalLocationConstraintException",
            "PermanentRedirect",
            "S3LocationNotInServiceRegionException",
            "OptInRequired",
        ],
    ),
    (FaultKind::TooManyVersions, &["TooManyApplicationVersionsException"]),
];

/// The fault that an error is.
pub(crate) fn fault<E>(call: Call, error: &SdkError<E, HttpResponse>) -> Fault
where
    E: ProvideErrorMetadata + Error + 'static,
{
    let SdkError::ServiceError(response) = error else {
        let said = chain(error);
        return Fault::new(call, kind_of_failure(error, &said), said);
    };
    let (code, message) = (response.err().code().unwrap_or_default(), response.err().message());
    let said = message.unwrap_or("AWS does not say why");
    let kind = kind_of_response(response.raw().status().as_u16(), code, said);
    Fault::new(call, kind, if code.is_empty() { said.to_owned() } else { format!("{code}: {said}") })
}

/// The status of the response, if the error is one.
pub(crate) fn status<E>(error: &SdkError<E, HttpResponse>) -> Option<u16> {
    match error {
        SdkError::ServiceError(response) => Some(response.raw().status().as_u16()),
        _ => None,
    }
}

fn kind_of_response(status: u16, code: &str, said: &str) -> FaultKind {
    let listed = CODES.iter().find(|(_, codes)| codes.contains(&code)).map(|(kind, _)| *kind);
    match (status, listed) {
        // The services of the query protocol have one code for a wrong key and for a wrong clock.
        (_, Some(FaultKind::Unidentified)) if said.contains("Signature expired") => FaultKind::Skewed,
        (_, Some(FaultKind::Unidentified)) if said.contains("Signature not yet current") => FaultKind::Skewed,
        (_, Some(kind)) => kind,
        (500.., None) => FaultKind::Lost,
        (429, None) => FaultKind::Throttled,
        // The response to HeadObject has no body, and thus no code.
        (401 | 403, None) if code.is_empty() => FaultKind::Denied,
        (301, None) => FaultKind::OtherRegion,
        _ => FaultKind::Refused,
    }
}

/// A call that was never sent did not happen. A broken connection does not show whether it was sent.
fn kind_of_failure<E>(error: &SdkError<E, HttpResponse>, said: &str) -> FaultKind {
    match error {
        SdkError::ConstructionFailure(_) => FaultKind::Refused,
        // An error without a kind happened before the call was sent, for example because credentials are missing. A
        // connection that ended before the response has a kind.
        SdkError::DispatchFailure(failure) if failure.is_user() => FaultKind::Refused,
        SdkError::DispatchFailure(failure) if failure.is_other() && failure.as_other().is_none() => {
            if said.contains("credential") { FaultKind::Unidentified } else { FaultKind::Refused }
        }
        _ => FaultKind::Lost,
    }
}
