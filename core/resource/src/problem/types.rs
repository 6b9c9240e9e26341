//! The types of problems on the wire: where each leads, and its title.

use std::borrow::Cow;

use http::Extensions;

/// The prefix of a problem's type, unless a layer sets [`ProblemTypes`].
pub(super) const URN: &str = "urn:ogrom:problem:";

/// The names of problems on the wire. An extension of the request.
#[derive(Debug, Clone)]
pub struct ProblemTypes {
    start: Cow<'static, str>,
    titles: Option<fn(&Extensions) -> Option<Titles>>,
}

/// The title of each problem, by its name, in one language; absent for those that have none in it.
pub type Titles = fn(&str) -> Option<&'static str>;

// === impl ProblemTypes ===

impl ProblemTypes {
    /// Types that begin with this text: the place where a page explains each.
    pub const fn new(start: &'static str) -> Self {
        Self { start: Cow::Borrowed(start), titles: None }
    }

    /// The text that all types begin with.
    pub fn start(&self) -> &str {
        &self.start
    }

    /// The same types where clients see this prefix before all paths, such as `/shop`. Types that are no paths stay.
    #[must_use]
    pub fn below(self, prefix: &str) -> Self {
        if prefix.is_empty() || !self.start.starts_with('/') {
            return self;
        }
        Self { start: format!("{prefix}{}", self.start).into(), ..self }
    }

    /// The same types, with titles in the language that the facts of a request tell.
    #[must_use]
    pub fn titled(self, titles: fn(&Extensions) -> Option<Titles>) -> Self {
        Self { titles: Some(titles), ..self }
    }

    /// The titles in the language of the request that has these facts.
    pub fn titles(facts: &Extensions) -> Option<Titles> {
        facts.get::<Self>()?.titles?(facts)
    }
}

/// A URN, where no page explains problems.
impl Default for ProblemTypes {
    fn default() -> Self {
        Self::new(URN)
    }
}
