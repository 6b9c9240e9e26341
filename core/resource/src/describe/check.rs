//! Holds an answer against the description of its endpoint.

use http::{HeaderMap, HeaderName, Response, header};

use super::{Description, Operation};
use crate::{Body, Problem};

/// The fields of an answer that descriptions tell of. Others, like those of traces, are nobody's promise.
static TOLD: [HeaderName; 9] = [
    header::ETAG,
    header::LAST_MODIFIED,
    header::LOCATION,
    header::RETRY_AFTER,
    header::LINK,
    header::VARY,
    header::CONTENT_RANGE,
    header::CONTENT_LANGUAGE,
    header::WWW_AUTHENTICATE,
];

/// How an answer contradicts what was said of it; absent where it does not. Where nothing was said of the resource, its
/// header fields and the problems that it makes itself are its own affair.
pub(crate) fn contradiction(
    description: &Description,
    operation: &Operation,
    response: &Response<Body>,
    problem: Option<&str>,
) -> Option<String> {
    let is_told = description.noun.is_some();
    if !is_told && problem.is_some_and(is_of_a_resource) {
        return None;
    }
    let status = response.status().as_u16();
    let Some(said) = operation.response(status) else {
        return Some(format!("{} responds with {status} ({problem:?})", operation.id));
    };
    if let Some(problem) = problem
        && !said.problems.iter().any(|known| known.name() == problem)
    {
        return Some(format!("{} responds with the problem '{problem}'", operation.id));
    }
    let missing = |headers: &HeaderMap| {
        let absent = said.headers.iter().find(|field| field.always && !headers.contains_key(&field.name))?;
        Some(format!("{} responds with {status} without '{}'", operation.id, absent.name))
    };
    let unsaid = |headers: &HeaderMap| {
        let is_said = |name: &HeaderName| said.headers.iter().any(|field| field.name == *name);
        let name = TOLD.iter().find(|name| headers.contains_key(*name) && !is_said(name))?;
        Some(format!("{} responds with {status} and '{name}'", operation.id))
    };
    missing(response.headers()).or_else(|| unsaid(response.headers()).filter(|_| is_told))
}

/// Whether a problem is none of those that the engine ends in.
fn is_of_a_resource(name: &str) -> bool {
    !Problem::all_of_the_engine().iter().any(|known| known.name() == name)
}
