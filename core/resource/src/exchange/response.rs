//! From the end of a walk to the response.

use std::time::SystemTime;

use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use http_body::Body as _;

use super::Exchange;
use crate::{
    Body, DateReplaced, Method, Problem, ProblemTypes, Resource,
    checks::{self, insert},
    describe::contradiction,
    operation::MethodSemantics,
    trace::Tracing,
};

// === impl Exchange ===

impl<R: Resource, O: MethodSemantics<R>> Exchange<R, O> {
    /// The response where the walk has ended.
    pub(super) fn response(&mut self, status: u16) -> Response<Body> {
        self.walk.count();
        if checks::explains(self.walk.at()) {
            self.explain();
        }
        // Filled where it is, since each move of a response costs.
        let mut response = Response::new(Body::empty());
        let problem = self.problem.as_ref().map(Problem::name);
        match self.problem.take() {
            Some(problem) => {
                let titles = ProblemTypes::titles(self.cx.facts());
                problem.titled(titles).write(self.cx.problem_types(), &mut response);
            }
            None => self.success(StatusCode::from_u16(status).unwrap_or_default(), &mut response),
        }
        self.vary(response.headers_mut());
        for (name, value) in self.headers.drain(..) {
            response.headers_mut().insert(name, value);
        }
        if self.cx.method() == Some(Method::Head) {
            strip(&mut response);
        }
        if cfg!(debug_assertions) {
            self.assert_described(&response, problem);
        }
        if let Some(caching) = self.caching.as_ref().filter(|_| self.cx.method().is_some_and(Method::is_read))
        {
            let audience = self.bound.resource.audience(&self.cx);
            caching.write(self.cx.headers(), audience, response.status(), response.headers_mut());
        }
        if let Some(tracing) = self.cx.fact::<Tracing>() {
            tracing.tell(&self.cx, &self.walk, &mut response);
        }
        response
    }

    /// Panics if the response contradicts the description of the endpoint.
    fn assert_described(&self, response: &Response<Body>, problem: Option<&str>) {
        let description = self.bound.described();
        let operation = self.cx.method().and_then(|method| description.operation(method));
        let contradiction = operation.and_then(|said| contradiction(description, said, response, problem));
        assert!(
            contradiction.is_none(),
            "{}, which `documented` does not declare: declare the branch there, or return another",
            contradiction.unwrap_or_default()
        );
    }

    /// Adds a field to whatever response it will be.
    pub(super) fn tell(&mut self, name: HeaderName, text: &str) {
        self.headers.extend(field(name, text));
    }

    fn explain(&mut self) {
        let headers = &mut self.headers;
        let taken = |method| O::taken(&self.bound.resource, method);
        checks::explain(self.walk.at(), &self.cx, &self.bound, taken, |name, text| {
            headers.extend(field(name, text));
        });
    }

    /// RFC 9110 §12.5.5: says which fields decided, whether the request had them or not.
    fn vary(&self, headers: &mut HeaderMap) {
        if self.format.is_none() {
            return;
        }
        if let Some(fields) = self.bound.parameters.vary() {
            headers.append(header::VARY, fields.clone());
        }
        let resource = &self.bound.resource;
        let fields: HeaderValue = match (O::offered(resource).len() > 1, resource.languages().len() > 1) {
            (true, true) => const { HeaderValue::from_static("accept, accept-language") },
            (true, false) => const { HeaderValue::from_static("accept") },
            (false, true) => const { HeaderValue::from_static("accept-language") },
            (false, false) => return,
        };
        headers.append(header::VARY, fields);
    }

    fn success(&mut self, status: StatusCode, response: &mut Response<Body>) {
        *response.status_mut() = status;
        let (tag, modified) = self.told_validators();
        if status != StatusCode::NOT_MODIFIED {
            self.tell_reply(response);
        }
        if status.is_success() || status == StatusCode::NOT_MODIFIED {
            let told = modified.map(|modified| self.cx.not_later(modified));
            if told != modified {
                response.extensions_mut().insert(DateReplaced);
            }
            write_validators(tag, told, response.headers_mut());
        }
    }

    /// The validators of what is shown: what was found, or what came of it.
    fn told_validators(&mut self) -> (Option<String>, Option<SystemTime>) {
        if self.cx.method().is_some_and(Method::is_read) {
            return (self.tag.take(), self.validators.modified);
        }
        let changed = self.reply.as_ref().and_then(|reply| reply.validators.as_ref()?.modified);
        (self.tag.take().filter(|_| self.reply.is_some()), changed)
    }

    /// Writes what the reply tells.
    fn tell_reply(&mut self, response: &mut Response<Body>) {
        let Some(reply) = &mut self.reply else { return };
        let (location, content) = (reply.location.take(), reply.content.take());
        if !self.described.is_empty() {
            *response.headers_mut() = std::mem::take(&mut self.described);
        }
        let headers = response.headers_mut();
        if let Some(location) = location {
            insert(headers, header::LOCATION, &location);
        }
        if let Some(preference) = self.preference {
            let name = HeaderName::from_static("preference-applied");
            headers.insert(name, HeaderValue::from_static(preference.as_str()));
        }
        let Some(content) = content else { return };
        if let Some(media_type) = self.format().header() {
            headers.insert(header::CONTENT_TYPE, media_type);
        }
        if let Some(language) = self.cx.language() {
            insert(headers, header::CONTENT_LANGUAGE, language);
        }
        // Content of unknown length has no ranges.
        if content.whole().is_some() && self.cx.method().is_some_and(Method::is_read) {
            headers.insert(header::ACCEPT_RANGES, const { HeaderValue::from_static("bytes") });
        }
        *response.body_mut() = content;
    }
}

fn write_validators(tag: Option<String>, modified: Option<SystemTime>, headers: &mut HeaderMap) {
    if let Some(tag) = tag.and_then(|tag| HeaderValue::try_from(tag).ok()) {
        headers.insert(header::ETAG, tag);
    }
    if let Some(modified) = modified {
        insert(headers, header::LAST_MODIFIED, &httpdate::fmt_http_date(modified));
    }
}

/// A field; absent where its text cannot be one.
fn field(name: HeaderName, text: &str) -> Option<(HeaderName, HeaderValue)> {
    Some((name, HeaderValue::from_str(text).ok()?))
}

/// Makes of an answer to GET the one to HEAD, which is the same without its content (RFC 9110 §9.3.2).
pub fn strip(response: &mut Response<Body>) {
    if let Some(length) = response.body().size_hint().exact().filter(|length| *length > 0) {
        response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
    }
    *response.body_mut() = Body::empty();
}
