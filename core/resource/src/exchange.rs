//! One exchange: puts each question of the graph to the request or to the resource, and writes the response.

mod content;
mod response;
mod tag;
#[cfg(test)]
mod tests;

use std::{future::Future, sync::Arc};

use http::{HeaderMap, HeaderName, HeaderValue, Response, header, request::Parts};
use http_body::Body as _;

pub use self::response::strip;
use crate::{
    Access, Body, Cx, Existence, Fault, Method, MountPoint, Problem, Resource, Validators,
    bound::Bound,
    caching::CacheHeaders,
    checks::{self, Fields, Judged},
    content::ParsedContent,
    fault::Result,
    format::{Codec, Format},
    graph::{Branch, Decision, Next, Walk},
    operation::{MethodSemantics, Reply},
    precondition::{self, Selected},
    prefer::Return,
    problem::of,
};

/// Answers a request by walking the graph.
pub(crate) fn answer<R: Resource, O: MethodSemantics<R>>(
    bound: Arc<Bound<R>>,
    head: Parts,
    body: Body,
    place: Option<MountPoint>,
    caching: Option<Arc<CacheHeaders>>,
) -> impl Future<Output = Response<Body>> + Send {
    // Made out here, so that the future holds the request once and not as its arguments, too.
    let mut exchange = Exchange::<R, O>::new(bound, head, body, place, caching);
    async move {
        let status = loop {
            let decision = match exchange.go_on() {
                Next::Respond(status) => break status,
                Next::Ask(decision) => decision,
            };
            match exchange.ask(decision).await {
                Ok(judged) => {
                    if let Some(status) = exchange.step(judged) {
                        break status;
                    }
                }
                Err(fault) => break exchange.fail(fault),
            }
        };
        exchange.response(status)
    }
}

/// A request and what has been found out so far.
struct Exchange<R: Resource, O: MethodSemantics<R>> {
    bound: Arc<Bound<R>>,
    cx: Cx,
    body: Body,
    fields: Fields,
    /// The encoding of the response's content.
    codec: Codec,
    /// The index of the negotiated format among those offered, once it is known.
    format: Option<u8>,
    path: Option<R::Path>,
    parameters: Option<R::Parameters>,
    entity: Option<R::Entity>,
    /// The validators of the entity that was found.
    validators: Validators,
    /// The tag of the entity. If it is a hash of the content, a read makes it with the reply.
    tag: Option<String>,
    content: Option<ParsedContent>,
    input: Option<O::Input>,
    reply: Option<Reply>,
    /// The preference of the client, once it is honoured.
    preference: Option<Return>,
    /// Why the graph is about to end in a failure.
    problem: Option<Problem>,
    /// The resource's own header fields for the reply.
    described: HeaderMap,
    /// Header fields for every response, problems included.
    headers: Vec<(HeaderName, HeaderValue)>,
    /// The `Cache-Control` of the response, if the endpoint has one.
    caching: Option<Arc<CacheHeaders>>,
    walk: Walk,
}

// === impl Exchange ===

impl<R: Resource, O: MethodSemantics<R>> Exchange<R, O> {
    #[inline]
    fn new(
        bound: Arc<Bound<R>>,
        head: Parts,
        body: Body,
        place: Option<MountPoint>,
        caching: Option<Arc<CacheHeaders>>,
    ) -> Self {
        let fields = Fields::of(&head.headers, !body.is_end_stream(), O::offered(&bound.resource));
        Self {
            bound,
            cx: Cx::new(head, place),
            body,
            fields,
            codec: Codec::Json,
            format: None,
            path: None,
            parameters: None,
            entity: None,
            validators: Validators::NONE,
            tag: None,
            content: None,
            input: None,
            reply: None,
            preference: None,
            problem: None,
            described: HeaderMap::new(),
            headers: Vec::new(),
            caching,
            walk: Walk::new(),
        }
    }

    /// Goes on to the next question that must be waited for, or to the response.
    fn go_on(&mut self) -> Next {
        loop {
            let decision = self.walk.at();
            let Some(judged) = self.judge(decision) else { return Next::Ask(decision) };
            if let Some(status) = self.step(judged) {
                return Next::Respond(status);
            }
        }
    }

    /// Takes an edge of the graph. Returns the status if it leads to a response.
    #[inline]
    fn step(&mut self, (answer, problem): Judged) -> Option<u16> {
        if problem.is_some() {
            self.problem = problem;
        }
        match self.walk.answer(answer) {
            Some(Next::Ask(_)) => None,
            Some(Next::Respond(status)) => Some(status),
            None => Some(self.fail(Fault::defect("a decision took a branch that it does not have"))),
        }
    }

    /// Ends the walk where it stands, with the status to respond with.
    #[cold]
    fn fail(&mut self, fault: Fault) -> u16 {
        self.problem.insert(fault.into_problem()).status().as_u16()
    }

    /// Decides from the request alone. `None` for decisions of the resource or the content, which [`ask`](Self::ask) makes.
    /// Most decisions are of this kind, and a future for each would be slower.
    fn judge(&mut self, decision: Decision) -> Option<Judged> {
        let (resource, cx) = (&self.bound.resource, &self.cx);
        Some(match decision {
            Decision::Available => match resource.unavailable(cx) {
                None => (Branch::Yes, None),
                Some(wait) => (Branch::No, Some(of::unavailable().retry_after(wait))),
            },
            Decision::MethodKnown => checks::method_known(cx),
            Decision::UriFits => checks::uri_fits(cx),
            Decision::HeadersFit => checks::headers_fit(self.fields),
            Decision::MethodAllowed => checks::method_allowed(cx, &self.bound),
            Decision::Options => checks::options(cx),
            Decision::ContentFits => checks::content_fits(cx, self.fields, resource.max_content()),
            Decision::ContentWhole => checks::content_whole(cx),
            Decision::ContentTypeKnown => self.content_type_known(),
            Decision::Acceptable => self.acceptable(),
            Decision::ParametersValid => return self.parameters_valid(),
            Decision::CreatesHere => self.creates_here(),
            Decision::Permitted => self.permitted()?,
            Decision::ConditionGiven => {
                checks::condition_given(cx, self.entity.is_some() && resource.demands_condition())
            }
            Decision::Conditions if !self.awaits_tag() => self.conditions(),
            Decision::Reads => checks::reads(cx),
            Decision::Range => self.range(),
            Decision::ConditionLost => checks::condition_lost(cx),
            Decision::Access
            | Decision::Existence
            | Decision::Conditions
            | Decision::ContentReadable
            | Decision::ContentValid
            | Decision::Act => return None,
        })
    }

    /// Decides by the resource or by the content of the request.
    async fn ask(&mut self, decision: Decision) -> Result<Judged> {
        match decision {
            Decision::Access => {
                let access = self.bound.resource.authorized(&self.cx).await?;
                Ok(self.access(access))
            }
            Decision::ParametersValid => Ok((Branch::No, self.with_content_faults().await)),
            Decision::Existence => self.existence().await,
            Decision::Conditions => {
                // The tag is a hash of the content, so the content is written first.
                let reply = self.perform(None).await?;
                self.tag = self.tag_of(&self.validators, Some(&reply));
                self.reply = Some(reply);
                Ok(self.conditions())
            }
            Decision::ContentReadable => Ok(self.content_readable().await),
            Decision::ContentValid => self.content_valid().await,
            Decision::Act => self.act().await,
            _ => Err(Fault::defect("a decision of the request was put to the resource")),
        }
    }

    #[inline]
    fn access(&mut self, access: Access) -> Judged {
        if matches!(access, Access::Granted) { (Branch::Granted, None) } else { self.refuse(access) }
    }

    #[cold]
    fn refuse(&mut self, access: Access) -> Judged {
        let (judged, challenge) = checks::refused(access);
        if let Some(challenge) = challenge {
            self.tell(header::WWW_AUTHENTICATE, &challenge);
        }
        judged
    }

    fn content_type_known(&mut self) -> Judged {
        let taken = self.cx.method().map_or(&[][..], |method| O::taken(&self.bound.resource, method));
        let (judged, codec) = checks::content_type_known(&self.cx, self.fields, taken);
        self.codec = codec;
        judged
    }

    fn acceptable(&mut self) -> Judged {
        let resource = &self.bound.resource;
        let (judged, format) = checks::acceptable(&self.cx, self.fields, O::offered(resource));
        let language = crate::accept_language::choose(self.cx.headers(), resource.languages());
        self.cx.set_language(language.map(|chosen| resource.languages()[chosen].clone()));
        self.format = u8::try_from(format).ok();
        judged
    }

    /// Absent where the content must be asked, too: all that is wrong is told at once.
    fn parameters_valid(&mut self) -> Option<Judged> {
        let reads = self.cx.method().is_some_and(Method::is_read);
        match self.bound.parameters.read(self.cx.uri().query(), self.cx.headers(), reads) {
            Ok((parameters, fieldset)) => {
                self.parameters = Some(parameters);
                if let Some(fieldset) = fieldset {
                    self.cx.set_fieldset(*fieldset);
                }
                Some((Branch::Yes, None))
            }
            Err(errors) => self.parameters_wrong(errors),
        }
    }

    async fn existence(&mut self) -> Result<Judged> {
        self.path = self.cx.path();
        let (Some(path), Some(parameters)) = (&self.path, &self.parameters) else {
            return Ok((Branch::Missing, None));
        };
        Ok(match self.bound.resource.exists(&self.cx, path, parameters).await? {
            Existence::Found(entity) => {
                self.validators = self.bound.resource.validators(&entity);
                if !self.awaits_tag() {
                    self.tag = self.tag_of(&self.validators, None);
                }
                self.entity = Some(entity);
                (Branch::Found, None)
            }
            Existence::Missing => (Branch::Missing, None),
            Existence::ParentMissing => (Branch::Nowhere, Some(Problem::not_found())),
            Existence::Malformed(errors) => {
                self.problem = Some(of::invalid_query().errors(errors));
                (Branch::Malformed, self.with_content_faults().await)
            }
            Existence::Gone => (Branch::Gone, Some(of::gone())),
            Existence::Moved(uri) => self.moved(Branch::Moved, &uri),
            Existence::MovedTemporarily(uri) => self.moved(Branch::MovedTemporarily, &uri),
        })
    }

    fn moved(&mut self, answer: Branch, uri: &str) -> Judged {
        self.tell(header::LOCATION, uri);
        (answer, None)
    }

    fn creates_here(&mut self) -> Judged {
        let by_method =
            |method| matches!(method, Method::Put | Method::Post) && self.bound.resource.creates(method);
        // Where a segment of the path does not parse, nothing can ever be.
        if self.path.is_some() && self.cx.method().is_some_and(by_method) {
            (Branch::Yes, None)
        } else {
            (Branch::No, Some(Problem::not_found()))
        }
    }

    /// Absent where there is no path, with which the graph goes no further than this.
    fn permitted(&mut self) -> Option<Judged> {
        let access = self.bound.resource.permitted(&self.cx, self.path.as_ref()?, self.entity.as_ref());
        Some(self.access(access))
    }

    /// Whether the tag, by which conditions are judged, is still to be made from the content.
    fn awaits_tag(&self) -> bool {
        self.validators.tells_content() && self.cx.method().is_some_and(Method::is_read)
    }

    fn conditions(&self) -> Judged {
        if !self.fields.conditional {
            return (Branch::Met, None);
        }
        let method = self.cx.method().unwrap_or(Method::Options);
        let exists = self.entity.is_some() || self.reply.is_some();
        let tag = self.validators.compared(self.tag.as_deref(), !method.is_read());
        let selected = Selected { exists, tag, modified: self.validators.modified };
        let answer = precondition::evaluate(self.cx.headers(), method, selected);
        let failed = || of::precondition_failed().detail(precondition::failure(self.cx.headers(), tag));
        (answer, (answer == Branch::Failed).then(failed))
    }

    /// The format to answer in.
    fn format(&self) -> &Format {
        format_of::<R, O>(&self.bound.resource, self.format)
    }
}

/// The format to answer in, as negotiated.
fn format_of<R: Resource, O: MethodSemantics<R>>(resource: &R, negotiated: Option<u8>) -> &Format {
    static LAST_RESORT: Format = Format::JSON;
    O::offered(resource).get(usize::from(negotiated.unwrap_or_default())).unwrap_or(&LAST_RESORT)
}

fn unread_path() -> Fault {
    Fault::defect("the graph goes on although the path was not read")
}
