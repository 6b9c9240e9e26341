//! The facts about a request: values that the pipeline adds to its extensions for the endpoints.

use std::{
    borrow::Cow,
    sync::{Arc, LazyLock},
    time::{Duration, Instant},
};

use http::Extensions;
use ogrom_core_resource::{Cx, Method};
use ogrom_protocols::{Context, Dependencies, Principal, TraceContext};
use ogrom_protocols_model::Locale;

use crate::scope::Scopes;

/// Names the request in logs.
#[derive(Debug, Clone)]
pub struct RequestId(pub Arc<str>);

/// The trace that the request is part of, as services behind are to be told.
#[derive(Debug, Clone)]
pub struct Traced(pub TraceContext);

/// The values of a service that hold where a request names none: one for all requests, as an `Arc` among their extensions.
#[derive(Debug, Clone)]
pub struct Defaults {
    /// The protection space that challenges name (RFC 9110 §11.5), of ASCII without quotes and backslashes. Without the fact,
    /// they name none.
    pub realm: &'static str,
    /// The locale of endpoints that stand outside of every locale's prefix; `en-GB` if absent.
    pub locale: Option<Arc<Locale>>,
}

/// When the client, or the server on its behalf, stops waiting.
#[derive(Debug, Clone, Copy)]
pub struct Deadline(pub Instant);

/// The result of authentication. Without the fact, the client is anonymous.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authentication {
    /// The request has no credentials.
    Anonymous,
    /// The credentials are valid: the user whom they stand for, and what they permit.
    Authenticated(Principal, Scopes),
    /// The credentials are not valid.
    Rejected(AuthenticationError),
}

/// Why credentials do not hold, as RFC 6750 §3.1 tells it. The words are fixed, so that no secret gets into an answer; they
/// hold no quote and no backslash, and nothing but ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthenticationError {
    /// They are of another scheme than bearer tokens, which is as good as none.
    Scheme,
    /// They are not given as one token in one header field.
    Request(&'static str),
    /// The token does not hold.
    Token(&'static str),
}

/// How to say who one is, as `WWW-Authenticate` tells it (RFC 9110 §11.6.1), where credentials are no bearer tokens: left by
/// the layer that judges them, with whatever it has to say of those that it was shown.
#[derive(Debug, Clone)]
pub struct Challenge(pub Cow<'static, str>);

/// The contexts of source calls that follow one another while a response is streamed, which takes as long as the client
/// takes to read it. Each call has as much time as was left for the first.
#[derive(Debug)]
pub struct Questions {
    context: Context,
    within: Option<Duration>,
}

/// The locale where neither a prefix nor the service names one: sources need some.
static NEUTRAL: LazyLock<Arc<Locale>> = LazyLock::new(|| {
    let locale = "en-GB; GBP; en".parse().expect("the text above is a locale");
    Arc::new(locale)
});

/// The context of source calls that decide on the response. A change is decided by the present state, since an old version
/// would refuse a change that is right.
pub fn context(cx: &Cx) -> Context {
    let context = context_of(cx.facts());
    if cx.method().is_some_and(Method::is_safe) { context } else { context.as_of(Instant::now()) }
}

/// The context of source calls that only decorate the response, as with the name of an author. Results may be as old as sources
/// allow, in the response to a change, too.
pub fn display_context(cx: &Cx) -> Context {
    context_of(cx.facts())
}

/// The context of source calls before a request has come to its endpoint, from its facts alone: results may be as old as
/// sources allow. Where the facts hold [`Dependencies`], sources note in it what their results rest on.
pub fn context_of(facts: &Extensions) -> Context {
    let request_id = facts.get::<RequestId>().map_or_else(|| "".into(), |id| Arc::clone(&id.0));
    let context = Context::new(request_id, Arc::clone(locale_of(facts)));
    let context = match facts.get::<Deadline>() {
        Some(deadline) => context.until(deadline.0),
        None => context,
    };
    let context = match facts.get::<Dependencies>() {
        Some(dependencies) => context.tracking(dependencies.clone()),
        None => context,
    };
    let context = match facts.get::<Traced>() {
        Some(Traced(trace)) => context.traced(trace.clone()),
        None => context,
    };
    match principal_of(facts) {
        Some(principal) => context.by(principal.clone()),
        None => context,
    }
}

/// The locale of the response: that of the prefix, or that of the service's [`Defaults`].
pub fn locale(cx: &Cx) -> &Arc<Locale> {
    locale_of(cx.facts())
}

fn locale_of(facts: &Extensions) -> &Arc<Locale> {
    let usual = || facts.get::<Arc<Defaults>>()?.locale.as_ref();
    facts.get::<Arc<Locale>>().or_else(usual).unwrap_or(&NEUTRAL)
}

/// The authentication result of the request; [`Authentication::Anonymous`] where no layer has looked.
pub fn authentication(cx: &Cx) -> &Authentication {
    cx.fact::<Authentication>().unwrap_or(&Authentication::Anonymous)
}

/// The user who asks, if they are known. An answer for which somebody looks is for them alone.
pub fn principal(cx: &Cx) -> Option<&Principal> {
    if let Some(dependencies) = cx.fact::<Dependencies>() {
        dependencies.uncacheable();
    }
    principal_of(cx.facts())
}

/// The same, from the facts of a request that has not come to its endpoint yet.
pub fn principal_of(facts: &Extensions) -> Option<&Principal> {
    match facts.get() {
        Some(Authentication::Authenticated(principal, _)) => Some(principal),
        _ => None,
    }
}

// === impl Questions ===

impl Questions {
    /// For the stream of this request.
    pub fn of(cx: &Cx) -> Self {
        let context = context(cx);
        let within = context.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        Self { context, within }
    }

    /// The context of a call that begins now.
    pub fn context(&self) -> Context {
        let context = self.context.clone();
        match self.within {
            Some(within) => context.until(Instant::now() + within),
            None => context,
        }
    }
}
