//! Header fields in words.

use http::{HeaderName, header};

use super::Field;

pub(super) const RETRY_AFTER: &str = "How many seconds to wait before the request is sent again.";

/// The fields of a request that clients set on purpose. The graph looks at others, which every client library takes care
/// of by itself.
static ASKED: [(HeaderName, &str); 8] = [
    (
        header::IF_MATCH,
        "Only if this is the current `ETag`, so that the change of another client is not overwritten: 412 otherwise.",
    ),
    (
        header::IF_UNMODIFIED_SINCE,
        "Only if it has not changed since this date: 412 otherwise. `If-Match` is the better choice.",
    ),
    (header::IF_NONE_MATCH, "Only if none of these is the present `ETag`: to a GET, 304 otherwise."),
    (header::IF_MODIFIED_SINCE, "Only if it has changed since this date: 304 otherwise."),
    (
        HeaderName::from_static("prefer"),
        "`return=minimal` spares the representation in the answer, `return=representation` asks for it.",
    ),
    (header::RANGE, "Only these bytes of the representation: `bytes=0-499`."),
    (header::IF_RANGE, "The part only if this is the present `ETag`, and the whole otherwise."),
    (header::ACCEPT_LANGUAGE, "The languages to be answered in."),
];

/// A field of a request by which clients decide, if it is one.
pub(super) fn asked(name: &str) -> Option<Field> {
    let (name, about) = ASKED.iter().find(|(known, _)| known == name)?;
    Some(Field::new(name.clone(), about, false))
}

pub(super) fn etag(always: bool) -> Field {
    let about = "Names this state of the representation. Send it as `If-None-Match` to read again only what has \
                 changed, and as `If-Match` to change nothing but this state.";
    Field::new(header::ETAG, about, always)
}

pub(super) fn last_modified(always: bool) -> Field {
    Field::new(header::LAST_MODIFIED, "When anything of it last changed.", always)
}

pub(super) fn location(status: u16) -> Field {
    let about = if status == 201 { "The path of what is new." } else { "Where to look instead." };
    // A new entity has a path only where a resource is mounted that shows it.
    Field::new(header::LOCATION, about, status != 201)
}

pub(super) fn vary(always: bool) -> Field {
    Field::new(header::VARY, "The request's header fields that decided.", always)
}

pub(super) fn accept_ranges() -> Field {
    Field::new(header::ACCEPT_RANGES, "That parts can be asked for, by bytes.", true)
}

pub(super) fn content_range() -> Field {
    Field::new(
        header::CONTENT_RANGE,
        "Which part of the representation it is, and how long the whole is.",
        true,
    )
}

pub(super) fn content_language(always: bool) -> Field {
    Field::new(header::CONTENT_LANGUAGE, "The language of the representation.", always)
}

pub(super) fn www_authenticate() -> Field {
    Field::new(header::WWW_AUTHENTICATE, "The scheme to authenticate with.", true)
}

/// The challenge of a 403: the scope that the token lacks.
pub(super) fn insufficient_scope() -> Field {
    Field::new(
        header::WWW_AUTHENTICATE,
        "The scope that the token lacks (RFC 6750 §3.1), if a larger scope would suffice.",
        false,
    )
}

pub(super) fn preference_applied() -> Field {
    Field::new(HeaderName::from_static("preference-applied"), "The preference that was honoured.", false)
}

/// The fields that tell why content is not taken (RFC 9110 §15.5.16).
pub(super) fn taken(patches: bool) -> [Field; 2] {
    let (name, about) = if patches {
        (HeaderName::from_static("accept-patch"), "The media types of patches that are taken.")
    } else {
        (header::ACCEPT, "The media types that are taken.")
    };
    [
        Field::new(name, about, false),
        Field::new(header::ACCEPT_ENCODING, "The content codings that are taken.", false),
    ]
}
