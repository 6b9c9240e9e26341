//! Problems: those that the endpoints add to the engine's, and a page that explains each.

use std::{borrow::Cow, time::Duration};

use http::{HeaderMap, HeaderValue, StatusCode, header};
use ogrom_core_path::{LinkTo, path};
use ogrom_core_resource::{
    Access, Cx, Endpoint, Existence, Format, Get, NoParameters, Problem, Resource, Result, Singleton,
    Validators, describe::Documented,
};

use crate::permission;

mod explained;
mod page;
#[cfg(test)]
mod tests;
mod titles;
mod words;

pub use explained::Explained;
use explained::Explanation;
use page::Labels;
pub use titles::titles;

/// The page that lists all problems: those of the engine and of this crate, and the service's own.
pub fn problems(own: &'static [Explained]) -> Endpoint {
    Endpoint::of(ProblemsResource(own)).get().into()
}

/// The page that explains one problem, with the same problems of the service. Stands where the `type` of a problem leads
/// to.
pub fn problem(own: &'static [Explained]) -> Endpoint {
    Endpoint::of(ProblemResource(own)).get().into()
}

path! {
    /// Names one problem.
    pub struct ProblemPath { problem: String }
}

/// See [`problems`].
#[derive(Debug)]
pub struct ProblemsResource(&'static [Explained]);

/// See [`problem`].
#[derive(Debug)]
pub struct ProblemResource(&'static [Explained]);

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

/// The languages of the pages. What a service adds is in its own.
const LANGUAGES: &[Cow<'static, str>] = &[Cow::Borrowed("en"), Cow::Borrowed("de"), Cow::Borrowed("fr")];

/// Every problem that a client can meet, by name, in this language.
fn all(own: &[Explained], language: &str) -> Vec<Explanation> {
    let mut known = Problem::all_of_the_engine();
    known.extend([Problem::content_late(), Problem::unknown_transfer_coding()]);
    known.extend([unknown_locale(), invalid_idempotency_key(), in_flight(), idempotency_key_reused()]);
    let mut all: Vec<_> = known
        .into_iter()
        .map(|problem| words::explain(problem, language))
        .chain(own.iter().map(Explained::explain))
        .collect();
    all.sort_by_key(|explanation| explanation.problem.name());
    all
}

fn describe(headers: &mut HeaderMap) {
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
}

/// The labels of a page in the language that was chosen.
fn labels(cx: &Cx) -> &'static Labels {
    Labels::of(cx.language().unwrap_or_default())
}

// === impl ProblemsResource ===

impl Singleton for ProblemsResource {
    type View = String;

    fn links() -> Vec<LinkTo> {
        vec![LinkTo::of::<ProblemResource>()]
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::require_write(cx))
    }

    fn formats(&self) -> &[Format] {
        const { &[Format::HTML] }
    }

    fn languages(&self) -> &[Cow<'static, str>] {
        LANGUAGES
    }

    async fn view(&self, cx: &Cx) -> Result<String> {
        let link = |name: &str| cx.link_to::<ProblemResource>(&ProblemPath { problem: name.to_owned() });
        let labels = labels(cx);
        let problems = all(self.0, labels.language);
        let linked = problems.iter().map(|Explanation { problem, .. }| (problem, link(problem.name())));
        Ok(page::list(linked, labels))
    }

    fn describe(&self, headers: &mut HeaderMap) {
        describe(headers);
    }
}

// === impl ProblemResource ===

impl Resource for ProblemResource {
    type Path = ProblemPath;
    type Parameters = NoParameters;
    type Entity = Explanation;

    fn links() -> Vec<LinkTo> {
        vec![LinkTo::of::<ProblemsResource>()]
    }

    fn documented() -> Documented {
        Documented::hidden()
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::require_write(cx))
    }

    fn formats(&self) -> &[Format] {
        const { &[Format::HTML] }
    }

    fn languages(&self) -> &[Cow<'static, str>] {
        LANGUAGES
    }

    async fn exists(&self, cx: &Cx, path: &ProblemPath, _: &NoParameters) -> Result<Existence<Explanation>> {
        Ok(all(self.0, labels(cx).language)
            .into_iter()
            .find(|known| known.problem.name() == path.problem)
            .into())
    }

    fn validators(&self, _: &Explanation) -> Validators {
        Validators::FROM_CONTENT
    }
}

impl Get for ProblemResource {
    type View = String;

    async fn get(&self, cx: &Cx, explanation: &Explanation) -> Result<String> {
        Ok(page::one(explanation, cx.link_to::<ProblemsResource>(&()), labels(cx)))
    }

    fn describe(&self, _: &Cx, _: &Explanation, headers: &mut HeaderMap) {
        describe(headers);
    }
}
