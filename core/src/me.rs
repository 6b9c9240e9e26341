//! `me` in a path: the caller, by whatever identifier the credentials have.
//!
//! A client with an opaque token does not know whose it is. It writes `me` where a path has the identifier of a user.

use http::{Method, Uri, request::Parts};
use ogrom_core_path::encode;
use ogrom_core_resource::{Audience, Cx, Endpoint, MountPoint};
use ogrom_protocols::Dependencies;

use crate::{
    facts::{Authentication, AuthenticationError, principal_of},
    mount::respell,
};

/// The alias.
pub const ME: &str = "me";

/// Lets [`ME`] stand for the caller in this path parameter of an endpoint. The endpoint sees the identifier in its place, and
/// links to it. Without credentials the request is refused with 401, whatever its method. No user can have this identifier.
///
/// An endpoint that is served without a route table has no alias. The [`audience`] of its resource keeps the responses out of
/// caches that many share.
///
/// # Panics
///
/// If the endpoint has no such parameter.
pub fn alias(endpoint: Endpoint, parameter: &'static str) -> Endpoint {
    let parameters = endpoint.info().parameters;
    let own = parameters.iter().position(|name| *name == parameter);
    let from_end = parameters.len() - own.expect("the endpoint has the parameter that is to have an alias");
    endpoint.wrap(
        move |endpoint, mut head, body, place| match place {
            Some(place) if head.method != Method::OPTIONS && names_caller(&head.uri, &place, from_end) => {
                let place = resolve(&mut head, place, from_end);
                endpoint.respond(head, body, Some(place))
            }
            place => endpoint.respond(head, body, place),
        },
        |_| {},
    )
}

/// Left among the facts of a request that names its caller by the alias.
#[derive(Debug, Clone, Copy)]
struct Aliased;

/// The audience of a resource whose endpoint has the alias: the caller alone, where the request names them so.
pub fn audience(cx: &Cx) -> Audience {
    if cx.fact::<Aliased>().is_some() { Audience::Caller } else { Audience::Everybody }
}

/// Whether the parameter is the alias.
fn names_caller(uri: &Uri, place: &MountPoint, from_end: usize) -> bool {
    let index = place.captures.len().checked_sub(from_end);
    index.and_then(|index| place.captures.iter(uri.path()).nth(index)) == Some(ME)
}

/// Puts the caller in place of the alias; without one, says that credentials are missing.
fn resolve(head: &mut Parts, place: MountPoint, from_end: usize) -> MountPoint {
    head.extensions.insert(Aliased);
    if let Some(dependencies) = head.extensions.get::<Dependencies>() {
        dependencies.uncacheable();
    }
    let index = place.captures.len() - from_end;
    let user = principal_of(&head.extensions).map(|principal| encode(&principal.user));
    let moved = user.and_then(|user| {
        let captures = place.captures.moved(index, &user)?;
        let path = place.captures.replace(head.uri.path(), index, &user);
        respell(&mut head.uri, &path).map(|_| captures)
    });
    if let Some(captures) = moved {
        return MountPoint { captures, ..place };
    }
    if !matches!(head.extensions.get(), Some(Authentication::Rejected(_))) {
        head.extensions.insert(Authentication::Rejected(AuthenticationError::Missing));
    }
    place
}
