//! Which responses are cached, and for how long.

use std::{
    pin::pin,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use futures_util::FutureExt;
use http::{HeaderName, HeaderValue, StatusCode};
use http_body_util::BodyExt;
use ogrom_core::mount::PathPrefix;
use ogrom_protocols::ChangeCounters;
use tokio::sync::Notify;

use super::*;

/// Something that answers with a number, another one each time.
struct Origin {
    counters: ChangeCounters,
    asked: AtomicUsize,
    field: Option<(HeaderName, HeaderValue)>,
    status: StatusCode,
    /// Whether it tells what its answers rest on.
    tells: bool,
}

// === impl Origin ===

impl Origin {
    fn new() -> Self {
        let (counters, asked) = (ChangeCounters::of(64), AtomicUsize::new(0));
        Self { counters, asked, field: None, status: StatusCode::OK, tells: true }
    }

    fn with(name: HeaderName, value: &'static str) -> Self {
        Self { field: Some((name, HeaderValue::from_static(value))), ..Self::new() }
    }

    async fn answer(&self, request: Request<Body>) -> Response<Body> {
        let value = self.counters.value(&"thing");
        tokio::task::yield_now().await;
        if let Some(dependencies) = request.extensions().get::<Dependencies>().filter(|_| self.tells) {
            dependencies.depends_on([value], Instant::now().into_std() + Duration::from_secs(5));
        }
        let number = self.asked.fetch_add(1, Ordering::Relaxed);
        let mut response = Response::new(Body::from(bytes::Bytes::from(number.to_string())));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::ETAG, HeaderValue::try_from(format!("\"{number}\"")).unwrap());
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain"));
        headers.extend(self.field.clone());
        response
    }
}

async fn send(cache: &ResponseCache, origin: &Origin, request: Request<Body>) -> Response<Body> {
    match cache.get(&request, Codings::IDENTITY, Instant::now().into_std()) {
        Some((response, _)) => response,
        None => {
            cache
                .get_or_compute(request, Codings::IDENTITY, OperationId::default(), |request| {
                    origin.answer(request)
                })
                .await
        }
    }
}

fn get(fields: &[(HeaderName, &'static str)]) -> Request<Body> {
    let mut request = Request::get("/thing?a=1").body(Body::empty()).unwrap();
    for (name, value) in fields {
        request.headers_mut().append(name, HeaderValue::from_static(value));
    }
    request
}

/// A request of a client that sees this prefix before its target.
fn below(prefix: &str) -> Request<Body> {
    let mut request = get(&[]);
    request.extensions_mut().insert(prefix.parse::<PathPrefix>().unwrap());
    request
}

async fn text(response: Response<Body>) -> String {
    String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().into()).unwrap()
}

/// The contents of two answers to one request.
async fn twice(origin: &Origin, request: impl Fn() -> Request<Body>) -> [String; 2] {
    let cache = ResponseCache::of(1 << 20);
    let first = text(send(&cache, origin, request()).await).await;
    [first, text(send(&cache, origin, request()).await).await]
}

#[tokio::test]
async fn what_was_sent_is_sent_again_without_asking() {
    assert_eq!(twice(&Origin::new(), || get(&[])).await, ["0", "0"]);
    let accepting = || get(&[(header::ACCEPT, "application/json")]);
    assert_eq!(twice(&Origin::with(header::VARY, "Accept"), accepting).await, ["0", "0"]);
}

#[tokio::test]
async fn another_target_or_format_is_another_representation() {
    let (cache, origin) = (ResponseCache::of(1 << 20), Origin::new());
    for (number, request) in [
        get(&[]),
        get(&[(header::ACCEPT, "application/cbor")]),
        get(&[(header::AUTHORIZATION, "Bearer x")]),
        Request::get("/thing?a=2").body(Body::empty()).unwrap(),
        below("/shop"),
        below("/stall"),
        Request::get("/thing").body(Body::empty()).unwrap(),
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(text(send(&cache, &origin, request).await).await, number.to_string());
    }
}

#[tokio::test(start_paused = true)]
async fn it_holds_until_it_changes_or_is_too_old() {
    let (cache, origin) = (ResponseCache::of(1 << 20), Origin::new());
    assert_eq!(text(send(&cache, &origin, get(&[])).await).await, "0");
    origin.counters.count(&"thing");
    assert_eq!(text(send(&cache, &origin, get(&[])).await).await, "1");
    tokio::time::advance(Duration::from_secs(6)).await;
    assert_eq!(text(send(&cache, &origin, get(&[])).await).await, "2");
}

#[tokio::test]
async fn nothing_else_is_kept() {
    for origin in [
        Origin::with(header::CACHE_CONTROL, "no-store"),
        Origin::with(header::VARY, "accept, accept-language"),
        Origin::with(header::VARY, "*"),
        Origin { status: StatusCode::NOT_FOUND, ..Origin::new() },
        Origin { tells: false, ..Origin::new() },
    ] {
        assert_eq!(twice(&origin, || get(&[])).await, ["0", "1"], "{:?} {}", origin.field, origin.status);
    }
}

#[tokio::test]
async fn who_spells_the_path_otherwise_does_not_make_two_of_one() {
    let (cache, origin) = (ResponseCache::of(1 << 20), Origin::new());
    let spelled = |path: &str| Request::get(path).body(Body::empty()).unwrap();
    for (path, answer) in
        [("/thing", "0"), ("/%74hing", "1"), ("/%74hing", "2"), ("/thing", "0"), ("/a%2Fb", "3")]
    {
        assert_eq!(text(send(&cache, &origin, spelled(path)).await).await, answer, "{path}");
    }
    assert_eq!(text(send(&cache, &origin, spelled("/a%2Fb")).await).await, "3", "data is kept as it is");
}

#[tokio::test]
async fn who_wants_something_else_is_not_given_it() {
    for field in [
        (header::RANGE, "bytes=0-1"),
        (header::IF_MATCH, "\"0\""),
        (HeaderName::from_static("prefer"), "wait=1"),
    ] {
        assert_eq!(
            twice(&Origin::new(), || get(std::slice::from_ref(&field))).await,
            ["0", "1"],
            "{field:?}"
        );
    }
    let post = || Request::post("/thing").body(Body::empty()).unwrap();
    assert_eq!(twice(&Origin::new(), post).await, ["0", "1"]);
    let with_content = || Request::get("/thing").body(Body::from(bytes::Bytes::from("content"))).unwrap();
    assert_eq!(twice(&Origin::new(), with_content).await, ["0", "1"]);
}

#[tokio::test]
async fn who_has_it_is_told_so_without_asking() {
    let (cache, origin) = (ResponseCache::of(1 << 20), Origin::with(header::VARY, "accept"));
    let known = || get(&[(header::IF_NONE_MATCH, "\"0\"")]);
    for _ in 0..2 {
        let response = send(&cache, &origin, known()).await;
        assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(
            (&response.headers()[header::ETAG], &response.headers()[header::VARY]),
            (&HeaderValue::from_static("\"0\""), &HeaderValue::from_static("accept"))
        );
        assert!(!response.headers().contains_key(header::CONTENT_TYPE));
        assert_eq!(text(response).await, "");
    }
    assert_eq!(origin.asked.load(Ordering::Relaxed), 1, "who asked first did not have to have it in full");
    assert_eq!(text(send(&cache, &origin, get(&[])).await).await, "0");
    let other = send(&cache, &origin, get(&[(header::IF_NONE_MATCH, "\"7\"")])).await;
    assert_eq!(other.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_head_is_answered_from_what_a_get_was_sent() {
    let (cache, origin) = (ResponseCache::of(1 << 20), Origin::new());
    send(&cache, &origin, get(&[])).await;
    let head = send(&cache, &origin, Request::head("/thing?a=1").body(Body::empty()).unwrap()).await;
    assert_eq!(head.headers()[header::CONTENT_LENGTH], "1");
    assert_eq!((text(head).await.as_str(), origin.asked.load(Ordering::Relaxed)), ("", 1));
}

#[tokio::test]
async fn who_wants_what_is_being_made_waits_for_it() {
    let (cache, origin) = (ResponseCache::of(1 << 20), Origin::new());
    let all = (0..32).map(|_| async { text(send(&cache, &origin, get(&[])).await).await });
    assert!(futures_util::future::join_all(all).await.iter().all(|text| text == "0"));
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_for_what_was_none_to_keep() {
    for (tells, waits) in [(false, false), (true, true)] {
        let (cache, origin) = (ResponseCache::of(1 << 20), Origin { tells, ..Origin::new() });
        send(&cache, &origin, get(&[])).await;
        origin.counters.count(&"thing");
        let never = |_| std::future::pending();
        let mut first =
            pin!(cache.get_or_compute(get(&[]), Codings::IDENTITY, OperationId::default(), never));
        assert!(first.as_mut().now_or_never().is_none());
        let began = Instant::now();
        assert_eq!(text(send(&cache, &origin, get(&[])).await).await, "1");
        assert_eq!(began.elapsed() > Duration::ZERO, waits);
    }
}

#[tokio::test]
async fn who_waits_for_somebody_that_hangs_up_goes_on() {
    let (cache, origin) = (Arc::new(ResponseCache::of(1 << 20)), Arc::new(Origin::new()));
    let begun = Arc::new(Notify::new());
    let first = tokio::spawn({
        let (cache, begun) = (Arc::clone(&cache), Arc::clone(&begun));
        async move {
            let ask = |_| async move {
                begun.notify_one();
                std::future::pending().await
            };
            cache.get_or_compute(get(&[]), Codings::IDENTITY, OperationId::default(), ask).await
        }
    });
    begun.notified().await;
    let (other, hang_up) = (send(&cache, &origin, get(&[])), async { first.abort() });
    let (response, ()) = tokio::join!(other, hang_up);
    assert_eq!(text(response).await, "0");
}

#[tokio::test]
async fn it_takes_no_more_memory_than_it_may() {
    let (cache, origin) = (ResponseCache::of(100_000), Origin::new());
    for number in 0..2000 {
        let request = Request::get(format!("/things/{number}")).body(Body::empty()).unwrap();
        send(&cache, &origin, request).await;
    }
    assert!((10_000..=100_000).contains(&cache.bytes()), "{}", cache.bytes());
}
