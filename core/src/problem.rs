//! Problems: those that the endpoints add to the engine's, and a page that explains each.

use std::time::Duration;

use http::{HeaderMap, HeaderValue, StatusCode, header};
use ogrom_core_path::{LinkTo, path};
use ogrom_core_resource::{
    Access, Cx, Endpoint, Existence, Format, Get, NoParameters, Problem, Resource, Result, Validators,
    describe::Documented,
};

use crate::permission;

mod page;
#[cfg(test)]
mod tests;
mod words;

/// The page that lists all problems.
pub fn problems() -> Endpoint {
    Endpoint::of(ProblemsResource).get().into()
}

/// The page that explains one problem. Stands where the `type` of a problem leads to.
pub fn problem() -> Endpoint {
    Endpoint::of(ProblemResource).get().into()
}

path! {
    /// Names one problem.
    pub struct ProblemPath { problem: String }
}

/// See [`problems`].
#[derive(Debug)]
pub struct ProblemsResource;

/// See [`problem`].
#[derive(Debug)]
pub struct ProblemResource;

/// The pages hold nothing but text and its style.
const POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");

/// There is no locale of the tag in the path.
pub(crate) fn unknown_locale() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "unknown-locale", "There is no such locale")
}

/// An `Idempotency-Key` is none.
pub(crate) fn invalid_idempotency_key() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "invalid-idempotency-key", "The Idempotency-Key cannot be used")
        .detail("send one key of 1 to 255 printable characters, a UUID for instance")
}

/// Another attempt at the same request is under way.
pub(crate) fn in_flight() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "in-flight",
        "The request of this Idempotency-Key is being carried out",
    )
    .detail("send it again in a moment to get its answer")
    .retry_after(Duration::from_secs(1))
}

/// An `Idempotency-Key` came with another request before.
pub(crate) fn idempotency_key_reused() -> Problem {
    let title = "The Idempotency-Key belongs to another request";
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency-key-reused", title)
        .detail("a key names one request, with one target and one content; make a fresh one")
}

/// Every problem that a client can meet, by name.
fn all() -> Vec<Problem> {
    let mut all = Problem::all_of_the_engine();
    all.extend([Problem::content_late(), Problem::unknown_transfer_coding()]);
    all.extend([unknown_locale(), invalid_idempotency_key(), in_flight(), idempotency_key_reused()]);
    all.sort_by_key(Problem::name);
    all
}

fn describe(headers: &mut HeaderMap) {
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static("en"));
}

// === impl ProblemsResource ===

impl Resource for ProblemsResource {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = Vec<Problem>;

    fn links() -> Vec<LinkTo> {
        vec![LinkTo::of::<ProblemResource>()]
    }

    fn documented() -> Documented {
        Documented::hidden()
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::known_to_write(cx))
    }

    fn formats(&self) -> &[Format] {
        const { &[Format::HTML] }
    }

    async fn exists(&self, _: &Cx, (): &(), _: &NoParameters) -> Result<Existence<Vec<Problem>>> {
        Ok(Existence::Found(all()))
    }

    fn validators(&self, _: &Vec<Problem>) -> Validators {
        Validators::OF_CONTENT
    }
}

impl Get for ProblemsResource {
    type View = String;

    async fn get(&self, cx: &Cx, problems: &Vec<Problem>) -> Result<String> {
        let link = |problem: &Problem| {
            cx.link_to::<ProblemResource>(&ProblemPath { problem: problem.name().to_owned() })
        };
        Ok(page::list(problems.iter().map(|problem| (problem, link(problem)))))
    }

    fn describe(&self, _: &Cx, _: &Vec<Problem>, headers: &mut HeaderMap) {
        describe(headers);
    }
}

// === impl ProblemResource ===

impl Resource for ProblemResource {
    type Path = ProblemPath;
    type Parameters = NoParameters;
    type Entity = Problem;

    fn links() -> Vec<LinkTo> {
        vec![LinkTo::of::<ProblemsResource>()]
    }

    fn documented() -> Documented {
        Documented::hidden()
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::known_to_write(cx))
    }

    fn formats(&self) -> &[Format] {
        const { &[Format::HTML] }
    }

    async fn exists(&self, _: &Cx, path: &ProblemPath, _: &NoParameters) -> Result<Existence<Problem>> {
        Ok(all().into_iter().find(|problem| problem.name() == path.problem).into())
    }

    fn validators(&self, _: &Problem) -> Validators {
        Validators::OF_CONTENT
    }
}

impl Get for ProblemResource {
    type View = String;

    async fn get(&self, cx: &Cx, problem: &Problem) -> Result<String> {
        Ok(page::one(problem, cx.link_to::<ProblemsResource>(&())))
    }

    fn describe(&self, _: &Cx, _: &Problem, headers: &mut HeaderMap) {
        describe(headers);
    }
}
