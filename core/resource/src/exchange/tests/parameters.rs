//! Parameters in header fields, and all that is wrong with a request in one answer.

use futures_util::FutureExt;
use http::{HeaderMap, Request};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    Access, Body, Cx, Endpoint, Existence, Get, Invalid, Outcome, Patch, Post, Posted, Put, Resource, Result,
    Validators, in_header,
};

/// A picture for the device that a header field names.
struct Picture;

#[derive(Deserialize, JsonSchema)]
struct Frame {
    #[schemars(range(min = 1))]
    page: Option<u8>,
    #[serde(rename = "x-device")]
    #[schemars(transform = in_header)]
    device: Option<Device>,
}

/// The content of the resource.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Drawing {
    #[schemars(length(min = 1))]
    title: String,
    width: u8,
    #[schemars(length(max = 2))]
    colours: Vec<String>,
}

#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Device {
    Phone,
    Wall,
}

// === impl Picture ===

impl Resource for Picture {
    type Path = ();
    type Parameters = Frame;
    type Entity = u32;

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    async fn exists(&self, _: &Cx, (): &(), frame: &Frame) -> Result<Existence<u32>> {
        if frame.page == Some(99) {
            return Ok(Existence::Malformed(vec![Invalid::query("page", "page", "is torn out")]));
        }
        let width = if let Some(Device::Wall) = frame.device { 4000 } else { 400 };
        Ok(Existence::Found(width * u32::from(frame.page.unwrap_or(1))))
    }

    fn validators(&self, _: &u32) -> Validators {
        Validators::fingerprint(7)
    }
}

impl Get for Picture {
    type View = u32;

    async fn get(&self, _: &Cx, width: &u32) -> Result<u32> {
        Ok(*width)
    }
}

impl Put for Picture {
    type Body = Drawing;

    async fn put(&self, _: &Cx, (): &(), _: Option<u32>, _: Drawing) -> Result<Outcome<u32>> {
        Ok(Outcome::Done)
    }
}

impl Patch for Picture {
    fn document(&self, _: &u32) -> Drawing {
        Drawing { title: "Sea".into(), width: 1, colours: vec![] }
    }
}

impl Post for Picture {
    type Body = Drawing;
    type Response = u32;

    async fn post(&self, _: &Cx, (): &(), _: Option<u32>, _: Drawing) -> Result<Outcome<Posted<u32>>> {
        Ok(Outcome::Done)
    }
}

/// The status, the headers and the content of an answer.
fn ask(method: &str, target: &str, lines: &[(&str, &str)], content: &'static str) -> (u16, HeaderMap, Value) {
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in lines {
        request = request.header(*name, *value);
    }
    let endpoint: Endpoint = Endpoint::of(Picture).get().put().patch().post().into();
    let request = request.body(Body::from(bytes::Bytes::from(content))).unwrap();
    let (head, body) = request.into_parts();
    let (head, body) = endpoint.respond(head, body, None).now_or_never().unwrap().into_parts();
    let content = body.read(4096).now_or_never().unwrap().unwrap();
    (head.status.as_u16(), head.headers, serde_json::from_slice(&content).unwrap_or_default())
}

fn get(target: &str, lines: &[(&str, &str)]) -> (u16, HeaderMap, Value) {
    ask("GET", target, lines, "")
}

#[test]
fn a_header_field_reaches_the_resource() {
    for (lines, width) in [(&[][..], 400), (&[("X-Device", "wall")], 4000), (&[("x-device", "phone")], 400)] {
        let (status, headers, content) = get("/", lines);
        assert_eq!((status, content), (200, json!(width)));
        let vary: Vec<_> = headers.get_all("vary").iter().collect();
        assert_eq!(vary, ["x-device", "accept"], "caches learn of it, whether it is there or not");
    }
}

#[test]
fn a_tag_of_one_device_is_none_of_another() {
    let tag = |lines: &[(&str, &str)]| get("/", lines).1["etag"].to_str().unwrap().to_owned();
    let (plain, wall) = (tag(&[]), tag(&[("x-device", "wall")]));
    assert_eq!(plain, "\"7-json\"");
    assert!(wall.starts_with("\"7-json-") && wall != tag(&[("x-device", "phone")]), "{wall}");
    for (device, tag, status) in [("wall", &wall, 304), ("phone", &wall, 200), ("wall", &plain, 200)] {
        assert_eq!(get("/", &[("x-device", device), ("if-none-match", tag)]).0, status, "{device} {tag}");
    }
}

#[test]
fn wrong_parameters_are_named_with_their_places() {
    let (status, headers, problem) = get("/?page=0&pages=1", &[("x-device", "watch")]);
    let errors = json!([
        {"parameter": "pages", "code": "unknown", "message": "is not known; did you mean 'page'?"},
        {"parameter": "page", "code": "minimum", "message": "must be at least 1"},
        {"header": "x-device", "code": "enum", "message": "must be one of \"phone\", \"wall\""},
    ]);
    assert_eq!((status, &problem["errors"]), (400, &errors));
    assert_eq!(headers.get_all("vary").iter().count(), 2);
}

const JSON: (&str, &str) = ("content-type", "application/json");
const WRONG: &str = r#"{"title": "", "width": 300, "colours": ["red", "red", "red"]}"#;
const RIGHT: &str = r#"{"title": "Sea", "width": 3, "colours": []}"#;

/// The places and codes of all that a problem names.
fn named(problem: &Value) -> Vec<String> {
    let name = |error: &Value| {
        let place = ["parameter", "header", "pointer"].into_iter().find(|place| error.get(place).is_some());
        let place = place.unwrap_or_default();
        format!("{place} {} {}", error[place], error["code"]).replace('"', "")
    };
    problem["errors"].as_array().into_iter().flatten().map(name).collect()
}

#[test]
fn all_that_is_wrong_with_a_request_is_said_in_one_answer() {
    for method in ["POST", "PUT"] {
        let (status, headers, problem) = ask(method, "/?page=0", &[JSON, ("x-device", "watch")], WRONG);
        assert_eq!((status, &headers["content-type"] == "application/problem+json"), (400, true));
        let expected = [
            "parameter page minimum",
            "header x-device enum",
            "pointer /colours maxItems",
            "pointer /title minLength",
            "pointer /width maximum",
        ];
        assert_eq!(named(&problem), expected, "{method}");
    }
}

#[test]
fn what_only_one_side_has_wrong_is_said_of_that_side() {
    let (status, _, problem) = ask("POST", "/?page=0", &[JSON], RIGHT);
    assert_eq!((status, named(&problem)), (400, vec!["parameter page minimum".into()]));
    let (status, _, problem) = ask("POST", "/?page=1", &[JSON], WRONG);
    assert_eq!((status, named(&problem).len()), (422, 3));
    assert_eq!(ask("POST", "/?page=1", &[JSON], RIGHT).0, 204);
}

#[test]
fn content_that_cannot_be_read_is_named_beside_the_parameters() {
    let long = format!("\"{}\"", "x".repeat(70_000)).leak();
    for content in ["{", "nonsense", "\"\u{0}\"", long] {
        let (status, _, problem) = ask("POST", "/?page=0", &[JSON], content);
        let expected = ["parameter page minimum", "pointer  malformed"];
        assert_eq!((status, &*named(&problem)), (400, &expected.map(String::from)[..]));
        assert_ne!(problem["errors"][1]["message"], "");
    }
}

#[test]
fn of_a_patch_is_said_whether_it_can_be_read() {
    let merge = ("content-type", "application/merge-patch+json");
    let operations = ("content-type", "application/json-patch+json");
    let first = "parameter page minimum".to_owned();
    let both = vec![first.clone(), "pointer  malformed".to_owned()];
    for (kind, content, expected) in [
        (merge, r#"{"width": 300}"#, vec![first.clone()]),
        (merge, "{", both.clone()),
        (operations, r#"[{"op": "test", "path": "/width", "value": 2}]"#, vec![first]),
        (operations, r#"[{"op": "explode"}]"#, both),
    ] {
        let (status, _, problem) = ask("PATCH", "/?page=0", &[kind], content);
        assert_eq!((status, named(&problem)), (400, expected), "{content}");
    }
}

#[test]
fn what_only_the_search_shows_is_said_together_with_the_content() {
    let (status, _, problem) = ask("POST", "/?page=99", &[JSON], WRONG);
    assert_eq!((status, named(&problem).len(), &*named(&problem)[0]), (400, 4, "parameter page page"));
    let (status, _, problem) = ask("POST", "/?page=99", &[], "");
    assert_eq!((status, named(&problem).len()), (400, 1));
}

#[test]
fn content_without_a_meaning_is_not_looked_at() {
    for method in ["GET", "HEAD"] {
        let (status, _, problem) = ask(method, "/?page=0", &[JSON], "{");
        assert!(status == 400 && named(&problem).len() <= 1, "{problem}");
    }
}
