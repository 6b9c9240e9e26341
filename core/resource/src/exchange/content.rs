//! From the content of a request to what came of it.

use std::{future::Future, pin::Pin};

use http::header;
use serde_json::Value;

use super::{Exchange, format_of, unread_path};
use crate::{
    Fault, Invalid, Method, Problem, Resource,
    body::ReadError,
    checks::{self, Judged},
    content::{ParsedContent, Unfit},
    fault::Result,
    faults::Faults,
    format::Codec,
    graph::Branch,
    input::schema::Checker,
    operation::{MethodSemantics, Reply, Rules},
    prefer::{self, Return},
    problem::of,
    range::{self, Part},
};

// === impl Exchange ===

impl<R: Resource, O: MethodSemantics<R>> Exchange<R, O> {
    pub(super) async fn content_readable(&mut self) -> Judged {
        if let Some(input) = O::receive(&self.bound.resource, self.bound.item.as_ref(), &mut self.body) {
            self.input = Some(input);
            return (Branch::Yes, None);
        }
        let limit = self.bound.resource.max_content();
        let malformed = |detail: String| (Branch::Malformed, Some(Problem::malformed(detail)));
        if !self.fields.content || self.cx.method() == Some(Method::Delete) {
            if self.lacks_content() {
                return malformed("there is no content".to_owned());
            }
            self.content = Some(ParsedContent { value: Value::Null, codec: Codec::Json });
            return (Branch::Yes, None);
        }
        let content = match std::mem::take(&mut self.body).read(limit).await {
            Ok(content) => content,
            Err(ReadError::TooLarge) => return (Branch::TooLarge, Some(Problem::content_too_large(limit))),
            Err(ReadError::Broken(cause)) => {
                tracing::debug!(%cause, "content was cut off");
                return malformed("the content was cut off".to_owned());
            }
        };
        match self.codec.read(&content) {
            Ok(value) => {
                self.content = Some(ParsedContent { value, codec: self.codec });
                (Branch::Yes, None)
            }
            Err(unreadable) => (Branch::Malformed, Some(unreadable.problem())),
        }
    }

    /// Refuses the parameters; absent where the content is to be asked first.
    #[cold]
    pub(super) fn parameters_wrong(&mut self, faults: Faults) -> Option<Judged> {
        self.problem = Some(of::invalid_query().faults(faults));
        if checks::meaningful(&self.cx, self.fields) { None } else { Some((Branch::No, self.problem.take())) }
    }

    /// The problem that the parameters are, with all that is wrong with the content, too, so that a client need not come
    /// again for that. What only the present state could tell is not looked for. In a box, since hardly any request comes
    /// here and all would have to make room.
    #[cold]
    pub(super) fn with_content_faults(
        &mut self,
    ) -> Pin<Box<dyn Future<Output = Option<Problem>> + Send + '_>> {
        Box::pin(async {
            let problem = self.problem.take()?;
            if !checks::meaningful(&self.cx, self.fields) {
                return Some(problem);
            }
            let faults = match self.content_readable().await {
                (Branch::Yes, _) => {
                    let content = self.content.take();
                    content.map(|content| O::faults(self.rules(), content)).unwrap_or_default()
                }
                (_, Some(unread)) if unread.lists_faults() => unread.into_faults(),
                (_, unread) => {
                    let detail = unread.as_ref().and_then(Problem::explanation).unwrap_or_default();
                    Invalid::content("", "malformed", detail).into()
                }
            };
            Some(problem.more_faults(faults))
        })
    }

    /// Whether the method needs content. PUT and PATCH say by it what is to be; a POST may say all by its target.
    fn lacks_content(&self) -> bool {
        match self.cx.method() {
            Some(Method::Patch) => true,
            Some(Method::Put) => !self.checker().is_of_nothing(),
            Some(Method::Post) => !self.checker().check(&Value::Null).is_empty(),
            _ => false,
        }
    }

    /// The schema check of the method's content.
    fn checker(&self) -> &Checker {
        let checker = match self.cx.method() {
            Some(Method::Post) => self.bound.post.as_ref(),
            Some(Method::Put | Method::Patch) => self.bound.put.as_ref(),
            _ => None,
        };
        checker.unwrap_or(Checker::anything())
    }

    fn rules(&self) -> Rules<'_> {
        Rules {
            checker: self.checker(),
            read_only: &self.bound.read_only,
            version: self.validators.told_version(),
        }
    }

    pub(super) async fn content_valid(&mut self) -> Result<Judged> {
        if self.input.is_some() {
            // It is judged while it is received.
            return Ok((Branch::Yes, None));
        }
        let content =
            self.content.take().ok_or_else(|| Fault::defect("the content is judged before it is read"))?;
        let (resource, entity) = (&self.bound.resource, self.entity.as_ref());
        let faults = match O::input(resource, &self.cx, self.rules(), entity, content).await? {
            Err(Unfit::Malformed(detail)) => {
                return Ok((Branch::Malformed, Some(Problem::malformed(detail))));
            }
            Err(Unfit::Conflict(detail)) => {
                return Ok((Branch::Conflict, Some(of::conflict().detail(detail))));
            }
            Err(Unfit::Invalid(faults)) => faults,
            Ok(input) => {
                let errors = O::validate(resource, &self.cx, entity, &input).await?;
                self.input = Some(input);
                errors.into()
            }
        };
        let valid = faults.is_empty();
        Ok(if valid { (Branch::Yes, None) } else { (Branch::No, Some(of::invalid_content().faults(faults))) })
    }

    pub(super) async fn act(&mut self) -> Result<Judged> {
        let mut reply = if let Some(reply) = self.reply.take() {
            reply
        } else {
            let input = self.input.take();
            self.perform(input).await?
        };
        if !self.cx.method().is_some_and(Method::is_read) {
            // From here on, the tag is that of what came of the change.
            self.tag = reply.validators.as_ref().and_then(|validators| self.tag_of(validators, Some(&reply)));
        }
        let problem = match reply.answer {
            Branch::Ok | Branch::Created => {
                self.prefer(&mut reply);
                None
            }
            _ => reply.problem.take(),
        };
        let answer = reply.answer;
        self.reply = Some(reply);
        Ok((answer, problem))
    }

    /// RFC 7240 §4.2: tells only what the client would like to be told of a change.
    fn prefer(&mut self, reply: &mut Reply) {
        if self.cx.method().is_some_and(Method::is_safe) {
            return;
        }
        self.preference = prefer::wanted(self.cx.headers());
        if self.preference == Some(Return::Minimal) {
            reply.content = None;
            if reply.answer == Branch::Ok {
                reply.answer = Branch::Done;
            }
        }
    }

    pub(super) async fn perform(&mut self, input: Option<O::Input>) -> Result<Reply> {
        let input = match input {
            Some(input) => input,
            None => {
                O::nothing().ok_or_else(|| Fault::defect("the graph acts before it has read the content"))?
            }
        };
        let entity = self.entity.take();
        let path = self.path.as_ref().ok_or_else(unread_path)?;
        let format = format_of::<R, O>(&self.bound.resource, self.format);
        O::act(&self.bound.resource, &self.cx, path, entity, input, format, &mut self.described).await
    }

    /// Cuts out the part of the representation that is asked for; only GET has parts (RFC 9110 §14.2), and only of what is
    /// sent without a coding, whose bytes nobody else could count.
    pub(super) fn range(&mut self) -> Judged {
        if !self.fields.range || self.coding().is_some() {
            return (Branch::Whole, None);
        }
        let content = self.reply.as_ref().and_then(|reply| reply.content.as_ref()?.whole()).cloned();
        let (Some(content), Some(Method::Get)) = (content, self.cx.method()) else {
            return (Branch::Whole, None);
        };
        let length = content.len();
        match range::wanted(self.cx.headers(), length, self.tag.as_deref(), self.validators.modified) {
            Part::Whole => (Branch::Whole, None),
            Part::Bytes(first, last) => {
                let part = content.slice(first..=last);
                if let Some(reply) = &mut self.reply {
                    reply.content = Some(part.into());
                }
                self.tell(header::CONTENT_RANGE, &format!("bytes {first}-{last}/{length}"));
                (Branch::Part, None)
            }
            Part::Unsatisfiable => {
                self.tell(header::CONTENT_RANGE, &format!("bytes */{length}"));
                let detail = format!("the representation has {length} bytes");
                (Branch::Unsatisfiable, Some(of::range_not_satisfiable().detail(detail)))
            }
        }
    }
}
