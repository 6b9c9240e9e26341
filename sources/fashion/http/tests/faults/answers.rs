//! Faults of an upstream, and their errors. After each of them, a good response follows and is taken.

use std::time::{Duration, Instant};

use ogrom_protocols::{Context, Error, Result};
use ogrom_protocols_fashion::{LikeWriter, UserReader};
use ogrom_protocols_fashion_contract::data::{a_like, context, parse};
use ogrom_protocols_fashion_model::User;
use ogrom_sources_fashion_http::Http;
use ogrom_sources_http::Upstream;

use crate::scripted::{Act, LENA, LIKE, Scripted, answer, lena};

async fn ask(http: &Http) -> Result<Option<User>> {
    http.user_by_id(&context(), &parse("lena")).await
}

/// The error that this act leads to, after so many requests. A good response after it is taken.
async fn comes_of(act: Act, asked: usize) -> Error {
    let acts = std::iter::repeat_n(act.clone(), asked).chain([lena()]);
    let service = Scripted::doing(acts).await;
    let http = service.client();
    let error = ask(&http).await.expect_err("nobody can make an answer of this");
    assert_eq!(service.heads().len(), asked, "{act:?}");
    let user = ask(&http).await.expect("this is a good answer").expect("lena is there");
    assert_eq!(user.id.as_str(), "lena");
    error
}

fn is_unavailable(error: &Error, after: Option<u64>) -> bool {
    let after = after.map(Duration::from_secs);
    matches!(error, Error::Unavailable { retry_after, .. } if *retry_after == after)
}

#[tokio::test]
async fn garbage_is_no_answer() {
    let error = comes_of(Act::SendAndEnd("\0\u{7f}garbage\r\n\r\n".into()), 3).await;
    assert!(is_unavailable(&error, None), "{error:?}");
}

#[tokio::test]
async fn half_a_body_is_no_answer() {
    let whole = answer("200 OK", "content-type: application/json\r\n", LENA);
    let error = comes_of(Act::SendAndEnd(whole[..whole.len() - 40].to_owned()), 3).await;
    assert!(is_unavailable(&error, None), "{error:?}");
}

#[tokio::test]
async fn what_breaks_off_once_is_asked_again_and_nobody_notices() {
    let service = Scripted::doing([Act::SendAndEnd(String::new()), lena()]).await;
    assert!(ask(&service.client()).await.is_ok_and(|user| user.is_some()));
    assert_eq!(service.heads().len(), 2);
}

#[tokio::test]
async fn what_is_something_else_is_no_answer_and_not_kept() {
    let of = |headers: &str, content: &str| Act::Send(answer("200 OK", headers, content));
    let json = "content-type: application/json\r\netag: \"1\"\r\n";
    for act in [
        of("content-type: text/html\r\n", "<h1>Welcome</h1>"),
        of("", LENA),
        of(json, "{"),
        of(json, "[]"),
        of(json, &LENA.replace("lena", "no identifier")),
        of(json, &LENA.replace("2026-01-01T", "yesterday")),
        of(json, &LENA.replace("version", "revision")),
        Act::Send("HTTP/1.1 304 Not Modified\r\netag: \"1\"\r\n\r\n".into()),
        Act::Send(answer("302 Found", "location: /elsewhere\r\n", "")),
    ] {
        let error = comes_of(act.clone(), 1).await;
        assert!(is_unavailable(&error, None), "{act:?} comes to {error:?}");
    }
}

#[tokio::test]
async fn an_answer_without_end_is_not_read_to_its_end() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    let begun = Instant::now();
    let error = comes_of(Act::Pour(format!("{head}{}", chunk.repeat(400))), 1).await;
    assert!(is_unavailable(&error, None), "{error:?}");
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn who_says_when_to_come_again_is_not_asked_before() {
    for status in ["503 Service Unavailable", "429 Too Many Requests"] {
        let error = comes_of(Act::Send(answer(status, "retry-after: 7\r\n", "")), 1).await;
        assert!(is_unavailable(&error, Some(7)), "{error:?}");
    }
    let error = comes_of(Act::Send(answer("503 Service Unavailable", "", "")), 3).await;
    assert!(is_unavailable(&error, None), "{error:?}");
    let error = comes_of(Act::Send(answer("500 Internal Server Error", "", "")), 1).await;
    assert!(is_unavailable(&error, None), "{error:?}");
}

#[tokio::test]
async fn a_refusal_is_told_apart_from_trouble() {
    let timeout = comes_of(Act::Send(answer("504 Gateway Timeout", "", "")), 1).await;
    assert!(matches!(timeout, Error::TimedOut(_)), "{timeout:?}");
    let problem =
        r#"{"type":"/problems/forbidden","title":"You may not do this","detail":"only others may"}"#;
    let forbidden = answer("403 Forbidden", "content-type: application/problem+json\r\n", problem);
    let Error::Refused(cause) = comes_of(Act::Send(forbidden), 1).await else { panic!("it is refused") };
    assert_eq!(cause.to_string(), "the upstream responds 403, You may not do this: only others may");
}

#[tokio::test]
async fn only_the_service_itself_can_say_that_nothing_is_there() {
    let html = Act::Send(answer("404 Not Found", "content-type: text/html\r\n", "<h1>nginx</h1>"));
    assert!(is_unavailable(&comes_of(html, 1).await, None));
    let unread = Act::Send(answer("431 Request Header Fields Too Large", "", ""));
    assert!(matches!(comes_of(unread, 1).await, Error::Refused(_)), "it was asked too much at once");
    let problem = |name| {
        let problem = format!(r#"{{"type":"/problems/{name}","title":"","status":404}}"#);
        Act::Send(answer("404 Not Found", "content-type: application/problem+json\r\n", &problem))
    };
    assert!(is_unavailable(&comes_of(problem("unknown-locale"), 1).await, None));
    let service = Scripted::doing([problem("not-found")]).await;
    assert!(ask(&service.client()).await.is_ok_and(|user| user.is_none()));
}

#[tokio::test]
async fn nobody_waits_longer_than_their_deadline() {
    let slow = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{";
    for act in [Act::Nothing, Act::Send(String::new()), Act::Send(slow.into())] {
        let service = Scripted::doing([act.clone(), lena()]).await;
        let http = service.client();
        let begun = Instant::now();
        let ctx = context().until(begun + Duration::from_millis(200));
        let error = http.user_by_id(&ctx, &parse("lena")).await.expect_err("there is no answer");
        assert!(matches!(error, Error::TimedOut(_)), "{act:?} comes to {error:?}");
        assert!((200..600).contains(&begun.elapsed().as_millis()), "{act:?}: {:?}", begun.elapsed());
        assert!(ask(&http).await.is_ok_and(|user| user.is_some()), "{act:?}");
    }
}

#[tokio::test]
async fn the_service_is_told_how_long_it_is_waited_for() {
    let service = Scripted::doing([lena(), lena()]).await;
    let http = service.client();
    let ctx = context().until(Instant::now() + Duration::from_millis(1_900));
    assert!(http.user_by_id(&ctx, &parse("lena")).await.is_ok() && ask(&http).await.is_ok());
    let [soon, patient] = <[_; 2]>::try_from(service.heads()).expect("two questions were asked");
    assert!(
        soon.contains("prefer: wait=2\r\n") && patient.contains("prefer: wait=10\r\n"),
        "{soon}{patient}"
    );
}

#[tokio::test]
async fn who_has_no_deadline_waits_as_long_as_the_client_is_patient() {
    let service = Scripted::doing([]).await;
    let upstream = Upstream::new(&service.base).expect("the address is one");
    let http = Http::new(upstream.patient_for(Duration::from_millis(100)));
    let begun = Instant::now();
    assert!(matches!(ask(&http).await, Err(Error::TimedOut(_))));
    assert!(begun.elapsed() < Duration::from_millis(500));
}

#[tokio::test]
async fn where_nobody_listens_the_answer_is_quick() {
    let http = Http::new(Upstream::new("http://127.0.0.1:1").expect("the address is one"));
    let begun = Instant::now();
    assert!(ask(&http).await.is_err_and(|error| is_unavailable(&error, None)));
    assert!(begun.elapsed() < Duration::from_millis(500));
}

#[tokio::test]
async fn a_service_in_trouble_gets_a_tenth_more_questions_at_most() {
    let service = Scripted::doing(std::iter::repeat_n(Act::SendAndEnd(String::new()), 1000)).await;
    let http = service.client();
    for _ in 0..300 {
        assert!(ask(&http).await.is_err());
    }
    // Ten were saved before, and thirty are earned.
    let asked = service.heads().len();
    assert!((330..=341).contains(&asked), "asked {asked} times for 300 questions");
}

#[tokio::test]
async fn what_has_not_changed_comes_from_the_copy() {
    let tagged = |tag: &str, content: &str| {
        let headers = format!("content-type: application/json\r\netag: {tag}\r\n");
        Act::Send(answer("200 OK", &headers, content))
    };
    let same = Act::Send("HTTP/1.1 304 Not Modified\r\netag: \"1\"\r\n\r\n".into());
    let theo = LENA.replacen('{', "{\"name\":\"Other\",", 1);
    let service = Scripted::doing([tagged("\"1\"", LENA), same, tagged("\"2\"", &theo)]).await;
    let http = service.client();
    let first = ask(&http).await.expect("it is answered");
    assert_eq!(ask(&http).await.expect("it is the same"), first);
    let changed = ask(&http).await.expect("it is answered").expect("lena is there");
    assert_eq!(changed.name.as_deref(), Some("Other"));
    let conditions = service.heads().into_iter().map(|head| head.contains("if-none-match: \"1\""));
    assert_eq!(conditions.collect::<Vec<_>>(), [false, true, true]);
}

#[tokio::test]
async fn what_must_not_be_stored_is_asked_for_whole() {
    let secret = "content-type: application/json\r\netag: \"1\"\r\ncache-control: no-store\r\n";
    let secret = Act::Send(answer("200 OK", secret, LENA));
    let service = Scripted::doing([secret.clone(), secret]).await;
    let http = service.client();
    for _ in 0..2 {
        assert!(ask(&http).await.is_ok());
    }
    assert!(service.heads().iter().all(|head| !head.contains("if-none-match")));
}

#[tokio::test]
async fn a_request_keeps_its_name_and_shows_no_token_where_none_is_needed() {
    let like = Act::SendAndEnd(answer("201 Created", "content-type: application/json\r\n", LIKE));
    let service = Scripted::doing([lena(), like]).await;
    let http = service.client();
    let ctx = Context::new("request-7", context().locale);
    assert!(http.user_by_id(&ctx, &parse("lena")).await.is_ok());
    assert!(http.add_like(&ctx, &a_like("c1", "lena")).await.is_ok_and(|added| added));
    let [read, changed] = <[_; 2]>::try_from(service.heads()).expect("two questions were asked");
    assert!(read.contains("x-request-id: request-7") && !read.contains("authorization"), "{read}");
    assert!(changed.contains("x-request-id: request-7") && changed.contains("bearer secret"), "{changed}");
    let refused = http.add_like(&ctx, &a_like("c1", "theo")).await;
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    assert_eq!(service.heads().len(), 2, "whose token is not known does not act");
}
