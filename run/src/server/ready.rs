//! Whether balancers may send requests here, as they ask for it over HTTP.

use http::{Request, Response, StatusCode};
use ogrom_core::Body;

use super::Life;

/// Where they ask.
const READY: &str = "/health/ready";

/// The answer to those who ask; absent for any other request.
pub(super) fn ready<B>(life: &Life, request: &Request<B>) -> Option<Response<Body>> {
    let status = if life.is_ready() { StatusCode::NO_CONTENT } else { StatusCode::SERVICE_UNAVAILABLE };
    (request.uri().path() == READY).then(|| {
        let mut response = Response::default();
        *response.status_mut() = status;
        response
    })
}
