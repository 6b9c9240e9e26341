//! The pages of traces of the service's requests.

use std::{sync::Arc, time::Instant};

use http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use ogrom_core::{Body, scope::TRACE};
use ogrom_core_resource::{
    graph::{Branch, Decision},
    trace::{Fact, Seen, Step, Trace},
};
use ogrom_server::{
    Operations, Pipeline, Services,
    health::Health,
    trace::{CAPACITY, Traces},
};
use ogrom_server_identity::{Authenticator, Tokens};

use super::{services, sources};
use crate::{build, routes, sources::Sources};

const SCRIPT: &str = "<script>alert('one' & \"two\")</script>";

/// A service without data that traces, and its traces.
fn service() -> (Pipeline, Arc<Traces>) {
    let (sources, services, traces) = parts();
    let operations = Operations {
        health: Health::default(),
        build: build(None),
        metrics: None,
        traces: Some(Arc::clone(&traces)),
        token: None,
    };
    let routes = routes::operated_service(&sources, &services, &operations).unwrap();
    let pipeline = Pipeline::new(routes, Authenticator::default(), services.identities);
    (pipeline.tracing(Some(Arc::clone(&traces))), traces)
}

fn authenticator(list: &str) -> Authenticator {
    Authenticator::new(Tokens::parse(list, &[TRACE]).unwrap(), None)
}

fn parts() -> (Sources, Services, Arc<Traces>) {
    let services = services();
    let traces = Arc::new(Traces::new(Arc::clone(&services.clock)));
    (sources(), services, traces)
}

async fn ask(pipeline: &Pipeline, target: &str, headers: &[(&str, &str)]) -> Response<Body> {
    let mut request = Request::get(target);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    pipeline.respond(request.body(Body::empty()).unwrap()).await
}

/// A page, asked for as a browser on this machine does.
async fn page(pipeline: &Pipeline, target: &str) -> (StatusCode, String) {
    let response =
        ask(pipeline, target, &[("host", "localhost:8080"), ("accept", "text/html,*/*;q=0.8")]).await;
    let status = response.status();
    let content = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(content.to_vec()).unwrap())
}

/// Lets it take a trace that holds markup wherever a text of a request can be.
fn take(traces: &Arc<Traces>) {
    let facts = vec![Fact { name: "accept", seen: Seen::Text(SCRIPT.to_owned()) }];
    let step = Step { decision: Decision::Available, answer: Some(Branch::No), facts };
    let target = format!("/{SCRIPT}?{SCRIPT}");
    let trace = Trace { method: SCRIPT.to_owned(), target, status: 503, steps: vec![step] };
    traces.fact(&SCRIPT.into(), Instant::now()).sink.unwrap().take(trace);
}

#[tokio::test]
async fn the_list_shows_the_last_requests_and_not_itself() {
    let (pipeline, _) = service();
    assert!(page(&pipeline, "/_trace").await.1.contains("None yet."));
    ask(&pipeline, "/v1/", &[]).await;
    ask(&pipeline, "/v1/en-GB/users/nobody?x=1", &[]).await;
    let (status, list) = page(&pipeline, "/_trace").await;
    assert_eq!(status, StatusCode::OK);
    let at = |text: &str| list.find(text).unwrap_or_else(|| panic!("{text} is in {list}"));
    assert!(at("/v1/en-GB/users/nobody?x=1") < at("<code>/v1/</code>"), "the newest is first");
    assert!(at("href=\"/_trace/2\"") < at("href=\"/_trace/1\""));
    assert!(list.contains("ParametersValid: No") && !list.contains("<code>/_trace"), "{list}");
}

#[tokio::test]
async fn the_list_loads_itself_again_until_it_is_paused() {
    let (pipeline, _) = service();
    let (_, live) = page(&pipeline, "/_trace").await;
    assert!(
        live.contains("http-equiv=\"refresh\"") && live.contains("href=\"/_trace?live=false\""),
        "{live}"
    );
    let (_, paused) = page(&pipeline, "/_trace?live=false").await;
    assert!(!paused.contains("http-equiv=\"refresh\"") && paused.contains("href=\"/_trace\""), "{paused}");
}

#[tokio::test]
async fn the_page_of_a_request_shows_its_path_and_what_was_seen() {
    let (pipeline, _) = service();
    let response =
        ask(&pipeline, "/v1/", &[("accept", "image/png"), ("authorization", "Bearer very-secret")]).await;
    let path = response.headers()["ogrom-trace"].to_str().unwrap();
    assert!(path.starts_with("Available=Yes "), "{path}");
    let (status, page) = page(&pipeline, "/_trace/1").await;
    assert_eq!(status, StatusCode::OK);
    for part in
        ["id=\"Access-Unauthenticated\" class=\"edge taken\"", "<dt>authorization</dt><dd>present</dd>"]
    {
        assert!(page.contains(part), "{part} is in {page}");
    }
    assert!(!page.contains("very-secret"));
}

#[tokio::test]
async fn nothing_of_a_request_becomes_markup() {
    let (pipeline, traces) = service();
    take(&traces);
    ask(&pipeline, "/v1/", &[("accept-language", SCRIPT), ("range", SCRIPT), ("accept", SCRIPT)]).await;
    for target in ["/_trace", "/_trace/1", "/_trace/2"] {
        let (status, page) = page(&pipeline, target).await;
        assert_eq!(status, StatusCode::OK);
        assert!(!page.contains("<script") && !page.contains("'one'") && !page.contains("\"two\""), "{page}");
    }
    assert!(page(&pipeline, "/_trace/2").await.1.contains("&lt;script&gt;"), "it is shown");
}

#[tokio::test]
async fn only_the_last_are_kept() {
    let (pipeline, traces) = service();
    for _ in 0..=CAPACITY {
        take(&traces);
    }
    assert_eq!(traces.last().len(), CAPACITY);
    let (status, oldest) = page(&pipeline, "/_trace/2").await;
    assert!(
        status == StatusCode::OK && oldest.contains("href=\"/_trace/3\"") && !oldest.contains("/_trace/1\"")
    );
    for (number, expected) in
        [("1", StatusCode::GONE), ("102", StatusCode::NOT_FOUND), ("0", StatusCode::NOT_FOUND)]
    {
        assert_eq!(page(&pipeline, &format!("/_trace/{number}")).await.0, expected, "{number}");
    }
}

#[tokio::test]
async fn pages_run_nothing_and_are_for_this_machine() {
    let (pipeline, traces) = service();
    take(&traces);
    for target in ["/_trace", "/_trace/1"] {
        for host in ["localhost:8080", "127.0.0.1", "[::1]:8080"] {
            let response = ask(&pipeline, target, &[("host", host)]).await;
            assert_eq!(response.status(), StatusCode::OK, "{host}");
            let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
            assert!(policy.starts_with("default-src 'none'; style-src 'unsafe-inline';"), "{policy}");
            assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
        }
        for host in ["example.com", "localhost.example.com", "192.0.2.1:8080", "127.0.0.1.example.com", ""] {
            let status = ask(&pipeline, target, &[("host", host)]).await.status();
            assert_eq!(status, StatusCode::FORBIDDEN, "{host}");
        }
        assert_eq!(ask(&pipeline, target, &[]).await.status(), StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn without_tracing_there_is_nothing_to_see() {
    let (sources, services, _) = parts();
    let routes = routes::service(&sources, &services).unwrap();
    let pipeline = Pipeline::new(routes, Authenticator::default(), services.identities);
    assert!(!ask(&pipeline, "/v1/", &[]).await.headers().contains_key("ogrom-trace"));
    assert_eq!(page(&pipeline, "/_trace").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn who_may_and_asks_is_told_the_path_and_nothing_else_changes() {
    let (sources, services, _) = parts();
    let routes = routes::service(&sources, &services).unwrap();
    let tokens = authenticator("lena+trace=lenas-very-long-token,theo=theos-very-long-token");
    let pipeline = Pipeline::new(routes, tokens, services.identities);
    let (lena, theo) = ("Bearer lenas-very-long-token", "Bearer theos-very-long-token");
    let asked = async |authorization, asks: Option<&str>| {
        let mut headers = vec![("authorization", authorization), ("x-request-id", "1")];
        headers.extend(asks.map(|asks| ("ogrom-trace", asks)));
        let (head, body) = ask(&pipeline, "/v1/", &headers).await.into_parts();
        (head.status, head.headers, body.collect().await.unwrap().to_bytes())
    };
    let plain = asked(lena, None).await;
    assert!(!plain.1.contains_key("ogrom-trace"));
    let (status, mut headers, content) = asked(lena, Some("?1")).await;
    let path = headers.remove("ogrom-trace").unwrap();
    assert!(path.to_str().unwrap().ends_with("Range=Whole 200"), "{path:?}");
    let caching = headers.insert(header::CACHE_CONTROL, plain.1[header::CACHE_CONTROL].clone());
    assert_eq!(caching.unwrap(), "no-store");
    assert_eq!((status, headers, content), plain);
    for (authorization, asks) in [(lena, "?0"), (lena, "1"), (lena, ""), (theo, "?1")] {
        assert_eq!(asked(authorization, Some(asks)).await, plain, "{authorization} {asks}");
    }
    let refused = asked("Bearer somebody-elses-token", None).await;
    assert_eq!(refused.0, StatusCode::UNAUTHORIZED);
    assert_eq!(asked("Bearer somebody-elses-token", Some("?1")).await, refused);
}

#[tokio::test]
async fn asking_shows_no_pages() {
    let (sources, services, _) = parts();
    let routes = routes::service(&sources, &services).unwrap();
    let tokens = authenticator("lena+trace=lenas-very-long-token");
    let pipeline = Pipeline::new(routes, tokens, services.identities);
    let headers =
        [("host", "localhost"), ("authorization", "Bearer lenas-very-long-token"), ("ogrom-trace", "?1")];
    assert_eq!(ask(&pipeline, "/_trace", &headers).await.status(), StatusCode::NOT_FOUND);
}
