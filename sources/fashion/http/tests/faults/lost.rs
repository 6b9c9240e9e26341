//! Changes whose answer was lost: made once, and told to be made.

use ogrom_protocols::{Conflict, Error};
use ogrom_protocols_fashion::{CollageWriter, LikeWriter};
use ogrom_protocols_fashion_contract::data::{
    CollageData, a_collage, a_draft, a_like, at, context, parse, version,
};
use ogrom_protocols_fashion_model::CollageDraft;

use crate::scripted::{Act, LIKE, Scripted, answer, json};

/// The collage `c1` of `lena`.
fn collage(version: u64, title: &str) -> Act {
    let content = format!(
        r#"{{"id":"c1","owner":{{"id":"lena"}},"title":"{title}","items":[],"likes":0,"version":{version},
        "created":"2023-11-14T22:13:20.123Z","modified":"2026-01-01T00:00:00Z"}}"#
    );
    let headers = format!("content-type: application/json\r\netag: \"{version}\"\r\n");
    Act::Send(answer("200 OK", &headers, &content))
}

/// The response of a service that has just made the collage `c1`.
fn created(headers: &str) -> Act {
    let Act::Send(shown) = collage(1, "New") else { unreachable!("it is sent") };
    let content = shown.split("\r\n\r\n").nth(1).unwrap_or_default();
    let headers = format!("content-type: application/json\r\n{headers}");
    Act::Send(answer("201 Created", &headers, content))
}

/// Takes the request and ends the connection.
fn lost() -> Act {
    Act::SendAndEnd(String::new())
}

fn refused(status: &str, name: &str) -> Act {
    let problem = format!(r#"{{"type":"/problems/{name}","title":"","status":0}}"#);
    Act::Send(answer(status, "content-type: application/problem+json\r\n", &problem))
}

fn too_late() -> Act {
    refused("412 Precondition Failed", "precondition-failed")
}

fn absent() -> Act {
    refused("404 Not Found", "not-found")
}

fn draft() -> CollageDraft {
    CollageDraft { title: Some("After".into()), ..a_draft() }
}

/// The result of an update of the first version to [`draft`].
async fn update(acts: impl IntoIterator<Item = Act>) -> ogrom_protocols::Result<Option<u64>> {
    let service = Scripted::doing(acts).await;
    let (ctx, id) = (context(), parse("c1"));
    let updated = service.client().update_collage(&ctx, &id, version(1), &draft(), at(0)).await?;
    Ok(updated.map(|collage| collage.version.get()))
}

async fn delete(acts: impl IntoIterator<Item = Act>) -> ogrom_protocols::Result<bool> {
    let service = Scripted::doing(acts).await;
    service.client().delete_collage(&context(), &parse("c1"), version(1), at(60_000)).await
}

fn is_stale<T>(result: &ogrom_protocols::Result<T>) -> bool {
    matches!(result, Err(Error::Conflict(Conflict::Stale)))
}

fn is_unavailable<T>(result: &ogrom_protocols::Result<T>) -> bool {
    matches!(result, Err(Error::Unavailable { .. }))
}

#[tokio::test]
async fn an_update_that_was_made_by_the_first_attempt_is_made() {
    let before = || collage(1, "Before");
    let made = update([before(), lost(), too_late(), collage(2, "After")]).await;
    assert!(matches!(made, Ok(Some(2))), "{made:?}");
    let others = update([before(), lost(), too_late(), collage(2, "Another's")]).await;
    assert!(is_stale(&others), "{others:?}");
    let later = update([before(), lost(), too_late(), collage(3, "After")]).await;
    assert!(is_stale(&later), "{later:?}");
    let only = update([before(), too_late(), collage(2, "After")]).await;
    assert!(is_stale(&only), "no attempt of ours was lost, but {only:?}");
    let gone = update([before(), lost(), too_late(), absent()]).await;
    assert!(matches!(gone, Ok(None)), "{gone:?}");
}

#[tokio::test]
async fn a_deletion_that_was_made_by_the_first_attempt_is_made() {
    let before = || collage(1, "Before");
    assert!(matches!(delete([before(), lost(), absent()]).await, Ok(true)));
    assert!(matches!(delete([before(), absent()]).await, Ok(false)));
    assert!(matches!(delete([absent()]).await, Ok(false)));
    assert!(is_stale(&delete([before(), lost(), too_late(), collage(2, "After")]).await));
}

#[tokio::test]
async fn a_like_that_was_made_by_the_first_attempt_is_made() {
    let again = || json(LIKE);
    for (acts, added) in [(vec![lost(), again()], true), (vec![again()], false)] {
        let service = Scripted::doing(acts).await;
        let answered = service.client().add_like(&context(), &a_like("c1", "lena")).await;
        assert!(answered.is_ok_and(|answered| answered == added));
    }
}

#[tokio::test]
async fn each_attempt_at_one_creation_has_the_same_key() {
    let service = Scripted::doing([lost(), lost(), created("")]).await;
    let collage = a_collage("c1").titled("New").owned_by("lena");
    assert!(service.client().create_collage(&context(), &collage).await.is_ok());
    let heads = service.heads();
    let key = |head: &String| {
        head.lines().find(|line| line.starts_with("idempotency-key: ")).map(ToOwned::to_owned)
    };
    let keys: Vec<_> = heads.iter().map(|head| key(head).expect("it has a key")).collect();
    assert_eq!(keys.len(), 3);
    assert!(keys.iter().all(|other| *other == keys[0]), "{keys:?}");
}

#[tokio::test]
async fn what_was_made_by_an_earlier_question_is_there_already() {
    let replayed = || created("idempotency-replayed: true\r\n");
    let create = async |acts: Vec<Act>| {
        let service = Scripted::doing(acts).await;
        service.client().create_collage(&context(), &a_collage("c1").owned_by("lena")).await
    };
    let there = create(vec![replayed(), collage(1, "Before")]).await;
    assert!(matches!(there, Err(Error::Conflict(Conflict::Exists))), "{there:?}");
    let gone = create(vec![replayed(), absent()]).await;
    assert!(matches!(gone, Err(Error::Refused(_))), "{gone:?}");
    assert!(create(vec![lost(), replayed()]).await.is_ok(), "it was the attempt before");
}

#[tokio::test]
async fn only_the_service_itself_can_say_that_something_is_done() {
    for status in ["200 OK", "201 Created"] {
        let portal = || Act::Send(answer(status, "content-type: text/html\r\n", "<h1>Welcome</h1>"));
        let liked =
            Scripted::doing([portal()]).await.client().add_like(&context(), &a_like("c1", "lena")).await;
        assert!(is_unavailable(&liked), "{status}: {liked:?}");
        let new = a_collage("c1").owned_by("lena");
        let made = Scripted::doing([portal()]).await.client().create_collage(&context(), &new).await;
        assert!(is_unavailable(&made), "{status}: {made:?}");
        let deleted = delete([collage(1, "Before"), portal()]).await;
        assert!(is_unavailable(&deleted), "{status}: {deleted:?}");
        let updated = update([collage(1, "Before"), portal()]).await;
        assert!(is_unavailable(&updated), "{status}: {updated:?}");
    }
}
