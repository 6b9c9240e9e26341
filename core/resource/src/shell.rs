//! The shell around the graph: puts each question to the request or to the resource, and writes the response.

use std::sync::Arc;

use http::{HeaderMap, HeaderValue, Response, StatusCode, header, request::Parts};
use http_body::Body as _;
use serde_json::Value;

use crate::{
    Access, Body, Cx, Existence, Fault, Method, Place, Problem, Resource, Validators,
    body::ReadError,
    endpoint::Bound,
    facts::{self, Announced, Judged},
    fault::Result,
    format::Format,
    graph::{Answer, Decision, Next, Walk},
    input::{query, schema::Checker},
    operation::{Operation, Reply},
    precondition::{self, Selected},
    problem::of,
    validators::{EntityTag, Tag, fingerprint},
};

/// Answers a request by walking the graph.
pub(crate) async fn answer<R: Resource, O: Operation<R>>(
    bound: Arc<Bound<R>>,
    head: Parts,
    body: Body,
    place: Option<Place>,
) -> Response<Body> {
    let mut exchange = Exchange::<R, O>::new(bound, head, body, place);
    let mut walk = Walk::new();
    let result = loop {
        let decision = walk.at();
        let answer = match exchange.ask(decision).await {
            Ok(answer) => answer,
            Err(fault) => break Err(fault),
        };
        match walk.answer(answer) {
            Some(Next::Ask(_)) => {}
            Some(Next::Respond(status)) => break Ok((decision, status)),
            None => {
                break Err(Fault::defect(
                    "a question of the graph was given an answer that it does not have",
                ));
            }
        }
    };
    exchange.into_response(result)
}

/// A request and what has been found out so far.
struct Exchange<R: Resource, O: Operation<R>> {
    bound: Arc<Bound<R>>,
    cx: Cx,
    body: Body,
    content: Announced,
    format: Format,
    path: Option<R::Path>,
    query: Option<R::Query>,
    entity: Option<R::Entity>,
    validators: Validators,
    json: Option<Value>,
    input: Option<O::Input>,
    reply: Option<Reply>,
    /// Why the graph is about to end in a failure.
    problem: Option<Problem>,
    /// Fields that go with whatever response it will be.
    headers: HeaderMap,
}

// === impl Exchange ===

impl<R: Resource, O: Operation<R>> Exchange<R, O> {
    fn new(bound: Arc<Bound<R>>, head: Parts, body: Body, place: Option<Place>) -> Self {
        let content = Announced::of(&head.headers, !body.is_end_stream());
        Self {
            bound,
            cx: Cx::new(head, place),
            body,
            content,
            format: Format::Json,
            path: None,
            query: None,
            entity: None,
            validators: Validators::NONE,
            json: None,
            input: None,
            reply: None,
            problem: None,
            headers: HeaderMap::new(),
        }
    }

    /// Answers a question of the graph.
    async fn ask(&mut self, decision: Decision) -> Result<Answer> {
        let resource = &self.bound.resource;
        let judged = match decision {
            Decision::Available => match resource.unavailable(&self.cx) {
                None => (Answer::Yes, None),
                Some(wait) => (Answer::No, Some(of::unavailable().retry_after(wait))),
            },
            Decision::MethodKnown => facts::method_known(&self.cx),
            Decision::UriFits => facts::uri_fits(&self.cx),
            Decision::HeadersFit => facts::headers_fit(&self.cx),
            Decision::MethodAllowed => facts::method_allowed(&self.cx, &self.bound.about),
            Decision::Access => {
                let access = resource.authorized(&self.cx).await?;
                self.access(access)
            }
            Decision::Options => facts::options(&self.cx),
            Decision::ContentFits => facts::content_fits(&self.cx, self.content, resource.max_content()),
            Decision::ContentWhole => facts::content_whole(&self.cx),
            Decision::ContentTypeKnown => facts::content_type_known(&self.cx, self.content),
            Decision::Acceptable => {
                let (judged, format) = facts::acceptable(&self.cx);
                self.format = format;
                judged
            }
            Decision::QueryValid => self.query_valid(),
            Decision::Existence => self.existence().await?,
            Decision::CreatesHere => self.creates_here(),
            Decision::Permitted => self.permitted()?,
            Decision::ConditionGiven => {
                let demanded = self.entity.is_some() && resource.demands_condition();
                facts::condition_given(&self.cx, demanded)
            }
            Decision::Conditions => self.conditions().await?,
            Decision::Reads => facts::reads(&self.cx),
            Decision::ContentReadable => self.content_readable().await,
            Decision::ContentValid => self.content_valid().await?,
            Decision::Act => self.act().await?,
            Decision::ConditionLost => facts::condition_lost(&self.cx),
        };
        let (answer, problem) = judged;
        self.problem = problem;
        Ok(answer)
    }

    fn access(&mut self, access: Access) -> Judged {
        match access {
            Access::Granted => (Answer::Granted, None),
            Access::Unauthenticated(challenge) => {
                if let Ok(challenge) = HeaderValue::from_str(&challenge) {
                    self.headers.insert(header::WWW_AUTHENTICATE, challenge);
                }
                (Answer::Unauthenticated, Some(of::unauthenticated()))
            }
            Access::Forbidden(reason) => (Answer::Forbidden, Some(of::forbidden().detail(reason))),
            Access::Limited(wait) => (Answer::Limited, Some(of::too_many_requests().retry_after(wait))),
        }
    }

    fn query_valid(&mut self) -> Judged {
        match query::read(self.cx.uri().query(), &self.bound.query) {
            Ok(query) => {
                self.query = Some(query);
                (Answer::Yes, None)
            }
            Err(errors) => (Answer::No, Some(of::invalid_query().errors(errors))),
        }
    }

    async fn existence(&mut self) -> Result<Judged> {
        self.path = self.cx.path();
        let (Some(path), Some(query)) = (&self.path, &self.query) else {
            return Ok((Answer::Missing, None));
        };
        Ok(match self.bound.resource.exists(&self.cx, path, query).await? {
            Existence::Found(entity) => {
                self.validators = self.bound.resource.validators(&entity);
                self.entity = Some(entity);
                (Answer::Found, None)
            }
            Existence::Missing => (Answer::Missing, None),
            Existence::Nowhere => (Answer::Nowhere, Some(Problem::not_found())),
            Existence::Malformed(errors) => (Answer::Malformed, Some(of::invalid_query().errors(errors))),
            Existence::Gone => (Answer::Gone, Some(of::gone())),
            Existence::Moved(uri) => self.moved(Answer::Moved, &uri),
            Existence::MovedTemporarily(uri) => self.moved(Answer::MovedTemporarily, &uri),
        })
    }

    fn moved(&mut self, answer: Answer, uri: &str) -> Judged {
        if let Ok(uri) = HeaderValue::from_str(uri) {
            self.headers.insert(header::LOCATION, uri);
        }
        (answer, None)
    }

    fn creates_here(&mut self) -> Judged {
        let by_method =
            |method| matches!(method, Method::Put | Method::Post) && self.bound.resource.creates(method);
        // Where a segment of the path does not parse, nothing can ever be.
        if self.path.is_some() && self.cx.method().is_some_and(by_method) {
            (Answer::Yes, None)
        } else {
            (Answer::No, Some(Problem::not_found()))
        }
    }

    fn permitted(&mut self) -> Result<Judged> {
        let path = self.path.as_ref().ok_or_else(unread_path)?;
        let access = self.bound.resource.permitted(&self.cx, path, self.entity.as_ref());
        Ok(self.access(access))
    }

    async fn conditions(&mut self) -> Result<Judged> {
        let method = self.cx.method().unwrap_or(Method::Options);
        if self.validators.tag == Tag::OfContent && method.is_read() {
            // Only the written content tells its tag.
            self.reply = Some(self.perform(None).await?);
        }
        let tag = self.tag_of(&self.validators, self.reply.as_ref());
        let selected = Selected {
            exists: self.entity.is_some() || self.reply.is_some(),
            tag: tag.as_ref(),
            modified: self.validators.modified,
        };
        let answer = precondition::evaluate(self.cx.headers(), method, selected);
        Ok((
            answer,
            (answer == Answer::Failed)
                .then(|| of::precondition_failed().detail("it is not as the request demands")),
        ))
    }

    fn tag_of(&self, validators: &Validators, reply: Option<&Reply>) -> Option<EntityTag> {
        validators.entity_tag_of(self.format.suffix(), || Some(fingerprint(reply?.content.as_ref()?)))
    }

    async fn content_readable(&mut self) -> Judged {
        let limit = self.bound.resource.max_content();
        if !self.content.present || self.cx.method() == Some(Method::Delete) {
            self.json = Some(Value::Null);
            return (Answer::Yes, None);
        }
        match std::mem::take(&mut self.body).read(limit).await {
            Err(ReadError::TooLarge) => (Answer::TooLarge, Some(facts::too_large(limit))),
            Err(ReadError::Broken(cause)) => {
                tracing::debug!(%cause, "content was cut off");
                (Answer::Malformed, Some(of::malformed().detail("the content was cut off")))
            }
            Ok(content) => match serde_json::from_slice(&content) {
                Ok(json) => {
                    self.json = Some(json);
                    (Answer::Yes, None)
                }
                Err(error) => (
                    Answer::Malformed,
                    Some(of::malformed().detail(format!("the content is no JSON: {error}"))),
                ),
            },
        }
    }

    async fn content_valid(&mut self) -> Result<Judged> {
        let json = self.json.take().unwrap_or_default();
        let (resource, entity) = (&self.bound.resource, self.entity.as_ref());
        let checker = match self.cx.method() {
            Some(Method::Post) => self.bound.post.as_ref(),
            _ => self.bound.put.as_ref(),
        };
        let errors = match O::input(resource, checker.unwrap_or(Checker::anything()), entity, json)? {
            Err(errors) => errors,
            Ok(input) => {
                let errors = O::validate(resource, &self.cx, entity, &input).await?;
                self.input = Some(input);
                errors
            }
        };
        Ok(if errors.is_empty() {
            (Answer::Yes, None)
        } else {
            (Answer::No, Some(of::invalid_content().errors(errors)))
        })
    }

    async fn act(&mut self) -> Result<Judged> {
        let mut reply = if let Some(reply) = self.reply.take() {
            reply
        } else {
            let input = self.input.take();
            self.perform(input).await?
        };
        let problem = match reply.answer {
            Answer::Invalid => Some(of::invalid_content().errors(std::mem::take(&mut reply.errors))),
            Answer::Conflict => Some(of::conflict().detail(reply.detail.take().unwrap_or_default())),
            _ => None,
        };
        let answer = reply.answer;
        self.reply = Some(reply);
        Ok((answer, problem))
    }

    async fn perform(&mut self, input: Option<O::Input>) -> Result<Reply> {
        let path = self.path.as_ref().ok_or_else(unread_path)?;
        let input = match input {
            Some(input) => input,
            None => O::input(&self.bound.resource, Checker::anything(), self.entity.as_ref(), Value::Null)?
                .map_err(|_| Fault::defect("the graph acts before it has read the content"))?,
        };
        O::act(&self.bound.resource, &self.cx, path, self.entity.take(), input, self.format).await
    }

    fn into_response(mut self, result: Result<(Decision, u16)>) -> Response<Body> {
        let mut response = match result {
            Err(fault) => fault.into_problem().into_response(self.cx.problem_types()),
            Ok((decision, status)) => {
                facts::explain(decision, &self.cx, &self.bound.about, &mut self.headers);
                match self.problem.take() {
                    Some(problem) => problem.into_response(self.cx.problem_types()),
                    None => self.success(StatusCode::from_u16(status).unwrap_or_default()),
                }
            }
        };
        response.headers_mut().extend(self.headers.drain().filter_map(|(name, value)| Some((name?, value))));
        if self.cx.method() == Some(Method::Head) {
            strip(&mut response);
        }
        response
    }

    fn success(&mut self, status: StatusCode) -> Response<Body> {
        let reply = self.reply.take();
        let reads = self.cx.method().is_some_and(Method::is_read);
        let validators = if reads {
            Some(&self.validators)
        } else {
            reply.as_ref().and_then(|reply| reply.validators.as_ref())
        };
        let mut response = Response::new(Body::empty());
        *response.status_mut() = status;
        let headers = response.headers_mut();
        if let Some(validators) =
            validators.filter(|_| status.is_success() || status == StatusCode::NOT_MODIFIED)
        {
            write_validators(validators, self.tag_of(validators, reply.as_ref()), headers);
        }
        let Some(reply) = reply.filter(|_| status != StatusCode::NOT_MODIFIED) else { return response };
        headers.extend(reply.headers);
        if let Some(location) = reply.location.and_then(|uri| HeaderValue::try_from(uri).ok()) {
            headers.insert(header::LOCATION, location);
        }
        if let Some(content) = reply.content {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.format.media_type()));
            *response.body_mut() = content.into();
        }
        response
    }
}

fn unread_path() -> Fault {
    Fault::defect("the graph goes on although the path was not read")
}

fn write_validators(validators: &Validators, tag: Option<EntityTag>, headers: &mut HeaderMap) {
    if let Some(tag) = tag.and_then(|tag| tag.to_header()) {
        headers.insert(header::ETAG, tag);
    }
    if let Some(modified) = validators.modified
        && let Ok(modified) = HeaderValue::try_from(httpdate::fmt_http_date(modified))
    {
        headers.insert(header::LAST_MODIFIED, modified);
    }
}

/// Makes of an answer to GET the one to HEAD, which is the same without its content (RFC 9110 §9.3.2).
pub fn strip(response: &mut Response<Body>) {
    if let Some(length) = response.body().size_hint().exact().filter(|length| *length > 0) {
        response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
    }
    *response.body_mut() = Body::empty();
}
