//! What each problem means and what to do about it, in words.

use ogrom_core_resource::Problem;

use super::Explanation;

/// Explains a problem of the platform. The words are empty where the table has none, which a test does not permit.
pub(super) fn explain(problem: Problem) -> Explanation {
    let found = WORDS.iter().find(|(name, ..)| *name == problem.name());
    let (meaning, remedy) = found.map_or(("", ""), |(_, meaning, remedy)| (meaning, remedy));
    Explanation { problem, meaning, remedy }
}

/// By name: the meaning, and the remedy.
pub(super) const WORDS: [(&str, &str, &str); 29] = [
    (
        "conflict",
        "What you ask for contradicts how things are now. Nothing was changed.",
        "Read the resource again, see what is different, and decide anew. The detail says what stands in the way.",
    ),
    (
        "content-late",
        "The content was announced, and did not come, or too slowly. Nothing was changed.",
        "Send it again, at once and without pauses.",
    ),
    (
        "content-too-large",
        "The content is larger than the resource takes.",
        "Send less. The detail says how much is taken.",
    ),
    (
        "forbidden",
        "We know who you are, and this is not yours to do.",
        "Ask somebody who may; sending the request again will not help.",
    ),
    ("gone", "There was something here, and it will not come back.", "Forget the link."),
    (
        "headers-too-large",
        "The header fields of the request are too large altogether, or too many.",
        "Send fewer or shorter ones: old cookies are the usual cause.",
    ),
    (
        "idempotency-key-reused",
        "The Idempotency-Key came before, with another target or other content.",
        "Make a fresh key for each request; use an old one only to send the very same request again.",
    ),
    (
        "in-flight",
        "A request with this Idempotency-Key is being carried out right now.",
        "Wait for as long as Retry-After says, and send it again: you will get the first one's answer.",
    ),
    (
        "internal",
        "Something went wrong on our side.",
        "Try again later. If it persists, tell us the X-Request-Id of the answer.",
    ),
    (
        "invalid-content",
        "The content can be read, but breaks rules. Nothing was changed.",
        "Each member of <code>errors</code> points to a place in the content and says what is wrong there. Mend all of them and send it again. At most 50 are listed; <code>omitted</code> says how many more there are.",
    ),
    (
        "invalid-idempotency-key",
        "The Idempotency-Key is empty, too long, or there more than once.",
        "Send one key of 1 to 255 printable characters; a UUID is a good one.",
    ),
    (
        "invalid-query",
        "A parameter in the query or in a header field is unknown, repeated, or has a value that it cannot have.",
        "Each member of <code>errors</code> names a parameter and says what is wrong with it, or points to a place in the content that is wrong as well. A cursor only continues the list that it came from. At most 50 faults are listed; <code>omitted</code> says how many more there are.",
    ),
    (
        "malformed",
        "The request or its content cannot be read at all, or there is no content where some is needed.",
        "Check that it is well-formed and complete, and that no object has two members of one name. The detail says what cannot \
         be read.",
    ),
    (
        "method-not-allowed",
        "The resource exists but does not support this method.",
        "Use one of the methods in Allow.",
    ),
    (
        "not-acceptable",
        "You accept no format that the resource comes in.",
        "Add one of the formats in the detail to Accept, or leave Accept away.",
    ),
    ("not-found", "There is nothing at this URI.", "Check the path; follow links rather than building them."),
    (
        "not-implemented",
        "The method is not one that this service knows.",
        "Use a method of RFC 9110 or PATCH.",
    ),
    (
        "partial-content",
        "A PUT with Content-Range would store a part as the whole.",
        "Send the whole content, or use PATCH.",
    ),
    (
        "precondition-failed",
        "The resource is not in the state that If-Match, If-None-Match or If-Unmodified-Since demands: somebody changed it after you read it. Nothing was changed.",
        "Read it again, apply your change to what you find, and send it with the new ETag.",
    ),
    (
        "precondition-required",
        "This change could overwrite somebody else's, so that it must say which state it is based on.",
        "Read the resource and send its ETag as If-Match.",
    ),
    (
        "range-not-satisfiable",
        "The representation is shorter than the range that you ask for.",
        "Content-Range tells its length.",
    ),
    (
        "timeout",
        "An answer that we need did not come in time. A change may have been made or not.",
        "Read the resource to see, or send a POST again with the same Idempotency-Key.",
    ),
    ("too-many-requests", "You ask more often than you may.", "Wait for as long as Retry-After says."),
    (
        "unauthenticated",
        "The request needs credentials, or those that it has do not hold.",
        "Send a valid token: <code>Authorization: Bearer …</code>.",
    ),
    (
        "unavailable",
        "The service, or something that it needs, cannot answer right now.",
        "Wait for as long as Retry-After says, and try again.",
    ),
    (
        "unknown-locale",
        "The first segment after the version names no locale of this service.",
        "Use one of the tags in <code>locales</code>.",
    ),
    (
        "unknown-transfer-coding",
        "The content came in a transfer coding that this service does not know.",
        "Send it as it is, with Content-Length or in chunks.",
    ),
    (
        "unsupported-media-type",
        "The content is in a format or coding that the method does not take here.",
        "Accept, Accept-Patch or Accept-Encoding say what is taken.",
    ),
    (
        "uri-too-long",
        "The target is longer than this service reads.",
        "Send long texts as content, or filter less at once.",
    ),
];
