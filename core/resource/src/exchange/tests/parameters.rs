//! Parameters in header fields, as clients and caches see them.

use futures_util::FutureExt;
use http::{HeaderMap, Request};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{Access, Body, Cx, Endpoint, Existence, Get, Resource, Result, Validators, in_header};

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
        let width = if let Some(Device::Wall) = frame.device { 4000 } else { 400 };
        Ok(Existence::Found(width * u32::from(frame.page.unwrap_or(1))))
    }

    fn validators(&self, _: &u32) -> Validators {
        Validators::version(7)
    }
}

impl Get for Picture {
    type View = u32;

    async fn get(&self, _: &Cx, width: &u32) -> Result<u32> {
        Ok(*width)
    }
}

/// The status, the headers and the content of an answer.
fn ask(method: &str, target: &str, lines: &[(&str, &str)], content: &'static str) -> (u16, HeaderMap, Value) {
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in lines {
        request = request.header(*name, *value);
    }
    let endpoint: Endpoint = Endpoint::of(Picture).get().into();
    let request = request.body(Body::from(bytes::Bytes::from(content))).unwrap();
    let (head, body) = endpoint.respond(request, None).now_or_never().unwrap().into_parts();
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
