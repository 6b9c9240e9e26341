//! The meaning and the remedy of each problem of the platform.

use ogrom_core_resource::Problem;

use super::{Explanation, titles};

pub(super) mod de;
pub(super) mod fr;

/// Explains a problem of the platform in a language. The words are empty where the table has none, which a test does not permit.
pub(super) fn explain(problem: Problem, language: &str) -> Explanation {
    let words = match language {
        "de" => &de::WORDS,
        "fr" => &fr::WORDS,
        _ => &WORDS,
    };
    let found = words.iter().find(|(name, ..)| *name == problem.name());
    let (meaning, remedy) = found.map_or(("", ""), |(_, meaning, remedy)| (meaning, remedy));
    Explanation { problem: problem.titled(titles::in_language(language)), meaning, remedy }
}

/// By name: the meaning, and the remedy.
pub(super) const WORDS: [(&str, &str, &str); 29] = [
    (
        "conflict",
        "The request contradicts the current state of the resource. Nothing was changed.",
        "Read the resource again and decide anew. The detail names the contradiction.",
    ),
    (
        "content-late",
        "The announced content did not arrive in time. Nothing was changed.",
        "Send the request again, without pauses in its content.",
    ),
    (
        "content-too-large",
        "The content is larger than the limit of the resource.",
        "Send less content. The detail has the limit.",
    ),
    (
        "forbidden",
        "Your credentials are valid, but they do not permit this request.",
        "Use credentials that permit it, such as those of the owner. Repeating the request will not help.",
    ),
    ("gone", "The resource existed, and was removed for good.", "Remove the link."),
    (
        "headers-too-large",
        "The header fields of the request are too many, or too large in total.",
        "Send fewer or shorter fields. Old cookies are the usual cause.",
    ),
    (
        "idempotency-key-reused",
        "An earlier request used this Idempotency-Key with another target or other content.",
        "Make a new key for each request. Use a key again only to repeat the same request.",
    ),
    (
        "in-flight",
        "A request with this Idempotency-Key is still being processed.",
        "Wait for the time in Retry-After, and send it again. You will get the response to the first request.",
    ),
    (
        "internal",
        "The service failed because of an internal error.",
        "Try again later. If the error persists, report the X-Request-Id of the response.",
    ),
    (
        "invalid-content",
        "The content is well-formed, but not valid. Nothing was changed.",
        "Each member of <code>errors</code> points to a fault in the content and explains it. Correct them and send the request again. At most 50 faults are listed; <code>omitted</code> is the number of the others.",
    ),
    (
        "invalid-idempotency-key",
        "The Idempotency-Key is empty, too long, or repeated.",
        "Send one key of 1 to 255 printable characters, such as a UUID.",
    ),
    (
        "invalid-query",
        "A parameter in the query or in a header field is unknown, repeated, or has an invalid value.",
        "Each member of <code>errors</code> names a parameter and explains its fault, or points to a fault in the content. A cursor is only valid for the list that it came from. At most 50 faults are listed; <code>omitted</code> is the number of the others.",
    ),
    (
        "malformed",
        "The request or its content is not well-formed, or required content is missing.",
        "Check that it is complete, and that no object has two members of one name. The detail names the fault.",
    ),
    (
        "method-not-allowed",
        "The resource exists but does not support this method.",
        "Use one of the methods in Allow.",
    ),
    (
        "not-acceptable",
        "The resource has no representation in a format that Accept permits.",
        "Add one of the formats in the detail to Accept, or omit Accept.",
    ),
    (
        "not-found",
        "There is no resource at this URI.",
        "Check the path. Follow links instead of building URIs.",
    ),
    ("not-implemented", "This service does not know the method.", "Use a method of RFC 9110 or PATCH."),
    (
        "partial-content",
        "A PUT with Content-Range would store a part as the whole.",
        "Send the whole content, or use PATCH.",
    ),
    (
        "precondition-failed",
        "The resource is not in the state that If-Match, If-None-Match or If-Unmodified-Since requires: it changed after you read it. Nothing was changed.",
        "Read it again, apply your change to the new state, and send it with the new ETag.",
    ),
    (
        "precondition-required",
        "This change could overwrite the change of another client, so it must name the state that it is based on.",
        "Read the resource and send its ETag as If-Match.",
    ),
    (
        "range-not-satisfiable",
        "The representation ends before the requested range.",
        "Content-Range has its length.",
    ),
    (
        "timeout",
        "A back end of the service did not respond in time. A change may or may not have been made.",
        "Read the resource to find out, or repeat a POST with the same Idempotency-Key.",
    ),
    (
        "too-many-requests",
        "You send more requests than the limit permits.",
        "Wait for the time in Retry-After.",
    ),
    (
        "unauthenticated",
        "The request has no credentials, or invalid ones.",
        "Send a valid token: <code>Authorization: Bearer …</code>.",
    ),
    (
        "unavailable",
        "The service, or a back end of it, is not available at the moment.",
        "Wait for the time in Retry-After, and try again.",
    ),
    (
        "unknown-locale",
        "The path segment after the version is no locale of this service.",
        "Use one of the tags in <code>locales</code>.",
    ),
    (
        "unknown-transfer-coding",
        "This service does not know the transfer coding of the content.",
        "Send the content with Content-Length, or in chunks.",
    ),
    (
        "unsupported-media-type",
        "The method does not accept the format or coding of the content.",
        "Use one that Accept, Accept-Patch or Accept-Encoding in the response lists.",
    ),
    (
        "uri-too-long",
        "The target is longer than the limit of this service.",
        "Send long texts as content, or use fewer filters in one request.",
    ),
];
