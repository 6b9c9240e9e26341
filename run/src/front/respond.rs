//! An answer in any case: to what ends in a defect, and to what does not end.

use std::{panic::AssertUnwindSafe, time::Duration};

use bytes::Bytes;
use futures_util::FutureExt;
use http::{Request, Response};
use ogrom_core::{
    Body,
    mount::{Mounted, Route},
};
use ogrom_core_resource::Fault;

use super::PROBLEM_TYPES;

/// How long a request may take until its answer begins, its content included. What is sent as a stream goes on after
/// that, as long as its client reads; its source has a deadline for each question.
const REQUEST_ENDS_WITHIN: Duration = Duration::from_secs(30);

pub(super) async fn respond<B>(routes: &Mounted, route: Route, request: Request<B>) -> Response<Body>
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let answer = AssertUnwindSafe(async { routes.answer(route, request).await }).catch_unwind();
    match tokio::time::timeout(REQUEST_ENDS_WITHIN, answer).await {
        Ok(Ok(Ok(response))) => response,
        Ok(Err(_panic)) => failed(Fault::internal("a defect ended the request")),
        Err(_elapsed) => failed(Fault::timed_out("the request took too long")),
    }
}

fn failed(fault: Fault) -> Response<Body> {
    fault.into_problem().into_response(Some(&PROBLEM_TYPES))
}
