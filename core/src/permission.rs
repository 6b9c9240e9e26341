//! Permissions: everybody may read. A token with the scope `write` may change its user's own entities. A token with a scope
//! for moderators may change those of others, too.

use std::{borrow::Cow, sync::Arc};

use ogrom_core_resource::{Access, Cx, Fault, Method};
use ogrom_protocols_model::UserId;

use crate::{
    facts::{Authentication, AuthenticationError, Challenge, Defaults, authentication, principal},
    scope::{Scope, WRITE},
};

/// The error of a challenge for a valid token whose scope is too small (RFC 6750 §3.1).
const INSUFFICIENT: &str =
    "error=\"insufficient_scope\", error_description=\"the token does not permit changes\", scope=\"write\"";

/// Requires a token with the scope [`WRITE`] for a change. The check needs no entity.
///
/// Invalid credentials are refused for reads, too. A client that sends credentials expects the response of its user, and
/// would mistake an anonymous response for it.
pub fn require_write(cx: &Cx) -> Access {
    let reads = cx.method().is_some_and(Method::is_safe);
    match authentication(cx) {
        Authentication::Rejected(refusal) => Access::Unauthenticated(challenge(cx, &refused(*refusal))),
        _ if reads => Access::Granted,
        Authentication::Anonymous => Access::Unauthenticated(challenge(cx, "")),
        Authentication::Authenticated(_, grant) if grant.has(WRITE) => Access::Granted,
        Authentication::Authenticated(..) => Access::Insufficient {
            challenge: challenge(cx, INSUFFICIENT),
            reason: "the token lacks the scope 'write'".into(),
        },
    }
}

/// Requires valid credentials to read, too, whatever they permit. The check needs no entity. OPTIONS is open to strangers,
/// since the preflight of a browser has no credentials.
pub fn require_caller(cx: &Cx) -> Access {
    match authentication(cx) {
        Authentication::Authenticated(..) => Access::Granted,
        Authentication::Anonymous if cx.method() == Some(Method::Options) => Access::Granted,
        Authentication::Anonymous => Access::Unauthenticated(challenge(cx, "")),
        Authentication::Rejected(refusal) => Access::Unauthenticated(challenge(cx, &refused(*refusal))),
    }
}

/// Requires the owner for a change, or a token with the scope of moderators. Everybody may read.
pub fn require_owner_or_moderator(owner: &UserId, moderate: Scope, cx: &Cx) -> Access {
    let moderates =
        matches!(authentication(cx), Authentication::Authenticated(_, grant) if grant.has(moderate));
    if moderates { Access::Granted } else { require_owner(owner, cx) }
}

/// Requires this user for a change. Everybody may read. The refusal has no challenge, since no other scope would help.
pub fn require_owner(owner: &UserId, cx: &Cx) -> Access {
    // A read does not use the principal. If it did, caches could not share the response.
    let reads = cx.method().is_some_and(Method::is_safe);
    if reads || principal(cx).is_some_and(|principal| principal.user == *owner) {
        Access::Granted
    } else {
        Access::Forbidden(format!("only the user '{owner}' may do this").into())
    }
}

/// The fault of a request that got past its access check without a principal: a defect of the endpoint.
pub fn no_principal() -> Fault {
    Fault::internal("a request without a principal was let through to a write")
}

/// The challenge of the layer in front, or else one for a bearer token (RFC 6750 §3) with the realm of the service and with
/// this error, which is empty where nothing is wrong yet.
fn challenge(cx: &Cx, error: &str) -> Cow<'static, str> {
    if let Some(Challenge(own)) = cx.fact() {
        return own.clone();
    }
    let realm = cx.fact::<Arc<Defaults>>().map(|defaults| format!("realm=\"{}\"", defaults.realm));
    let parameters: Vec<_> =
        realm.as_deref().into_iter().chain([error]).filter(|text| !text.is_empty()).collect();
    format!("Bearer {}", parameters.join(", ")).trim_end().to_owned().into()
}

fn refused(refusal: AuthenticationError) -> String {
    let (error, words) = match refusal {
        AuthenticationError::Missing | AuthenticationError::Scheme => return String::new(),
        AuthenticationError::Request(words) => ("invalid_request", words),
        AuthenticationError::Token(words) => ("invalid_token", words),
    };
    format!("error=\"{error}\", error_description=\"{words}\"")
}
