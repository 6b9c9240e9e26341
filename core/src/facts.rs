//! The facts about a request: values that the pipeline adds to its extensions for the endpoints.

use std::{
    borrow::Cow,
    sync::{Arc, LazyLock},
    time::{Duration, Instant},
};

use http::Extensions;
use ogrom_core_resource::{Audience, Cx, Method};
use ogrom_protocols::{Context, Dependencies, Principal, TraceContext};
use ogrom_protocols_model::{Locale, Timestamp};

use crate::scope::{Scope, Scopes};

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
    /// The credentials are valid: the user whom they stand for, and their grant.
    Authenticated(Principal, Grant),
    /// The credentials are not valid.
    Rejected(AuthenticationError),
}

/// The scopes that valid credentials grant, and until when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Grant {
    /// The scopes.
    pub scopes: Scopes,
    /// When the credentials expire; absent where nothing limits them.
    pub expires: Option<Timestamp>,
}

/// Why credentials do not hold, as RFC 6750 §3.1 tells it. The words are fixed, so that no secret gets into an answer; they
/// hold no quote and no backslash, and nothing but ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthenticationError {
    /// There are none, and the request needs some, with whatever method.
    Missing,
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

/// The user who asks, if they are known. A response for which somebody looks is for them alone: no cache of the service keeps
/// it, and the [`audience`] of a resource tells the other caches.
pub fn principal(cx: &Cx) -> Option<&Principal> {
    let principal = principal_of(cx.facts())?;
    if let Some(dependencies) = cx.fact::<Dependencies>() {
        dependencies.uncacheable();
    }
    Some(principal)
}

/// The audience of a representation that shows the caller something of their own.
pub fn audience(cx: &Cx) -> Audience {
    if principal(cx).is_some() { Audience::Caller } else { Audience::Strangers }
}

/// The grant of the credentials of the request, if there are any.
pub fn grant(cx: &Cx) -> Option<&Grant> {
    match authentication(cx) {
        Authentication::Authenticated(_, grant) => Some(grant),
        _ => None,
    }
}

/// The same, from the facts of a request that has not come to its endpoint yet.
pub fn principal_of(facts: &Extensions) -> Option<&Principal> {
    match facts.get() {
        Some(Authentication::Authenticated(principal, _)) => Some(principal),
        _ => None,
    }
}

// === impl Grant ===

impl Grant {
    /// The same grant, until this instant.
    #[must_use]
    pub fn until(self, expires: Timestamp) -> Self {
        Self { expires: Some(expires), ..self }
    }

    /// Whether this scope is granted.
    pub fn has(&self, scope: Scope) -> bool {
        self.scopes.has(scope)
    }
}

impl From<Scopes> for Grant {
    fn from(scopes: Scopes) -> Self {
        Self { scopes, expires: None }
    }
}

impl From<Scope> for Grant {
    fn from(scope: Scope) -> Self {
        Scopes::from(scope).into()
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
