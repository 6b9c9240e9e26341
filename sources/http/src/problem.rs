//! Problems (RFC 9457) of the upstream, as errors of a source.

use std::{fmt, time::Duration};

use http::{HeaderMap, StatusCode, header};
use ogrom_protocols::{CursorRefused, Error};
use serde::Deserialize;

use crate::ApiResponse;

/// The problem in a response (RFC 9457); of a response without one, the status alone.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Problem {
    r#type: String,
    title: String,
    detail: Option<String>,
    /// Everything that is wrong with the request.
    pub errors: Vec<Invalid>,
    #[serde(skip)]
    status: StatusCode,
}

/// One thing that is wrong with a request.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Invalid {
    /// Where in the request body, as a JSON Pointer (RFC 6901).
    pub pointer: Option<String>,
    /// In which parameter of the query.
    parameter: Option<String>,
    /// The kind of mistake.
    pub code: String,
    message: String,
}

/// The error of a response without success.
pub fn error(response: &ApiResponse) -> Error {
    let problem = Problem::of(response);
    if let Some(refused) = problem.refused_cursor() {
        return refused.into();
    }
    match response.status {
        StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => Error::TimedOut(problem.into()),
        status if status.is_server_error() || is_later(status, &problem) => {
            Error::Unavailable { retry_after: retry_after(&response.headers), cause: problem.into() }
        }
        status if status.is_client_error() && is_said_by_the_service(status, &problem) => {
            Error::refused(problem)
        }
        _ => Error::unavailable(problem),
    }
}

/// Whether it is the service that refuses, and not something on the way that answers in its place. The service says why;
/// only to what it cannot take apart as a message it does not.
fn is_said_by_the_service(status: StatusCode, problem: &Problem) -> bool {
    let unread =
        [StatusCode::BAD_REQUEST, StatusCode::URI_TOO_LONG, StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE];
    !problem.name().is_empty() || unread.contains(&status)
}

/// Whether the service asks to come again later.
fn is_later(status: StatusCode, problem: &Problem) -> bool {
    status == StatusCode::TOO_MANY_REQUESTS || problem.name() == "in-flight"
}

/// How long to wait (RFC 9110 §10.2.3). A date is not read: it would need a clock that agrees with the service's.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

// === impl Problem ===

impl Problem {
    /// The problem in this response.
    pub fn of(response: &ApiResponse) -> Self {
        let stated = response.is_of_type("application/problem+json");
        let stated = stated.then(|| serde_json::from_slice(&response.body).ok()).flatten();
        Self { status: response.status, ..stated.unwrap_or_default() }
    }

    /// The last segment of its type, which is the same wherever the service documents it.
    pub fn name(&self) -> &str {
        self.r#type.rsplit(['/', ':']).next().unwrap_or_default()
    }

    fn refused_cursor(&self) -> Option<CursorRefused> {
        let of_cursor = |error: &&Invalid| matches!(error.parameter.as_deref(), Some("cursor" | "since"));
        let message = &self.errors.iter().find(of_cursor)?.message;
        // Both kinds have one code; which it is, only the words tell, and they are the error's own.
        let other = *message == CursorRefused::OtherQuery.to_string();
        Some(if other { CursorRefused::OtherQuery } else { CursorRefused::Malformed })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the upstream responds {}", self.status.as_u16())?;
        if !self.title.is_empty() {
            write!(f, ", {}", self.title)?;
        }
        if let Some(detail) = &self.detail {
            write!(f, ": {detail}")?;
        }
        let wrong = self.errors.iter();
        wrong.take(3).try_for_each(|Invalid { pointer, parameter, message, .. }| {
            let place = pointer.as_deref().or(parameter.as_deref()).unwrap_or_default();
            write!(f, "; {place} {message}")
        })
    }
}

impl std::error::Error for Problem {}
