//! Requests that happen once, however often they are sent: the `Idempotency-Key`.

use std::{thread, time::Duration};

use http::HeaderMap;
use ogrom_tests::{
    app::TestApp,
    client::{Answer, Client, Request},
};
use serde_json::{Value, json};

const COLLAGES: &str = "en-GB/collages";
const COMMENTS: &str = "en-GB/collages/market-morning/comments";

const KEY: &str = "idempotency-key";
const REPLAYED: &str = "idempotency-replayed";

/// Every target that accepts a POST, with valid content.
fn posts() -> [(&'static str, Value); 2] {
    [(COLLAGES, json!({ "title": "One", "items": [] })), (COMMENTS, json!({ "text": "One", "rating": 5 }))]
}

fn post<'a>(client: &'a Client, path: &str, content: &Value, key: &str) -> Request<'a> {
    client.post(path, content).header(KEY, key)
}

/// The parts that a response and its repetition have in common: all but the time, and the identifier of the request.
fn lasting(answer: &Answer) -> HeaderMap {
    let mut headers = answer.headers.clone();
    for own in ["date", "x-request-id", REPLAYED] {
        headers.remove(own);
    }
    headers
}

#[test]
fn the_first_answer_is_given_again_and_one_is_made() {
    for (path, content) in posts() {
        let app = TestApp::start();
        let lena = app.as_user("lena");
        let before = app.ids(path).len();
        let first = post(&lena, path, &content, "k-1").is(201);
        assert_eq!(first.header(REPLAYED), None);
        // In quotes it is the same key.
        for key in ["k-1", "\"k-1\"", "k-1"] {
            let again = post(&lena, path, &content, key).is(201);
            assert_eq!(again.header(REPLAYED), Some("true"));
            assert_eq!((again.location(), &again.json), (first.location(), &first.json));
            assert_eq!(lasting(&again), lasting(&first));
        }
        assert_eq!(app.ids(path).len(), before + 1);
        assert_eq!(lena.get(first.location()).is(200).json, first.json);
    }
}

#[test]
fn without_a_key_or_with_another_each_makes_one() {
    for (path, content) in posts() {
        let app = TestApp::start();
        let lena = app.as_user("lena");
        let before = app.ids(path).len();
        for key in [None, None, Some("k-1"), Some("K-1")] {
            let request = lena.post(path, &content);
            let request = key.into_iter().fold(request, |request, key| request.header(KEY, key));
            assert_eq!(request.is(201).header(REPLAYED), None);
        }
        assert_eq!(app.ids(path).len(), before + 4);
    }
}

#[test]
fn a_key_names_one_request_with_one_target_and_one_content() {
    for (path, content) in posts() {
        let app = TestApp::start();
        let lena = app.as_user("lena");
        let first = post(&lena, path, &content, "k-1").is(201);
        let before = (app.ids(COLLAGES), app.ids(COMMENTS));
        let other = if path == COLLAGES { json!({ "items": [] }) } else { json!({ "text": "Two" }) };
        for _ in 0..2 {
            post(&lena, path, &other, "k-1").is_refused(422, "idempotency-key-reused");
            for (elsewhere, content) in posts().into_iter().filter(|(place, _)| *place != path) {
                post(&lena, elsewhere, &content, "k-1").is_refused(422, "idempotency-key-reused");
            }
        }
        assert_eq!((app.ids(COLLAGES), app.ids(COMMENTS)), before);
        assert_eq!(post(&lena, path, &content, "k-1").is(201).location(), first.location());
    }
}

#[test]
fn the_keys_of_different_users_never_meet() {
    for (path, content) in posts() {
        let app = TestApp::start();
        let before = app.ids(path).len();
        let made = ["lena", "oscar"].map(|user| post(&app.as_user(user), path, &content, "the same").is(201));
        let [lenas, oscars] = &made;
        assert_eq!((lenas.header(REPLAYED), oscars.header(REPLAYED)), (None, None));
        assert_ne!(lenas.location(), oscars.location());
        assert_eq!(app.ids(path).len(), before + 2);
    }
}

#[test]
fn what_was_refused_can_be_sent_again_with_its_key() {
    for (path, content) in posts() {
        let app = TestApp::start();
        let lena = app.as_user("lena");
        let before = app.ids(path).len();
        app.stranger().post(path, &content).header(KEY, "k-1").is_refused(401, "unauthenticated");
        for _ in 0..2 {
            post(&lena, path, &json!({ "mood": 5 }), "k-1").is_refused(422, "invalid-content");
        }
        post(&lena, path, &content, "k-1")
            .content("text/plain", "One")
            .is_refused(415, "unsupported-media-type");
        post(&lena, path, &content, "k-1").content("application/json", "{").is_refused(400, "malformed");
        assert_eq!(app.ids(path).len(), before);
        assert_eq!(post(&lena, path, &content, "k-1").is(201).header(REPLAYED), None);
        assert_eq!(app.ids(path).len(), before + 1);
    }
}

#[test]
fn a_key_that_is_none_is_refused() {
    for (path, content) in posts() {
        let app = TestApp::start();
        let lena = app.as_user("lena");
        let before = app.ids(path);
        for wrong in ["", "\"\"", "\" \"", "a\tb", &"k".repeat(256), "\u{e4}"] {
            post(&lena, path, &content, wrong).is_refused(400, "invalid-idempotency-key");
        }
        post(&lena, path, &content, "one").header(KEY, "two").is_refused(400, "invalid-idempotency-key");
        assert_eq!(app.ids(path), before);
        post(&lena, path, &content, &"k".repeat(255)).is(201);
    }
}

#[test]
fn of_many_at_once_one_is_made_and_all_are_told_the_same() {
    for (path, content) in posts() {
        let app = TestApp::start();
        let before = app.ids(path).len();
        let told: Vec<String> = thread::scope(|scope| {
            let attempt = |_| {
                let (lena, content) = (app.as_user("lena"), &content);
                scope.spawn(move || until_answered(&lena, path, content, "k-1"))
            };
            let attempts: Vec<_> = (0..8).map(attempt).collect();
            attempts.into_iter().map(|attempt| attempt.join().expect("a response")).collect()
        });
        assert!(told.iter().all(|place| *place == told[0]), "{told:?}");
        assert_eq!(app.ids(path).len(), before + 1);
    }
}

/// Sends a request until no other attempt carries it out any more. Returns the location of what it created.
fn until_answered(client: &Client, path: &str, content: &Value, key: &str) -> String {
    loop {
        let answer = post(client, path, content, key).answer();
        if answer.status == 201 {
            return answer.location().to_owned();
        }
        assert_eq!(
            (answer.status, &answer.json["type"]),
            (409, &json!("/problems/in-flight")),
            "{answer:#?}"
        );
        assert!(answer.header("retry-after").is_some(), "{answer:#?}");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn what_a_client_names_itself_is_never_taken_for_another_ones() {
    for (path, mut content) in posts() {
        let app = TestApp::start();
        let (lena, oscar) = (app.as_user("lena"), app.as_user("oscar"));
        content["id"] = json!("named");
        let first = post(&lena, path, &content, "k-1").is(201);
        assert_eq!(first.json["id"], "named");
        post(&lena, path, &content, "k-1").is(201);
        // It was created as requested, though the key of that request is forgotten.
        let found = post(&lena, path, &content, "k-2").is(201);
        assert_eq!((found.header(REPLAYED), &found.json), (Some("true"), &first.json));
        post(&oscar, path, &content, "k-1").is_refused(409, "conflict");
        content["title"] = json!("Another");
        post(&lena, path, &content, "k-3").is_refused(409, "conflict");
        assert_eq!(lena.get(first.location()).is(200).json, first.json);
    }
}
