//! Items on their way in.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
};

use bytes::Bytes;
use futures_util::{FutureExt, StreamExt, stream};
use http::{HeaderMap, Request};
use http_body::Frame;
use http_body_util::StreamBody;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::ask;
use crate::{
    Access, Body, Cx, Endpoint, Existence, Items, NoParameters, Outcome, Posted, Receive, Resource, Result,
    Validators, body::BoxError,
};

/// Takes prices until it has seen enough. What it has taken, it keeps.
#[derive(Clone)]
struct Till {
    taken: Arc<Mutex<Vec<u32>>>,
    enough: usize,
}

#[derive(Deserialize, JsonSchema)]
struct Sold {
    #[schemars(range(max = 1000))]
    price: u32,
    #[serde(default)]
    #[schemars(length(max = 3))]
    currency: String,
}

// === impl Till ===

impl Resource for Till {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = ();

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    fn max_content(&self) -> usize {
        1000
    }

    async fn exists(&self, _: &Cx, (): &(), _: &NoParameters) -> Result<Existence<()>> {
        Ok(Existence::Found(()))
    }
}

impl Receive for Till {
    type Item = Sold;
    type Response = usize;

    fn max_item(&self) -> usize {
        100
    }

    async fn receive(
        &self,
        _: &Cx,
        (): &(),
        _: Option<()>,
        mut items: Items<Sold>,
    ) -> Result<Outcome<Posted<usize>>> {
        let mut count = 0;
        while count < self.enough
            && let Some(item) = items.next().await
        {
            let Sold { price, currency } = item.inspect_err(|_| {
                assert!(items.next().now_or_never().is_some_and(|next| next.is_none()), "it ends there");
            })?;
            assert!(currency.len() <= 3);
            self.taken.lock().unwrap().push(price);
            count += 1;
        }
        Ok(Outcome::Ok(Posted { view: count, validators: Validators::NONE }))
    }
}

/// An answer, with what was taken until then.
struct Told {
    status: u16,
    headers: HeaderMap,
    json: Value,
    taken: Vec<u32>,
}

fn post(content: Body, headers: &[(&str, &str)]) -> Told {
    let till = Till { taken: Arc::default(), enough: usize::MAX };
    post_to(&till, content, headers)
}

fn post_to(till: &Till, content: Body, headers: &[(&str, &str)]) -> Told {
    let mut request = Request::post("/");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = ask(&Endpoint::of(till.clone()).receive().into(), request.body(content).unwrap());
    let (head, body) = response.into_parts();
    let content = body.read(4096).now_or_never().unwrap().unwrap();
    let taken = till.taken.lock().unwrap().clone();
    let json = serde_json::from_slice(&content).unwrap();
    Told { status: head.status.as_u16(), headers: head.headers, json, taken }
}

/// Lines, in these pieces.
fn lines<'a>(pieces: impl IntoIterator<Item = &'a str>) -> Told {
    post(pieces_of(pieces), &[("content-type", "application/jsonl")])
}

fn pieces_of<'a>(pieces: impl IntoIterator<Item = &'a str>) -> Body {
    let pieces: Vec<_> = pieces.into_iter().map(ToOwned::to_owned).collect();
    Body::new(StreamBody::new(
        stream::iter(pieces).map(|piece| Ok::<_, Infallible>(Frame::data(Bytes::from(piece)))),
    ))
}

#[test]
fn items_are_taken_however_they_come_in_pieces() {
    let text = "{\"price\": 1}\n\n{\"price\": 2, \"currency\": \"€\"}\r\n  \n{\"price\": 3}";
    for cut in (0..=text.len()).filter(|cut| text.is_char_boundary(*cut)) {
        let told = lines([&text[..cut], &text[cut..]]);
        assert_eq!((told.status, told.json, told.taken), (200, 3.into(), vec![1, 2, 3]), "cut at {cut}");
    }
    for nothing in ["", "\n", " \r\n\n"] {
        assert_eq!(lines([nothing]).json, 0);
    }
    assert_eq!(post(Body::empty(), &[]).json, 0);
}

#[test]
fn an_item_is_there_before_the_next_is_sent() {
    let till = Till { taken: Arc::default(), enough: usize::MAX };
    let taken = Arc::clone(&till.taken);
    // Each price is sent once the one before is taken.
    let content = stream::iter(0..500).map(move |price| {
        assert_eq!(taken.lock().unwrap().len(), price, "it is read before it is wanted");
        Ok::<_, Infallible>(Frame::data(Bytes::from_static(b"{\"price\":1}\n")))
    });
    let till = Till { enough: 80, ..till };
    let headers = [("content-type", "application/jsonl")];
    let told = post_to(&till, Body::new(StreamBody::new(content)), &headers);
    assert_eq!((told.status, told.json, told.taken.len()), (200, 80.into(), 80));
}

#[test]
fn all_that_is_wrong_with_an_item_is_named_with_its_place_in_the_list() {
    let told = lines([
        "{\"price\": 1}\n\n{\"price\": 2}\n{\"price\": 2000, \"currency\": \"euros\"}\n{\"price\": -1}\n",
    ]);
    assert_eq!((told.status, &told.json["type"]), (422, &"urn:ogrom:problem:invalid-content".into()));
    let errors = told.json["errors"].as_array().unwrap();
    let places: Vec<_> = errors.iter().map(|error| error["pointer"].as_str().unwrap()).collect();
    assert_eq!(places, ["/2/currency", "/2/price"]);
    assert_eq!(told.taken, [1, 2], "what came before is the resource's affair");
}

#[test]
fn a_line_that_cannot_be_read_is_named() {
    for (second, words) in [
        ("{\"price\": }", "line 3 is no JSON: expected value at column 11"),
        ("{\"price\": 1", "line 3 is no JSON: EOF while parsing an object at column 11"),
        ("{\"price\": 1} {\"price\": 2}", "line 3 is no JSON: trailing characters at column 14"),
    ] {
        for end in ["\n{\"price\": 3}", "\n", ""] {
            let told = lines(["{\"price\": 1}\n\n", second, end]);
            assert_eq!((told.status, &told.json["type"]), (400, &"urn:ogrom:problem:malformed".into()));
            assert_eq!((&told.json["detail"], told.taken), (&words.into(), vec![1]));
        }
    }
}

#[test]
fn a_line_with_a_member_twice_is_refused_with_its_place() {
    let told = lines(["{\"price\": 1}\n\n{\"price\": 2, \"price\": 3}\n{\"price\": 4}"]);
    assert_eq!((told.status, &told.json["type"]), (400, &"urn:ogrom:problem:malformed".into()));
    assert_eq!(told.json["detail"], "line 3 has the member '/1/price' more than once");
    assert_eq!(told.json["errors"][0]["pointer"], "/1/price");
    assert_eq!(told.taken, [1]);
}

#[test]
fn a_line_that_is_too_long_is_refused_before_its_end() {
    let long = " ".repeat(60);
    for rest in [&[&*long, &*long, "\n"][..], &[&long, &long], &[&"1".repeat(101)]] {
        let told = lines(["{\"price\": 1}\n"].into_iter().chain(rest.iter().copied()));
        assert_eq!((told.status, told.taken), (413, vec![1]));
        assert_eq!(told.json["detail"], "line 2 is longer than 100 bytes");
    }
    let just = format!("{{\"price\": 1}}{}\n", " ".repeat(88));
    assert_eq!(lines([&*just]).status, 200);
}

#[test]
fn content_that_is_too_large_is_refused() {
    let line = format!("{{\"price\": 1}}{}\n", " ".repeat(87));
    let (most, more) = (vec![&*line; 10], vec![&*line; 11]);
    assert_eq!(lines(most.clone()).taken.len(), 10);
    let told = lines(more.clone());
    assert_eq!((told.status, told.taken.len()), (413, 10));
    assert_eq!(told.json["detail"], "at most 1000 bytes are taken");
    let announced = [("content-type", "application/jsonl"), ("content-length", "1111")];
    let told = post(pieces_of(more), &announced);
    assert_eq!((told.status, told.taken.len()), (413, 0), "what is announced need not be tried");
}

#[test]
fn content_that_breaks_off_is_malformed() {
    let broken = stream::iter(["{\"price\": 1}\n{\"pri", ""]).map(|piece| match piece {
        "" => Err(BoxError::from("connection reset")),
        piece => Ok(Frame::data(Bytes::from(piece))),
    });
    let told = post(Body::new(StreamBody::new(broken)), &[("content-type", "application/jsonl")]);
    assert_eq!((told.status, &told.json["detail"]), (400, &"the content was cut off".into()));
    assert_eq!(told.taken, [1]);
}

#[test]
fn only_lines_are_taken() {
    for other in ["application/json", "application/cbor", "text/plain"] {
        let told = post(pieces_of(["{\"price\": 1}\n"]), &[("content-type", other)]);
        assert_eq!((told.status, &told.headers["accept"]), (415, &"application/jsonl".parse().unwrap()));
    }
}

#[test]
fn what_is_not_asked_for_is_not_judged() {
    let till = Till { taken: Arc::default(), enough: 2 };
    let content = pieces_of(["{\"price\": 1}\n{\"price\": 2}\nnonsense\n"]);
    let told = post_to(&till, content, &[("content-type", "application/jsonl")]);
    assert_eq!((told.status, told.json, told.taken), (200, 2.into(), vec![1, 2]));
}
