//! The plain document: the requests that a client makes, and the responses that its code distinguishes. The rest is in the
//! full one.

use http::{HeaderName, header};
use ogrom_core_resource::{
    Codec,
    describe::{Content, Operation},
};

/// How much a document contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Detail {
    /// The source of generated clients: one media type per message, a server for each locale, no field of conditional or
    /// partial reading, and no error that says nothing to a client's code.
    Plain,
    /// Each status and header field that the decision graph can give.
    Full,
}

/// The errors that the code of a client distinguishes. A `default` for all others would be worse: some generators make it a
/// result.
const DISTINGUISHED: [u16; 12] = [400, 401, 403, 404, 409, 410, 412, 422, 428, 429, 500, 503];

/// The header fields of responses that HTTP libraries or people read, rather than the code of a client.
static OF_OTHERS: [HeaderName; 10] = [
    header::ACCEPT,
    header::ACCEPT_ENCODING,
    HeaderName::from_static("accept-patch"),
    header::ACCEPT_RANGES,
    header::CACHE_CONTROL,
    header::CONTENT_RANGE,
    HeaderName::from_static("preference-applied"),
    HeaderName::from_static("ratelimit-policy"),
    header::VARY,
    header::WWW_AUTHENTICATE,
];

/// The optional header fields of requests by which a client makes a read or a change conditional, asks for a part, or
/// expresses a preference.
static CHOICES: [HeaderName; 7] = [
    header::IF_MATCH,
    header::IF_NONE_MATCH,
    header::IF_MODIFIED_SINCE,
    header::IF_UNMODIFIED_SINCE,
    header::RANGE,
    header::IF_RANGE,
    HeaderName::from_static("prefer"),
];

/// The same operation, plain.
pub(crate) fn plain(mut operation: Operation) -> Operation {
    // Generated types have the members that the schema requires, and fail to read a representation without them.
    operation.sparse = false;
    operation.fields.retain(|field| field.always || !CHOICES.contains(&field.name));
    let conditional = operation.fields.iter().any(|field| CHOICES.contains(&field.name));
    let has_content = operation.response(200).is_some();
    operation.responses.retain(|response| match response.status {
        // The effects of fields that are left out.
        206 | 304 => false,
        204 => !has_content,
        412 => conditional,
        status => status < 400 || DISTINGUISHED.contains(&status),
    });
    let contents = operation.responses.iter_mut().filter_map(|response| response.content.as_mut());
    contents.chain(operation.content.as_mut()).for_each(one_format);
    for response in &mut operation.responses {
        response.headers.retain(|field| is_for_code(&field.name));
    }
    operation
}

/// Whether the code of a client reads this header field of a response.
pub(crate) fn is_for_code(name: &HeaderName) -> bool {
    !OF_OTHERS.contains(name)
}

/// Leaves JSON alone if it is among the formats: several forms of one message make unions in generated code.
fn one_format(content: &mut Content) {
    let preferred = [Codec::MergePatch, Codec::Json];
    let is = |codec: &Codec| content.formats.iter().any(|format| format.codec() == *codec);
    if let Some(chosen) = preferred.into_iter().find(is) {
        content.formats.retain(|format| format.codec() == chosen);
        content.formats.truncate(1);
    }
}
