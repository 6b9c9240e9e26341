//! The texts of the document that belong to no endpoint.

use http::{HeaderName, header};
use ogrom_core_openapi::Info;
use ogrom_core_resource::describe::Field;

/// The words around the document.
pub(crate) fn info() -> Info {
    Info {
        title: "Ogrom",
        version: "1.0.0",
        about: "The API of a fashion community: products, collages that users compose from them, comments, likes and users.\n\n\
            Each response is in the locale of its path. Lists come in pages: `next` and `prev` are the `cursor` of the next and of the \
            previous page, and the `Link` header leads there. To change a collage or a comment, send the `ETag` that you read as `If-Match`. A \
            POST with an `Idempotency-Key` can be repeated safely. Every error is a problem document (RFC 9457) that lists \
            all faults of the request.\n\nThis version only grows: ignore members, header fields and enum values that you \
            do not recognise.",
        contact: "Ogrom",
        licence: "MIT OR Apache-2.0",
        token: "Reading needs no token, but an invalid token gives 401. Changes need a token with the scope `write`, and may \
            change only the user's own items. With the scope `moderate`, the collages and comments of others may be changed, \
            too. The operator of the service issues tokens, or names their issuer; they are JWTs with `sub`, `exp` and \
            `scope`, checked as RFC 8725 asks. A service that was started for development prints one.",
        token_format: "JWT",
        on_every_answer: vec![
            Field::new(
                HeaderName::from_static("x-request-id"),
                "The identifier of the request in the logs of the service: its `X-Request-Id`, or a new one.",
                true,
            ),
            Field::new(
                header::CACHE_CONTROL,
                "How long, and by which caches, the response may be stored (RFC 9111).",
                true,
            ),
        ],
    }
}

#[cfg(test)]
mod tests;
