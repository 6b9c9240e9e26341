//! The words of the document that no endpoint knows.

use http::{HeaderName, header};
use ogrom_core_openapi::Info;
use ogrom_core_resource::describe::Field;

/// The words around the document.
pub(crate) fn info() -> Info {
    Info {
        title: "Ogrom",
        version: "1.0.0",
        about: "The API of a fashion community: products, collages that users compose of them, comments, likes and users.\n\n\
            Every answer is in the locale of its path. Lists come in pages: `next` is the `cursor` of the page after, and \
            the `Link` header leads there. Changes of collages and comments must be conditional, by the `ETag` of what was \
            read. A POST with an `Idempotency-Key` happens once, however often it is sent. Every failure is a problem \
            document (RFC 9457) that names all that is wrong with the request.\n\nThis version only grows: clients must do \
            with members, header fields and values of enumerations that they do not know.",
        contact: "Ogrom",
        licence: "MIT OR Apache-2.0",
        token: "Everybody may read, and needs no token for that; one that does not hold is refused all the same. Changes need a \
            token with the scope `write`, and are of what is its user's own; with the scope `moderate`, collages and comments of \
            others may be changed, too. Whoever runs the service hands tokens out, or names who issues them, as JWTs with \
            `sub`, `exp` and `scope`; a service that was started for development prints one.",
        token_format: "JWT",
        on_every_answer: vec![
            Field::new(
                HeaderName::from_static("x-request-id"),
                "Names the request in the logs of the service: the `X-Request-Id` of the request, or a fresh one.",
                true,
            ),
            Field::new(
                header::CACHE_CONTROL,
                "How long the answer may be kept, and by whom (RFC 9111).",
                true,
            ),
        ],
    }
}

#[cfg(test)]
mod tests;
