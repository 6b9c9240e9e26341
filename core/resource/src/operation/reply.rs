//! The result of a method, with its content serialised.

use http::HeaderMap;
use serde::Serialize;

use crate::{
    Body, Cx, Get, Method, Outcome, Posted, Problem, Validators, fault::Result, format::Format,
    graph::Branch, problem::of,
};

/// An outcome whose content is serialised.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) answer: Branch,
    pub(crate) content: Option<Body>,
    pub(crate) validators: Option<Validators>,
    pub(crate) location: Option<String>,
    /// The problem, if it failed.
    pub(crate) problem: Option<Problem>,
}

// === impl Reply ===

impl Reply {
    pub(crate) fn of(answer: Branch) -> Self {
        Self { answer, content: None, validators: None, location: None, problem: None }
    }

    /// The outcome without its content, and the content.
    fn split<T>(outcome: Outcome<T>) -> (Self, Option<T>) {
        match outcome {
            Outcome::Ok(content) => (Self::of(Branch::Ok), Some(content)),
            Outcome::Created { location, content } => {
                (Self { location, ..Self::of(Branch::Created) }, Some(content))
            }
            Outcome::Accepted => (Self::of(Branch::Accepted), None),
            Outcome::Done => (Self::of(Branch::Done), None),
            Outcome::SeeOther(uri) => (Self { location: Some(uri), ..Self::of(Branch::SeeOther) }, None),
            Outcome::Invalid(errors) => {
                let problem = Some(of::invalid_content().errors(errors));
                (Self { problem, ..Self::of(Branch::Invalid) }, None)
            }
            Outcome::Conflict(detail) => {
                let problem = Some(of::conflict().detail(detail));
                (Self { problem, ..Self::of(Branch::Conflict) }, None)
            }
            Outcome::Stale => (Self::of(Branch::Stale), None),
        }
    }

    /// The reply to a POST.
    pub(crate) fn posted<V: Serialize + 'static>(
        outcome: Outcome<Posted<V>>,
        format: &Format,
    ) -> Result<Self> {
        let (mut reply, posted) = Self::split(outcome);
        if let Some(Posted { view, validators }) = posted {
            reply.content = Some(format.write(&view)?.into());
            reply.validators = Some(validators);
        }
        Ok(reply)
    }

    /// The reply with the representation of an entity, where the outcome has one.
    pub(super) async fn shown<R: Get>(
        resource: &R,
        cx: &Cx,
        outcome: Outcome<R::Entity>,
        format: &Format,
        headers: &mut HeaderMap,
    ) -> Result<Self> {
        // The view comes first, so that no reply is held while it is waited for.
        let content = match outcome.content() {
            Some(entity) => Some(format.write(&resource.get(cx, entity).await?)?.into()),
            None => None,
        };
        let (mut reply, entity) = Self::split(outcome);
        if let Some(entity) = entity {
            reply.content = content;
            resource.describe(cx, &entity, headers);
            // The response to a PUT has no validators unless the content was stored unchanged (RFC 9110 §9.3.4). A deleted
            // entity has none, and those of a read are known already.
            reply.validators = (cx.method() == Some(Method::Patch)).then(|| resource.validators(&entity));
        }
        Ok(reply)
    }
}
