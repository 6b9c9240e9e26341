//! Who may do what: everybody reads, a token with `write` changes what is its user's own, and one with a scope for
//! moderators what is others', too.

use std::{borrow::Cow, sync::Arc};

use ogrom_core_resource::{Access, Cx, Fault, Method};
use ogrom_protocols_model::UserId;

use crate::{
    facts::{Challenge, Defaults, Identity, Refusal, identity, principal},
    scope::{Scope, WRITE},
};

/// The error of a challenge where the token is right and permits too little (RFC 6750 §3.1).
const INSUFFICIENT: &str =
    "error=\"insufficient_scope\", error_description=\"the token does not permit changes\", scope=\"write\"";

/// What can be told before anything is looked for: whether the credentials hold, and permit changes where one is asked for.
///
/// Credentials that do not hold are refused for reading, too: whoever shows some wants to be known, and would take the
/// answer to a stranger for their own.
pub fn known_to_write(cx: &Cx) -> Access {
    let reads = cx.method().is_some_and(Method::is_safe);
    match identity(cx) {
        Identity::Refused(refusal) => Access::Unauthenticated(challenge(cx, &refused(*refusal))),
        _ if reads => Access::Granted,
        Identity::Stranger => Access::Unauthenticated(challenge(cx, "")),
        Identity::Known(_, scopes) if scopes.has(WRITE) => Access::Granted,
        Identity::Known(..) => Access::Insufficient {
            challenge: challenge(cx, INSUFFICIENT),
            reason: "the token lacks the scope 'write'".into(),
        },
    }
}

/// Everybody may read. Only its owner may change it, and a token with the scope of those who moderate.
pub fn owner_or_moderator(owner: &UserId, moderate: Scope, cx: &Cx) -> Access {
    let moderates = matches!(identity(cx), Identity::Known(_, scopes) if scopes.has(moderate));
    if moderates { Access::Granted } else { only(owner, cx) }
}

/// Everybody may read, and only this user may change it. The refusal has no challenge: it is the user who may not, whatever
/// the token permits.
pub fn only(owner: &UserId, cx: &Cx) -> Access {
    // A reader is not looked at: an answer for which that was done would be for them alone.
    let reads = cx.method().is_some_and(Method::is_safe);
    if reads || principal(cx).is_some_and(|principal| principal.user == *owner) {
        Access::Granted
    } else {
        Access::Forbidden(format!("only the user '{owner}' may do this").into())
    }
}

/// The fault of a request that got past its access check without a principal: a defect of the endpoint.
pub fn unknown() -> Fault {
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

fn refused(refusal: Refusal) -> String {
    let (error, words) = match refusal {
        Refusal::Scheme => return String::new(),
        Refusal::Request(words) => ("invalid_request", words),
        Refusal::Token(words) => ("invalid_token", words),
    };
    format!("error=\"{error}\", error_description=\"{words}\"")
}
