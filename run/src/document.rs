//! The texts of the document that belong to no endpoint.

use http::{HeaderName, header};
use ogrom_core_openapi::Info;
use ogrom_core_resource::describe::Field;

/// The words around the document.
pub(crate) fn info() -> Info {
    Info {
        title: "Ogrom",
        version: "1.0.0",
        about: "The API of a fashion community: products, collages that users compose of them, comments, likes and users.\n\n\
            Every response is in the locale of its path. Lists have pages: `next` is the `cursor` of the next page, and \
            the `Link` header has its URI. Changes of collages and comments must be conditional, with the `ETag` of the \
            representation that was read. A POST with an `Idempotency-Key` takes effect once, however often it is sent. Every \
            failure is a problem document (RFC 9457) that lists all faults of the request.\n\nThis version only grows: \
            clients must tolerate unknown members, header fields and values of enumerations.",
        contact: "Ogrom",
        licence: "MIT OR Apache-2.0",
        token: "Reads need no token, but an invalid token is refused. Changes need a token with the scope `write`, and are \
            limited to the user's own entities. With the scope `moderate`, collages and comments of other users may be \
            changed, too. The operator of the service issues tokens, or configures an issuer of JWTs with `sub`, `exp` and \
            `scope`. A service that was started for development prints a token.",
        token_format: "JWT",
        on_every_answer: vec![
            Field::new(
                HeaderName::from_static("x-request-id"),
                "The id of the request in the logs of the service: the `X-Request-Id` of the request, or a new one.",
                true,
            ),
            Field::new(
                header::CACHE_CONTROL,
                "How long the response may be stored, and by which caches (RFC 9111).",
                true,
            ),
        ],
    }
}

#[cfg(test)]
mod tests;
