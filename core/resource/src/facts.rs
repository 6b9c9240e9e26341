//! The questions that the request alone answers: no resource is asked, nothing is read.

use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::{
    Cx, Method, Problem,
    about::About,
    accept::{self, MediaRange},
    format::{Codec, Format},
    graph::{Answer, Decision},
    precondition,
    problem::of,
};

/// The longest target, path and query together, in bytes. RFC 9110 §4.1 recommends to take at least 8000.
const MAX_URI: usize = 8 * 1024;

/// The most that names and values of header fields may take together, in bytes.
const MAX_HEADERS: usize = 32 * 1024;

/// What a request's content is like, as far as its headers tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Announced {
    /// Whether there is any.
    pub(crate) present: bool,
    /// Its length, where it is known.
    pub(crate) length: Option<u64>,
}

/// An answer, with the problem that it leads to.
pub(crate) type Judged = (Answer, Option<Problem>);

// === impl Announced ===

impl Announced {
    /// RFC 9110 §8.6, RFC 9112 §6.3: a request has content where it has a length over 0 or a transfer coding. `streamed`
    /// tells of content whose length no header gives, as in HTTP/2.
    pub(crate) fn of(headers: &HeaderMap, streamed: bool) -> Self {
        let length =
            headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        Self {
            present: length
                .map_or(streamed || headers.contains_key(header::TRANSFER_ENCODING), |n: u64| n > 0),
            length,
        }
    }
}

fn yes_or(holds: bool, problem: impl FnOnce() -> Problem) -> Judged {
    if holds { (Answer::Yes, None) } else { (Answer::No, Some(problem())) }
}

pub(crate) fn method_known(cx: &Cx) -> Judged {
    yes_or(cx.method().is_some(), of::not_implemented)
}

pub(crate) fn uri_fits(cx: &Cx) -> Judged {
    let length = cx.uri().path_and_query().map_or(0, |target| target.as_str().len());
    yes_or(length <= MAX_URI, || of::uri_too_long().detail(format!("{length} bytes are over {MAX_URI}")))
}

pub(crate) fn headers_fit(cx: &Cx) -> Judged {
    let size: usize = cx.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    yes_or(size <= MAX_HEADERS, || {
        of::headers_too_large().detail(format!("{size} bytes are over {MAX_HEADERS}"))
    })
}

pub(crate) fn method_allowed(cx: &Cx, about: &About) -> Judged {
    let allowed = cx.method().is_some_and(|method| about.methods.contains(method));
    yes_or(allowed, || of::method_not_allowed().detail(format!("allowed are {}", about.methods)))
}

pub(crate) fn options(cx: &Cx) -> Judged {
    (if cx.method() == Some(Method::Options) { Answer::Yes } else { Answer::No }, None)
}

pub(crate) fn reads(cx: &Cx) -> Judged {
    (if cx.method().is_some_and(Method::is_read) { Answer::Yes } else { Answer::No }, None)
}

/// Content of a method that gives it no meaning is not looked at.
fn meaningful(cx: &Cx, content: Announced) -> bool {
    content.present && cx.method().is_some_and(Method::has_content)
}

pub(crate) fn content_fits(cx: &Cx, content: Announced, limit: usize) -> Judged {
    let fits = !meaningful(cx, content) || content.length.is_none_or(|length| length <= limit as u64);
    yes_or(fits, || Problem::content_too_large(limit))
}

pub(crate) fn content_whole(cx: &Cx) -> Judged {
    let partial = cx.method() == Some(Method::Put) && cx.headers().contains_key(header::CONTENT_RANGE);
    yes_or(!partial, || of::partial_content().detail("leave Content-Range away and send the whole"))
}

/// Whether the content has a type that is taken, and which.
pub(crate) fn content_type_known(cx: &Cx, content: Announced, taken: &[Format]) -> (Judged, Codec) {
    if !meaningful(cx, content) {
        return ((Answer::Yes, None), Codec::Json);
    }
    if let Some(codec) = known_type(cx, taken).filter(|_| has_no_coding(cx.headers())) {
        ((Answer::Yes, None), codec)
    } else {
        let detail = format!("taken is {} in UTF-8, without a content coding", media_types(taken));
        ((Answer::No, Some(of::unsupported_media_type().detail(detail))), Codec::Json)
    }
}

fn media_types(formats: &[Format]) -> String {
    let types: Vec<_> = formats.iter().map(Format::media_type).collect();
    types.join(", ")
}

fn known_type(cx: &Cx, taken: &[Format]) -> Option<Codec> {
    let mut types = cx.headers().get_all(header::CONTENT_TYPE).iter();
    let (only, None) = (types.next()?, types.next()) else { return None };
    let given = MediaRange::parse(only.to_str().ok()?)?;
    let in_utf8 = given.parameter("charset").is_none_or(|charset| charset.eq_ignore_ascii_case("utf-8"));
    let same = |format: &&Format| {
        MediaRange::parse(format.media_type()).is_some_and(|known| given.same_type(&known))
    };
    taken.iter().find(same).filter(|_| in_utf8).map(Format::codec)
}

fn has_no_coding(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::CONTENT_ENCODING)
        .iter()
        .all(|coding| coding.as_bytes().eq_ignore_ascii_case(b"identity"))
}

/// The format to answer in, as an index into those offered, if the client accepts one.
pub(crate) fn acceptable(cx: &Cx, offered: &[Format]) -> (Judged, usize) {
    if let Some(chosen) = accept::choose(cx.headers(), offered, Format::media_type) {
        ((Answer::Yes, None), chosen)
    } else {
        let problem = of::not_acceptable().detail(format!("offered is {}", media_types(offered)));
        ((Answer::No, Some(problem)), 0)
    }
}

pub(crate) fn condition_given(cx: &Cx, demanded: bool) -> Judged {
    let given = !demanded || cx.method().is_none_or(Method::is_safe) || precondition::given(cx.headers());
    yes_or(given, || {
        of::precondition_required()
            .detail("send the ETag of what you have read as If-Match, so that no change is lost")
    })
}

pub(crate) fn condition_lost(cx: &Cx) -> Judged {
    if precondition::given(cx.headers()) {
        (Answer::Yes, Some(of::precondition_failed().detail("it has changed meanwhile")))
    } else {
        (Answer::No, Some(of::conflict().detail("it has changed meanwhile; read it again")))
    }
}

/// The header fields that explain a refusal, or an answer to OPTIONS. `taken` knows the formats of a method's content.
pub(crate) fn explain<'f>(
    decision: Decision,
    cx: &Cx,
    about: &About,
    taken: &dyn Fn(Method) -> &'f [Format],
    headers: &mut HeaderMap,
) {
    if matches!(decision, Decision::MethodAllowed | Decision::Options | Decision::MethodKnown) {
        insert(headers, header::ALLOW, &about.methods.to_string());
    }
    let accept_patch = HeaderName::from_static("accept-patch");
    match (decision, cx.method()) {
        (Decision::Options, _) if about.methods.contains(Method::Patch) => {
            insert(headers, accept_patch, &media_types(taken(Method::Patch)));
        }
        // RFC 9110 §15.5.16: a client can tell by the field whether its coding or its type is not taken.
        (Decision::ContentTypeKnown, Some(method)) if known_type(cx, taken(method)).is_some() => {
            insert(headers, header::ACCEPT_ENCODING, "identity");
        }
        (Decision::ContentTypeKnown, Some(Method::Patch)) => {
            insert(headers, accept_patch, &media_types(taken(Method::Patch)));
        }
        (Decision::ContentTypeKnown, Some(method)) => {
            insert(headers, header::ACCEPT, &media_types(taken(method)));
        }
        _ => {}
    }
}

/// Adds a field; leaves it out where its text cannot be one.
pub(crate) fn insert(headers: &mut HeaderMap, name: HeaderName, text: &str) {
    if let Ok(value) = HeaderValue::from_str(text) {
        headers.insert(name, value);
    }
}
