//! From the end of a walk to the response.

use std::time::SystemTime;

use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use http_body::Body as _;

use super::Exchange;
use crate::{
    Body, Method, Resource,
    facts::{self, insert},
    fault::Result,
    graph::{Decision, Walk},
    operation::{Operation, Reply},
    range::Part,
    trace::Tracing,
    validators::EntityTag,
};

// === impl Exchange ===

impl<R: Resource, O: Operation<R>> Exchange<R, O> {
    pub(super) fn response(&mut self, result: Result<(Decision, u16)>, walk: &Walk) -> Response<Body> {
        let mut response = match result {
            Err(fault) => fault.into_problem().into_response(self.cx.problem_types()),
            Ok((decision, status)) => {
                facts::explain(
                    decision,
                    &self.cx,
                    &self.bound.about,
                    &|method| O::taken(&self.bound.resource, method),
                    &mut self.headers,
                );
                match self.problem.take() {
                    Some(problem) => self.failure(problem.into_response(self.cx.problem_types())),
                    None => self.success(StatusCode::from_u16(status).unwrap_or_default()),
                }
            }
        };
        self.vary(response.headers_mut());
        response.headers_mut().extend(self.headers.drain().filter_map(|(name, value)| Some((name?, value))));
        if self.cx.method() == Some(Method::Head) {
            strip(&mut response);
        }
        if let Some(tracing) = self.cx.fact::<Tracing>() {
            tracing.tell(&self.cx, walk, &mut response);
        }
        response
    }

    /// RFC 9110 §12.5.5: says which fields decided, whether the request had them or not.
    fn vary(&self, headers: &mut HeaderMap) {
        if self.format.is_none() {
            return;
        }
        let resource = &self.bound.resource;
        let fields = match (O::offered(resource).len() > 1, resource.languages().len() > 1) {
            (true, true) => "accept, accept-language",
            (true, false) => "accept",
            (false, true) => "accept-language",
            (false, false) => return,
        };
        headers.append(header::VARY, HeaderValue::from_static(fields));
    }

    fn failure(&self, mut response: Response<Body>) -> Response<Body> {
        if let (Part::Unsatisfiable, Some(length)) = (self.part, self.length()) {
            insert(response.headers_mut(), header::CONTENT_RANGE, &format!("bytes */{length}"));
        }
        response
    }

    fn length(&self) -> Option<usize> {
        Some(self.reply.as_ref()?.content.as_ref()?.whole()?.len())
    }

    fn success(&mut self, status: StatusCode) -> Response<Body> {
        let reply = self.reply.take();
        let mut response = Response::new(Body::empty());
        *response.status_mut() = status;
        let (tag, modified) = self.told_validators(reply.as_ref());
        if let Some(reply) = reply.filter(|_| status != StatusCode::NOT_MODIFIED) {
            self.tell(reply, &mut response);
        }
        if status.is_success() || status == StatusCode::NOT_MODIFIED {
            write_validators(tag, modified, response.headers_mut());
        }
        response
    }

    /// The validators of what is shown: what was found, or what came of it.
    fn told_validators(&mut self, reply: Option<&Reply>) -> (Option<EntityTag>, Option<SystemTime>) {
        if self.cx.method().is_some_and(Method::is_read) {
            return (self.tag.take(), self.validators.modified);
        }
        match reply.and_then(|reply| reply.validators.as_ref()) {
            Some(validators) => (self.tag_of(validators, reply), validators.modified),
            None => (None, None),
        }
    }

    /// Writes what the reply tells.
    fn tell(&self, reply: Reply, response: &mut Response<Body>) {
        *response.headers_mut() = reply.headers;
        let headers = response.headers_mut();
        if let Some(location) = &reply.location {
            insert(headers, header::LOCATION, location);
        }
        if let Some(preference) = self.preference {
            let name = HeaderName::from_static("preference-applied");
            headers.insert(name, HeaderValue::from_static(preference.as_str()));
        }
        let Some(content) = reply.content else { return };
        if let Some(media_type) = self.format().header() {
            headers.insert(header::CONTENT_TYPE, media_type);
        }
        if let Some(language) = self.cx.language() {
            insert(headers, header::CONTENT_LANGUAGE, language);
        }
        let Some(whole) = content.whole() else {
            // Nobody knows how long it will be, so it has no parts.
            *response.body_mut() = content;
            return;
        };
        if self.cx.method().is_some_and(Method::is_read) {
            headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        }
        *response.body_mut() = match self.part {
            Part::Bytes(first, last) => {
                insert(headers, header::CONTENT_RANGE, &format!("bytes {first}-{last}/{}", whole.len()));
                whole.slice(first..=last).into()
            }
            Part::Whole | Part::Unsatisfiable => content,
        };
    }
}

fn write_validators(tag: Option<EntityTag>, modified: Option<SystemTime>, headers: &mut HeaderMap) {
    if let Some(tag) = tag.and_then(EntityTag::into_header) {
        headers.insert(header::ETAG, tag);
    }
    if let Some(modified) = modified {
        insert(headers, header::LAST_MODIFIED, &httpdate::fmt_http_date(modified));
    }
}

/// Makes of an answer to GET the one to HEAD, which is the same without its content (RFC 9110 §9.3.2).
pub fn strip(response: &mut Response<Body>) {
    if let Some(length) = response.body().size_hint().exact().filter(|length| *length > 0) {
        response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
    }
    *response.body_mut() = Body::empty();
}
