//! Calls of a source, and policies, each of which decides about every call.

use std::borrow::Cow;

use ogrom_protocols::{Context, Result};

/// A call of a source: of one method of one trait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Call {
    /// The noun that the trait is about: `product`.
    pub noun: &'static str,
    /// The method: `product_by_id`.
    pub method: &'static str,
    /// Whether the method may change something.
    pub access: Access,
}

/// Whether a call may change something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It changes nothing.
    Read,
    /// It may.
    Write,
}

/// A rule for every call on its way to a source. It is written once, and holds for each method of each trait that
/// [`decorate!`](crate::decorate) lists.
///
/// Two policies are a policy again: `(outer, inner)`. The outer one gets a call first, and its result last.
pub trait Policy: Send + Sync {
    /// The context that the call goes on with. It is made before [`apply`](Self::apply), which gets it.
    fn context<'c>(&self, ctx: &'c Context) -> Cow<'c, Context> {
        Cow::Borrowed(ctx)
    }

    /// Gets the result by awaiting `inner`, or refuses the call by not doing so: the source is not called before `inner` is
    /// polled. The future is dropped where it stands if the caller gives up.
    fn apply<T: Send>(
        &self,
        call: Call,
        ctx: &Context,
        inner: impl Future<Output = Result<T>> + Send,
    ) -> impl Future<Output = Result<T>> + Send;
}

/// One value for calls that read and another one for calls that write, so that neither suffers from the other.
#[derive(Debug)]
pub(crate) struct PerAccess<T> {
    reads: T,
    writes: T,
}

// === impl Call ===

impl Call {
    /// This method of the trait about that noun.
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

    async fn apply<T: Send>(
        &self,
        call: Call,
        ctx: &Context,
        inner: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        self.0.apply(call, ctx, self.1.apply(call, ctx, inner)).await
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

// === impl PerAccess ===

impl<T> PerAccess<T> {
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
