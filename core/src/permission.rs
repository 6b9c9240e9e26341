//! Who may do what: everybody reads, a token with `write` changes what is its user's own, and one with `moderate` collages
//! and comments of others, too.

use std::borrow::Cow;

use ogrom_core_resource::{Access, Cx, Fault, Method};
use ogrom_protocols_model::UserId;

use crate::{
    facts::{Challenge, Identity, Refusal, identity, principal},
    scope::Scope,
};

/// How to say who one is (RFC 6750 §3). Nothing is wrong yet, so that it has no error.
const CHALLENGE: &str = "Bearer realm=\"ogrom\"";

/// What to come with instead, where the token is right and gives too little (RFC 6750 §3.1).
const INSUFFICIENT: &str = "Bearer realm=\"ogrom\", error=\"insufficient_scope\", \
                            error_description=\"the token does not permit changes\", scope=\"write\"";

/// What can be told before anything is looked for: whether the credentials hold, and permit changes where one is asked for.
///
/// Credentials that do not hold are refused for reading, too: whoever shows some wants to be known, and would take the
/// answer to a stranger for their own.
pub fn known_to_write(cx: &Cx) -> Access {
    let reads = cx.method().is_some_and(Method::is_safe);
    match identity(cx) {
        Identity::Refused(refusal) => Access::Unauthenticated(challenge(cx, refused(*refusal))),
        _ if reads => Access::Granted,
        Identity::Stranger => Access::Unauthenticated(challenge(cx, CHALLENGE.into())),
        Identity::Known(_, scopes) if scopes.has(Scope::Write) => Access::Granted,
        Identity::Known(..) => Access::Insufficient {
            challenge: challenge(cx, INSUFFICIENT.into()),
            reason: "the token lacks the scope 'write'".into(),
        },
    }
}

/// Everybody may read, only its owner may change it, and a moderator.
pub fn owner_or_moderator(owner: &UserId, cx: &Cx) -> Access {
    let moderates = matches!(identity(cx), Identity::Known(_, scopes) if scopes.has(Scope::Moderate));
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

/// A request that got past its access check without a principal: a defect.
pub(crate) fn unknown() -> Fault {
    Fault::internal("a request without a principal was let through to a write")
}

/// What the layer in front asks for, and a bearer token where it asks for nothing in particular.
fn challenge(cx: &Cx, bearer: Cow<'static, str>) -> Cow<'static, str> {
    cx.fact::<Challenge>().map_or(bearer, |own| own.0.clone())
}

fn refused(refusal: Refusal) -> Cow<'static, str> {
    let (error, words) = match refusal {
        Refusal::Scheme => return CHALLENGE.into(),
        Refusal::Request(words) => ("invalid_request", words),
        Refusal::Token(words) => ("invalid_token", words),
    };
    format!("{CHALLENGE}, error=\"{error}\", error_description=\"{words}\"").into()
}
