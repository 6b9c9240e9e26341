//! One exchange: puts each question of the graph to the request or to the resource, and writes the response.

mod content;
mod response;
#[cfg(test)]
mod tests;

use std::{future::Future, sync::Arc};

use http::{HeaderMap, Response, header, request::Parts};
use http_body::Body as _;

pub use self::response::strip;
use crate::{
    Access, Body, Cx, Existence, Fault, Method, Place, Problem, Resource, Validators,
    endpoint::Bound,
    facts::{self, Announced, Judged},
    fault::Result,
    format::{Codec, Format},
    graph::{Answer, Decision, Next, Walk},
    input::query,
    operation::{Content, Operation, Reply},
    precondition::{self, Selected},
    prefer::Return,
    problem::of,
    range::Part,
    validators::{EntityTag, Tag, fingerprint},
};

/// Answers a request by walking the graph.
pub(crate) fn answer<R: Resource, O: Operation<R>>(
    bound: Arc<Bound<R>>,
    head: Parts,
    body: Body,
    place: Option<Place>,
) -> impl Future<Output = Response<Body>> + Send {
    // Made out here, so that the future holds the request once and not as its arguments, too.
    let mut exchange = Exchange::<R, O>::new(bound, head, body, place);
    async move {
        let mut walk = Walk::new();
        let result = loop {
            let decision = walk.at();
            let (answer, problem) = match exchange.judge(decision) {
                Some(judged) => judged,
                None => match exchange.ask(decision).await {
                    Ok(judged) => judged,
                    Err(fault) => break Err(fault),
                },
            };
            exchange.problem = problem;
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
        exchange.response(result, &walk)
    }
}

/// A request and what has been found out so far.
struct Exchange<R: Resource, O: Operation<R>> {
    bound: Arc<Bound<R>>,
    cx: Cx,
    body: Body,
    announced: Announced,
    /// How the content is written.
    codec: Codec,
    /// Which of the offered formats to answer in, once that is known.
    format: Option<usize>,
    path: Option<R::Path>,
    query: Option<R::Query>,
    entity: Option<R::Entity>,
    validators: Validators,
    /// The tag of what was found, once conditions were judged.
    tag: Option<EntityTag>,
    content: Option<Content>,
    input: Option<O::Input>,
    reply: Option<Reply>,
    part: Part,
    /// What the client prefers, once that is honoured.
    preference: Option<Return>,
    /// Why the graph is about to end in a failure.
    problem: Option<Problem>,
    /// Fields that go with whatever response it will be.
    headers: HeaderMap,
}

// === impl Exchange ===

impl<R: Resource, O: Operation<R>> Exchange<R, O> {
    fn new(bound: Arc<Bound<R>>, head: Parts, body: Body, place: Option<Place>) -> Self {
        let announced = Announced::of(&head.headers, !body.is_end_stream());
        Self {
            bound,
            cx: Cx::new(head, place),
            body,
            announced,
            codec: Codec::Json,
            format: None,
            path: None,
            query: None,
            entity: None,
            validators: Validators::NONE,
            tag: None,
            content: None,
            input: None,
            reply: None,
            part: Part::Whole,
            preference: None,
            problem: None,
            headers: HeaderMap::new(),
        }
    }

    /// Answers a question of the graph for which nothing is waited; absent for the others, which are put to
    /// [`ask`](Self::ask). Apart from it, since most questions are of this kind, and a future for each would cost.
    fn judge(&mut self, decision: Decision) -> Option<Judged> {
        let (resource, cx) = (&self.bound.resource, &self.cx);
        Some(match decision {
            Decision::Available => match resource.unavailable(cx) {
                None => (Answer::Yes, None),
                Some(wait) => (Answer::No, Some(of::unavailable().retry_after(wait))),
            },
            Decision::MethodKnown => facts::method_known(cx),
            Decision::UriFits => facts::uri_fits(cx),
            Decision::HeadersFit => facts::headers_fit(cx),
            Decision::MethodAllowed => facts::method_allowed(cx, &self.bound.about),
            Decision::Options => facts::options(cx),
            Decision::ContentFits => facts::content_fits(cx, self.announced, resource.max_content()),
            Decision::ContentWhole => facts::content_whole(cx),
            Decision::ContentTypeKnown => self.content_type_known(),
            Decision::Acceptable => self.acceptable(),
            Decision::QueryValid => self.query_valid(),
            Decision::CreatesHere => self.creates_here(),
            Decision::ConditionGiven => {
                facts::condition_given(cx, self.entity.is_some() && resource.demands_condition())
            }
            Decision::Reads => facts::reads(cx),
            Decision::Range => self.range(),
            Decision::ConditionLost => facts::condition_lost(cx),
            Decision::Access
            | Decision::Existence
            | Decision::Permitted
            | Decision::Conditions
            | Decision::ContentReadable
            | Decision::ContentValid
            | Decision::Act => return None,
        })
    }

    /// Answers a question that the resource or the content of the request must be asked for.
    async fn ask(&mut self, decision: Decision) -> Result<Judged> {
        match decision {
            Decision::Access => {
                let access = self.bound.resource.authorized(&self.cx).await?;
                Ok(self.access(access))
            }
            Decision::Existence => self.existence().await,
            Decision::Permitted => self.permitted(),
            Decision::Conditions => self.conditions().await,
            Decision::ContentReadable => Ok(self.content_readable().await),
            Decision::ContentValid => self.content_valid().await,
            Decision::Act => self.act().await,
            _ => Err(Fault::defect("a question is put to the resource that the request answers")),
        }
    }

    fn access(&mut self, access: Access) -> Judged {
        match access {
            Access::Granted => (Answer::Granted, None),
            Access::Unauthenticated(challenge) => {
                facts::insert(&mut self.headers, header::WWW_AUTHENTICATE, &challenge);
                (Answer::Unauthenticated, Some(of::unauthenticated()))
            }
            Access::Forbidden(reason) => (Answer::Forbidden, Some(of::forbidden().detail(reason))),
            Access::Limited(wait) => (Answer::Limited, Some(of::too_many_requests().retry_after(wait))),
        }
    }

    fn content_type_known(&mut self) -> Judged {
        let taken = self.cx.method().map_or(&[][..], |method| O::taken(&self.bound.resource, method));
        let (judged, codec) = facts::content_type_known(&self.cx, self.announced, taken);
        self.codec = codec;
        judged
    }

    fn acceptable(&mut self) -> Judged {
        let resource = &self.bound.resource;
        let (judged, format) = facts::acceptable(&self.cx, O::offered(resource));
        let language = crate::accept_language::choose(self.cx.headers(), resource.languages());
        self.cx.speak(language.map(|chosen| resource.languages()[chosen].clone()));
        self.format = Some(format);
        judged
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
        let (Some(path), Some(query)) = (&self.path, &self.query) else { return Ok((Answer::Missing, None)) };
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
        facts::insert(&mut self.headers, header::LOCATION, uri);
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
        let exists = self.entity.is_some();
        if self.validators.tag == Tag::OfContent && method.is_read() {
            // Only the written content tells its tag.
            self.reply = Some(self.perform(None).await?);
        }
        self.tag = self.tag_of(&self.validators, self.reply.as_ref());
        let selected = Selected { exists, tag: self.tag.as_ref(), modified: self.validators.modified };
        let answer = precondition::evaluate(self.cx.headers(), method, selected);
        let failed = || of::precondition_failed().detail("it is not as the request demands");
        Ok((answer, (answer == Answer::Failed).then(failed)))
    }

    /// The format to answer in.
    fn format(&self) -> &Format {
        static LAST_RESORT: Format = Format::JSON;
        O::offered(&self.bound.resource).get(self.format.unwrap_or_default()).unwrap_or(&LAST_RESORT)
    }

    fn tag_of(&self, validators: &Validators, reply: Option<&Reply>) -> Option<EntityTag> {
        let content = || Some(fingerprint(reply?.content.as_ref()?.whole()?));
        match self.cx.language() {
            None => validators.entity_tag_of(&self.format().suffix(), content),
            Some(language) => {
                validators.entity_tag_of(&format!("{}-{language}", self.format().suffix()), content)
            }
        }
    }
}

fn unread_path() -> Fault {
    Fault::defect("the graph goes on although the path was not read")
}
