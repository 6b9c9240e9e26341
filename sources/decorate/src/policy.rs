//! What a decorator is made of: questions, and a policy that hears each of them.

use std::borrow::Cow;

use ogrom_protocols::{Context, Result};

/// What is asked of a source: a method of a trait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Question {
    /// The noun that its trait is about: `product`.
    pub noun: &'static str,
    /// The method: `product_by_id`.
    pub method: &'static str,
    /// Whether it may change something.
    pub access: Access,
}

/// Whether a question may change something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It changes nothing.
    Read,
    /// It may.
    Write,
}

/// What happens to every question on its way to a source. Written once, it holds for each method of each trait:
/// [`Decorated`](crate::Decorated) hands them over.
///
/// Two policies are a policy again: `(outer, inner)`. The outer one hears a question first and its answer last.
pub trait Policy: Send + Sync {
    /// The context that the question goes on with. It is asked before [`ask`](Self::ask), which gets what came of it.
    fn context<'c>(&self, ctx: &'c Context) -> Cow<'c, Context> {
        Cow::Borrowed(ctx)
    }

    /// Gets the answer by awaiting it, or refuses the question by not doing so: nothing is asked before `answer` is
    /// awaited. Where the asker hangs up, the future of this is dropped, wherever it is.
    fn ask<T: Send>(
        &self,
        question: Question,
        ctx: &Context,
        answer: impl Future<Output = Result<T>> + Send,
    ) -> impl Future<Output = Result<T>> + Send;
}

/// One thing for questions that read and another one for those that write, so that neither suffers from the other.
#[derive(Debug)]
pub(crate) struct Apart<T> {
    reads: T,
    writes: T,
}

// === impl Question ===

impl Question {
    /// This method of the trait about that noun: for the tests of a [`Policy`].
    pub const fn new(noun: &'static str, method: &'static str, access: Access) -> Self {
        Self { noun, method, access }
    }
}

// === impl Policy ===

impl<Outer: Policy, Inner: Policy> Policy for (Outer, Inner) {
    fn context<'c>(&self, ctx: &'c Context) -> Cow<'c, Context> {
        match self.0.context(ctx) {
            Cow::Borrowed(ctx) => self.1.context(ctx),
            Cow::Owned(ctx) => Cow::Owned(self.1.context(&ctx).into_owned()),
        }
    }

    async fn ask<T: Send>(
        &self,
        question: Question,
        ctx: &Context,
        answer: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        self.0.ask(question, ctx, self.1.ask(question, ctx, answer)).await
    }
}

// === impl Access ===

impl Access {
    /// Its name in metrics.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

// === impl Apart ===

impl<T> Apart<T> {
    pub(crate) fn new(make: impl Fn(Access) -> T) -> Self {
        Self { reads: make(Access::Read), writes: make(Access::Write) }
    }

    pub(crate) fn of(&self, access: Access) -> &T {
        match access {
            Access::Read => &self.reads,
            Access::Write => &self.writes,
        }
    }
}
