//! The questions that the request alone answers: no resource is asked, nothing is read.

use std::borrow::Cow;

use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::{
    Access, Codings, Cx, Method, Problem, Resource,
    accept::{self, MediaRange},
    bound::Bound,
    format::{Codec, Format},
    graph::{Branch, Decision},
    list::lines,
    precondition,
    problem::{self, of},
};

/// The longest target, path and query together, in bytes. RFC 9110 §4.1 recommends to take at least 8000.
const MAX_URI: usize = 8 * 1024;

/// The most that names and values of header fields may take together, in bytes.
const MAX_HEADERS: usize = 32 * 1024;

/// Facts about the header fields, collected in one pass. Most fields that the graph reads are absent, and a lookup of
/// each would be slower.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Fields {
    /// The length of all names and values, in bytes.
    size: u32,
    /// `Content-Length`.
    length: Option<u64>,
    /// Whether the request has content, as far as its head shows.
    pub(crate) content: bool,
    /// Whether there is a `Range`.
    pub(crate) range: bool,
    /// Whether there is a precondition.
    pub(crate) conditional: bool,
    accept: Accept,
}

/// How the client says what it accepts.
#[derive(Debug, Clone, Copy, Default)]
enum Accept {
    /// Not at all.
    #[default]
    Absent,
    /// So plainly that it means this of the offered formats, as nearly every client does.
    Plain(u8),
    /// So that it must be weighed.
    Weighed,
}

/// An answer, with the problem that it leads to.
pub(crate) type Judged = (Branch, Option<Problem>);

// === impl Fields ===

impl Fields {
    /// RFC 9110 §8.6, RFC 9112 §6.3: a request has content where it has a length over 0 or a transfer coding. `streamed`
    /// tells of content whose length no header gives, as in HTTP/2.
    pub(crate) fn of(headers: &HeaderMap, streamed: bool, offered: &[Format]) -> Self {
        let (mut fields, mut size, mut coded) = (Self::default(), 0, false);
        for (name, value) in headers {
            size += name.as_str().len() + value.len();
            match *name {
                header::CONTENT_LENGTH if fields.length.is_none() => {
                    fields.length = value.to_str().ok().and_then(|length| length.parse().ok());
                }
                header::TRANSFER_ENCODING => coded = true,
                header::RANGE => fields.range = true,
                header::ACCEPT => {
                    fields.accept = match (
                        fields.accept,
                        accept::plainly(value, offered).and_then(|format| u8::try_from(format).ok()),
                    ) {
                        (Accept::Absent, Some(format)) => Accept::Plain(format),
                        _ => Accept::Weighed,
                    };
                }
                header::IF_MATCH
                | header::IF_NONE_MATCH
                | header::IF_MODIFIED_SINCE
                | header::IF_UNMODIFIED_SINCE => fields.conditional = true,
                _ => {}
            }
        }
        fields.size = u32::try_from(size).unwrap_or(u32::MAX);
        fields.content = fields.length.map_or(streamed || coded, |length| length > 0);
        fields
    }
}

fn yes_or(holds: bool, problem: impl FnOnce() -> Problem) -> Judged {
    if holds { (Branch::Yes, None) } else { no(problem) }
}

/// Once in a program for each question, and not once more for each operation of each resource that asks it.
#[cold]
#[inline(never)]
fn no(problem: impl FnOnce() -> Problem) -> Judged {
    (Branch::No, Some(problem()))
}

#[inline]
pub(crate) fn method_known(cx: &Cx) -> Judged {
    yes_or(cx.method().is_some(), of::not_implemented)
}

#[inline]
pub(crate) fn uri_fits(cx: &Cx) -> Judged {
    let length = cx.uri().path_and_query().map_or(0, |target| target.as_str().len());
    yes_or(length <= MAX_URI, || of::uri_too_long().detail(format!("{length} bytes are over {MAX_URI}")))
}

#[inline]
pub(crate) fn headers_fit(fields: Fields) -> Judged {
    let size = fields.size as usize;
    yes_or(size <= MAX_HEADERS, || {
        of::headers_too_large().detail(format!("{size} bytes are over {MAX_HEADERS}"))
    })
}

#[inline]
pub(crate) fn method_allowed<R: Resource>(cx: &Cx, bound: &Bound<R>) -> Judged {
    let allowed = cx.method().is_some_and(|method| bound.info.methods.contains(method));
    yes_or(allowed, || of::method_not_allowed().detail(["allowed are ", &bound.allow].concat()))
}

#[inline]
pub(crate) fn options(cx: &Cx) -> Judged {
    (if cx.method() == Some(Method::Options) { Branch::Yes } else { Branch::No }, None)
}

#[inline]
pub(crate) fn reads(cx: &Cx) -> Judged {
    (if cx.method().is_some_and(Method::is_read) { Branch::Yes } else { Branch::No }, None)
}

/// Content of a method that gives it no meaning is not looked at.
#[inline]
pub(crate) fn meaningful(cx: &Cx, fields: Fields) -> bool {
    fields.content && cx.method().is_some_and(Method::has_content)
}

#[inline]
pub(crate) fn content_fits(cx: &Cx, fields: Fields, limit: usize) -> Judged {
    let fits = !meaningful(cx, fields) || fields.length.is_none_or(|length| length <= limit as u64);
    yes_or(fits, || Problem::content_too_large(limit))
}

#[inline]
pub(crate) fn content_whole(cx: &Cx) -> Judged {
    let partial = cx.method() == Some(Method::Put) && cx.headers().contains_key(header::CONTENT_RANGE);
    yes_or(!partial, || of::partial_content().detail("leave Content-Range away and send the whole"))
}

/// Whether the content has a type that is taken, and which.
#[inline]
pub(crate) fn content_type_known(cx: &Cx, fields: Fields, taken: &[Format]) -> (Judged, Codec) {
    if meaningful(cx, fields) { content_type_of(cx, taken) } else { ((Branch::Yes, None), Codec::Json) }
}

#[inline(never)]
fn content_type_of(cx: &Cx, taken: &[Format]) -> (Judged, Codec) {
    if let Some(codec) = known_type(cx, taken).filter(|_| has_no_coding(cx.headers())) {
        ((Branch::Yes, None), codec)
    } else {
        let detail = format!("taken is {} in UTF-8, without a content coding", media_types(taken));
        ((Branch::No, Some(of::unsupported_media_type().detail(detail))), Codec::Json)
    }
}

fn media_types(formats: &[Format]) -> String {
    let types: Vec<_> = formats.iter().map(Format::media_type).collect();
    types.join(", ")
}

fn known_type(cx: &Cx, taken: &[Format]) -> Option<Codec> {
    let mut types = cx.headers().get_all(header::CONTENT_TYPE).iter();
    let (only, None) = (types.next()?, types.next()) else { return None };
    // Nearly every client names it just as it is offered, which needs no taking apart.
    if let Some(same) = taken.iter().find(|format| only == format.media_type()) {
        return Some(same.codec());
    }
    let text = String::from_utf8_lossy(only.as_bytes());
    let given = MediaRange::parse(&text)?;
    let in_utf8 = given.values("charset").all(is_utf8);
    let same =
        |format: &&Format| MediaRange::parse(format.media_type()).is_some_and(|known| given.names(&known));
    taken.iter().find(same).filter(|_| in_utf8).map(Format::codec)
}

/// Whether all that is in this charset is UTF-8, by whichever of its names.
fn is_utf8(charset: &str) -> bool {
    ["utf-8", "utf8", "us-ascii", ""].iter().any(|name| charset.eq_ignore_ascii_case(name))
}

fn has_no_coding(headers: &HeaderMap) -> bool {
    let plain = |coding: &str| coding.is_empty() || coding.eq_ignore_ascii_case("identity");
    lines(headers, &header::CONTENT_ENCODING).all(|line| line.split(',').map(str::trim).all(plain))
}

/// The format to answer in, as an index into those offered, if the client accepts one.
#[inline]
pub(crate) fn acceptable(cx: &Cx, fields: Fields, offered: &[Format]) -> (Judged, usize) {
    if cx.fact::<Codings>().is_some_and(|codings| codings.nothing()) {
        let detail = "no content coding is left, and neither is none";
        return (no(|| of::not_acceptable().detail(detail)), 0);
    }
    match fields.accept {
        Accept::Absent => ((Branch::Yes, None), 0),
        Accept::Plain(format) => ((Branch::Yes, None), format.into()),
        Accept::Weighed => weighed(cx, offered),
    }
}

#[inline(never)]
fn weighed(cx: &Cx, offered: &[Format]) -> (Judged, usize) {
    if let Some(chosen) = accept::choose(cx.headers(), offered, Format::media_type) {
        ((Branch::Yes, None), chosen)
    } else if cx.method() == Some(Method::Delete)
        && accept::choose(cx.headers(), &[problem::MEDIA_TYPE], |name| name).is_some()
    {
        // The only content of its responses: generated clients accept nothing else.
        ((Branch::Yes, None), 0)
    } else {
        let problem = of::not_acceptable().detail(format!("offered is {}", media_types(offered)));
        ((Branch::No, Some(problem)), 0)
    }
}

#[inline]
pub(crate) fn condition_given(cx: &Cx, demanded: bool) -> Judged {
    let given = !demanded || cx.method().is_none_or(Method::is_safe) || precondition::given(cx.headers());
    yes_or(given, || {
        of::precondition_required()
            .detail("send the ETag of what you have read as If-Match, so that no change is lost")
    })
}

#[cold]
#[inline(never)]
pub(crate) fn condition_lost(cx: &Cx) -> Judged {
    if precondition::given(cx.headers()) {
        (Branch::Yes, Some(of::precondition_failed().detail("it has changed meanwhile")))
    } else {
        (Branch::No, Some(of::conflict().detail("it has changed meanwhile; read it again")))
    }
}

/// The branch and problem of access that is not granted, and the challenge to send.
#[cold]
#[inline(never)]
pub(crate) fn refused(access: Access) -> (Judged, Option<Cow<'static, str>>) {
    let forbidden = |reason: Cow<'static, str>| (Branch::Forbidden, Some(of::forbidden().detail(reason)));
    match access {
        Access::Granted => ((Branch::Granted, None), None),
        Access::Unauthenticated(challenge) => {
            ((Branch::Unauthenticated, Some(of::unauthenticated())), Some(challenge))
        }
        Access::Insufficient { challenge, reason } => (forbidden(reason), Some(challenge)),
        Access::Forbidden(reason) => (forbidden(reason), None),
        Access::Limited(wait) => ((Branch::Limited, Some(of::too_many_requests().retry_after(wait))), None),
    }
}

/// Whether a walk that ends with this decision needs words in header fields.
#[inline]
pub(crate) const fn explains(decision: Decision) -> bool {
    use Decision::{ContentTypeKnown, MethodAllowed, MethodKnown, Options};
    matches!(decision, MethodKnown | MethodAllowed | Options | ContentTypeKnown)
}

/// The header fields that explain a refusal, or an answer to OPTIONS, handed to `tell`. `taken` knows the formats of a
/// method's content.
pub(crate) fn explain<'f, R: Resource>(
    decision: Decision,
    cx: &Cx,
    bound: &Bound<R>,
    taken: impl Fn(Method) -> &'f [Format],
    mut tell: impl FnMut(HeaderName, &str),
) {
    if decision != Decision::ContentTypeKnown {
        tell(header::ALLOW, &bound.allow);
    }
    let accept_patch = HeaderName::from_static("accept-patch");
    match (decision, cx.method()) {
        (Decision::Options, _) if bound.info.methods.contains(Method::Patch) => {
            tell(accept_patch, &media_types(taken(Method::Patch)));
        }
        // RFC 9110 §15.5.16: a client can tell by the field whether its coding or its type is not taken.
        (Decision::ContentTypeKnown, Some(method)) if known_type(cx, taken(method)).is_some() => {
            tell(header::ACCEPT_ENCODING, "identity");
        }
        (Decision::ContentTypeKnown, Some(Method::Patch)) => {
            tell(accept_patch, &media_types(taken(Method::Patch)));
        }
        (Decision::ContentTypeKnown, Some(method)) => tell(header::ACCEPT, &media_types(taken(method))),
        _ => {}
    }
}

/// Adds a field; leaves it out where its text cannot be one.
pub(crate) fn insert(headers: &mut HeaderMap, name: HeaderName, text: &str) {
    if let Ok(value) = HeaderValue::from_str(text) {
        headers.insert(name, value);
    }
}
