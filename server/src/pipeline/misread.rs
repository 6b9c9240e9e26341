//! A response where no request has come: to bytes that are none, and where none can be read.

use std::time::Duration;

use http::{HeaderMap, Response, StatusCode};
use ogrom_core::Body;
use ogrom_core_resource::Problem;
use ogrom_server_telemetry::{field, trace_of};

use super::{CommonHeaders, Pipeline};
use crate::{limits::Quotas, web::cors::CorsRequest};

// === impl Pipeline ===

impl Pipeline {
    /// The whole response that takes the place of this bare status.
    pub fn misread(&self, status: StatusCode) -> Response<Body> {
        let problem = match status {
            StatusCode::URI_TOO_LONG => Problem::uri_too_long(),
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => Problem::headers_too_large(),
            StatusCode::SERVICE_UNAVAILABLE => Problem::unavailable()
                .retry_after(Duration::from_mins(1))
                .detail("the service does not know the time"),
            _ => Problem::malformed("what was sent is no request of HTTP/1.1"),
        };
        let prefix = self.web.prefix(&HeaderMap::new(), 0);
        let mut response = problem.into_response(Some(&self.problem_types(prefix.as_ref())));
        self.web.secure(&mut response);
        let (trace, _) = trace_of(&HeaderMap::new(), &*self.identities, 0.0);
        let id = field(trace.id().as_str().as_bytes());
        let common = CommonHeaders {
            cors: CorsRequest::default(),
            id,
            trace: None,
            quotas: Quotas::default(),
            asks_for_trace: false,
        };
        common.apply(&self.web, &mut response);
        response
    }
}
