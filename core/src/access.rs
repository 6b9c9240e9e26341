//! Who may do what.

use ogrom_core_resource::{Access, Cx, Fault, Method};
use ogrom_protocols_model::UserId;

use crate::facts::{Identity, principal};

/// RFC 6750 §3: how to say who one is.
const CHALLENGE: &str = "Bearer realm=\"ogrom\"";
const REFUSED: &str = "Bearer realm=\"ogrom\", error=\"invalid_token\"";

/// Everybody may read, and whoever is known may write.
pub(crate) fn known_to_write(cx: &Cx) -> Access {
    match cx.fact::<Identity>() {
        Some(Identity::Refused) => Access::Unauthenticated(REFUSED.into()),
        Some(Identity::Known(_)) => Access::Granted,
        _ if cx.method().is_some_and(Method::is_safe) => Access::Granted,
        _ => Access::Unauthenticated(CHALLENGE.into()),
    }
}

/// Everybody may read, and only this user may write.
pub(crate) fn only(owner: &UserId, cx: &Cx) -> Access {
    let own = principal(cx).is_some_and(|principal| principal.user == *owner);
    if own || cx.method().is_some_and(Method::is_safe) {
        Access::Granted
    } else {
        Access::Forbidden(format!("only the user '{owner}' may do this").into())
    }
}

/// A request that got past its access check without a principal: a defect.
pub(crate) fn unknown() -> Fault {
    Fault::internal("a request without a principal was let through to a write")
}
