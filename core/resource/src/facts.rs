//! The questions that the request alone answers: no resource is asked, nothing is read.

use http::{HeaderMap, HeaderValue, header};

use crate::{
    Cx, Method, Problem,
    about::About,
    accept::{self, MediaRange},
    format::Format,
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
    yes_or(fits, || too_large(limit))
}

pub(crate) fn too_large(limit: usize) -> Problem {
    of::content_too_large().detail(format!("at most {limit} bytes are taken"))
}

pub(crate) fn content_whole(cx: &Cx) -> Judged {
    let partial = cx.method() == Some(Method::Put) && cx.headers().contains_key(header::CONTENT_RANGE);
    yes_or(!partial, || of::partial_content().detail("leave Content-Range away and send the whole"))
}

/// The media types that the method's content may have.
pub(crate) fn consumed(method: Option<Method>) -> &'static [&'static str] {
    match method {
        Some(Method::Patch) => &["application/merge-patch+json"],
        Some(method) if method.has_content() => &["application/json"],
        _ => &[],
    }
}

pub(crate) fn content_type_known(cx: &Cx, content: Announced) -> Judged {
    let known = !meaningful(cx, content) || (has_known_type(cx) && has_no_coding(cx.headers()));
    yes_or(known, || {
        let taken = consumed(cx.method()).join(", ");
        of::unsupported_media_type().detail(format!("taken is {taken} in UTF-8, without a content coding"))
    })
}

fn has_known_type(cx: &Cx) -> bool {
    let mut types = cx.headers().get_all(header::CONTENT_TYPE).iter();
    let (Some(only), None) = (types.next(), types.next()) else { return false };
    let Some(given) = only.to_str().ok().and_then(MediaRange::parse) else { return false };
    let known = |known: &&str| MediaRange::parse(known).is_some_and(|known| given.same_type(&known));
    let in_utf8 = given.parameter("charset").is_none_or(|charset| charset.eq_ignore_ascii_case("utf-8"));
    in_utf8 && consumed(cx.method()).iter().any(known)
}

fn has_no_coding(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::CONTENT_ENCODING)
        .iter()
        .all(|coding| coding.as_bytes().eq_ignore_ascii_case(b"identity"))
}

/// The format to answer in, and whether it is one that the client accepts.
pub(crate) fn acceptable(cx: &Cx) -> (Judged, Format) {
    if let Some(chosen) = accept::choose(cx.headers(), &Format::MEDIA_TYPES) {
        return ((Answer::Yes, None), Format::ALL[chosen]);
    }
    let problem = of::not_acceptable().detail(format!("offered is {}", Format::MEDIA_TYPES.join(", ")));
    ((Answer::No, Some(problem)), Format::Json)
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

/// The header fields that explain a refusal, or an answer to OPTIONS.
pub(crate) fn explain(decision: Decision, cx: &Cx, about: &About, headers: &mut HeaderMap) {
    let allow = matches!(decision, Decision::MethodAllowed | Decision::Options | Decision::MethodKnown);
    if allow && let Ok(methods) = HeaderValue::from_str(&about.methods.to_string()) {
        headers.insert(header::ALLOW, methods);
    }
    let patches = HeaderValue::from_static("application/merge-patch+json");
    match decision {
        Decision::Options if about.methods.contains(Method::Patch) => {
            headers.insert("accept-patch", patches);
        }
        // RFC 9110 §15.5.16: a client can tell by the field whether its coding or its type is not taken.
        Decision::ContentTypeKnown if has_known_type(cx) => {
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        }
        Decision::ContentTypeKnown if cx.method() == Some(Method::Patch) => {
            headers.insert("accept-patch", patches);
        }
        Decision::ContentTypeKnown => {
            headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        }
        _ => {}
    }
}
