//! Who may do what: everybody reads, a token with `write` changes what is its user's own, and one with a scope for
//! moderators what is others', too.

use std::{borrow::Cow, sync::Arc};

use ogrom_core_resource::{Access, Cx, Fault, Method};
use ogrom_protocols_model::UserId;

use crate::{
    facts::{Authentication, AuthenticationError, Challenge, Defaults, authentication, principal},
    scope::{Scope, WRITE},
};

/// The error of a challenge where the token is right and permits too little (RFC 6750 §3.1).
const INSUFFICIENT: &str =
    "error=\"insufficient_scope\", error_description=\"the token does not permit changes\", scope=\"write\"";

/// Requires valid credentials if there are any, and for a change a token with the scope [`WRITE`]. The check needs no entity.
///
/// Invalid credentials are refused for reading, too: a client that shows some wants to be known, and would take the response
/// to an anonymous one for its own.
pub fn require_write(cx: &Cx) -> Access {
    let reads = cx.method().is_some_and(Method::is_safe);
    match authentication(cx) {
        Authentication::Rejected(refusal) => Access::Unauthenticated(challenge(cx, &refused(*refusal))),
        _ if reads => Access::Granted,
        Authentication::Anonymous => Access::Unauthenticated(challenge(cx, "")),
        Authentication::Authenticated(_, scopes) if scopes.has(WRITE) => Access::Granted,
        Authentication::Authenticated(..) => Access::Insufficient {
            challenge: challenge(cx, INSUFFICIENT),
            reason: "the token lacks the scope 'write'".into(),
        },
    }
}

/// Requires for a change the owner, or a token with the scope of those who moderate. Everybody may read.
pub fn require_owner_or_moderator(owner: &UserId, moderate: Scope, cx: &Cx) -> Access {
    let moderates =
        matches!(authentication(cx), Authentication::Authenticated(_, scopes) if scopes.has(moderate));
    if moderates { Access::Granted } else { require_owner(owner, cx) }
}

/// Requires for a change this user. Everybody may read. The refusal has no challenge: it is the user who may not, whatever the
/// token permits.
pub fn require_owner(owner: &UserId, cx: &Cx) -> Access {
    // A reader is not looked at: an answer for which that was done would be for them alone.
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
        AuthenticationError::Scheme => return String::new(),
        AuthenticationError::Request(words) => ("invalid_request", words),
        AuthenticationError::Token(words) => ("invalid_token", words),
    };
    format!("error=\"{error}\", error_description=\"{words}\"")
}
