//! A response, checked against the rules for all responses.

use std::io::Read;

use bytes::Bytes;
use flate2::bufread::GzDecoder;
use http::HeaderMap;
use serde_json::Value;

/// The default format of representations.
pub(super) const JSON: &str = "application/json";

/// Their other formats.
pub(super) const CBOR: &str = "application/cbor";

/// The formats of lists that are sent as streams.
pub(super) const JSON_LINES: &str = "application/jsonl";

/// The format of pages.
pub(super) const HTML: &str = "text/html; charset=utf-8";

/// The response.
#[derive(Debug)]
pub struct Answer {
    /// The method and the target of its request.
    label: String,
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The content, free of any content coding.
    pub content: Bytes,
    /// How many bytes it took on the way.
    pub sent: usize,
    /// The content as JSON, whatever its format; null if there is none, only a part, or a page.
    pub json: Value,
    /// Whether the service requested the content before it responded.
    pub continued: bool,
}

// === impl Answer ===

impl Answer {
    pub(super) fn new(
        label: String,
        status: u16,
        headers: HeaderMap,
        content: Vec<u8>,
        continued: bool,
    ) -> Self {
        let sent = content.len();
        let coding = headers.get("content-encoding").map(|coding| coding.to_str().expect("a name"));
        let content = decoded(coding, content, &label);
        let mut answer =
            Self { label, status, headers, content: content.into(), sent, json: Value::Null, continued };
        if answer.is_data() {
            answer.json = answer.read();
        }
        answer
    }

    /// It must be the problem of this status and name.
    #[track_caller]
    pub fn is_refused(&self, status: u16, name: &str) {
        assert_eq!(self.status, status, "{self:#?}");
        assert_eq!(self.json["type"], format!("/problems/{name}"), "{self:#?}");
    }

    /// Whether the content is a whole representation of data.
    fn is_data(&self) -> bool {
        let is_shown = |kind: &str| {
            kind.starts_with("text/") || kind.starts_with("image/") || kind == "application/yaml"
        };
        self.status != 206 && !self.content.is_empty() && !self.header("content-type").is_some_and(is_shown)
    }

    fn read(&self) -> Value {
        let label = &self.label;
        if self.header("content-type") == Some(CBOR) {
            return ciborium::from_reader(&*self.content)
                .unwrap_or_else(|error| panic!("{label}: no CBOR: {error}"));
        }
        let text = self.text();
        if self.header("content-type") == Some(JSON_LINES) {
            return text.lines().map(|line| self.json(line)).collect();
        }
        self.json(text)
    }

    fn json(&self, text: &str) -> Value {
        let label = &self.label;
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{label}: no JSON: {error}: {text}"))
    }

    /// The content as a text.
    #[track_caller]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.content).unwrap_or_else(|error| panic!("{}: no UTF-8: {error}", self.label))
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Its target.
    #[track_caller]
    pub fn location(&self) -> &str {
        self.header("location").unwrap_or_else(|| panic!("no location: {self:#?}"))
    }

    /// The tag of the representation.
    #[track_caller]
    pub fn tag(&self) -> &str {
        self.header("etag").unwrap_or_else(|| panic!("no tag: {self:#?}"))
    }

    /// The target of the link to the next page.
    pub fn next(&self) -> Option<String> {
        self.link("next")
    }

    /// The target of the link of this relation.
    pub fn link(&self, relation: &str) -> Option<String> {
        let end = format!(">; rel=\"{relation}\"");
        let target = |link: &str| Some(link.strip_prefix('<')?.strip_suffix(&end)?.to_owned());
        self.header("link")?.split(", ").find_map(target)
    }

    /// The places of all errors that a problem lists, in order.
    #[track_caller]
    pub fn places(&self) -> Vec<String> {
        let errors = self.json["errors"].as_array().unwrap_or_else(|| panic!("no errors: {self:#?}"));
        let place = |error: &Value| -> Option<String> {
            let kinds = ["pointer", "parameter", "header"];
            kinds.into_iter().find_map(|kind| error.get(kind))?.as_str().map(str::to_owned)
        };
        let mut places: Vec<_> =
            errors.iter().map(|error| place(error).expect("an error has a place")).collect();
        places.sort_unstable();
        places
    }

    /// The rules for all responses, whatever the request. A successful response is in a requested format.
    #[track_caller]
    pub(super) fn keep_to_the_rules(&self, secrets: &[String], wanted: &str) {
        assert!(self.status < 500 || matches!(self.status, 501 | 503 | 504), "a defect: {self:#?}");
        let head = self.label.starts_with("HEAD ");
        let there = |name: &str| assert!(self.headers.contains_key(name), "no {name}: {self:#?}");
        for name in ["date", "x-request-id", "cache-control", "x-content-type-options"] {
            there(name);
        }
        assert!(!self.headers.contains_key("server"), "tells what it runs on: {self:#?}");
        // The fields of a 304 replace those of the stored page.
        if self.status != 304 {
            there("content-security-policy");
        }
        match self.status {
            200 if !head && !self.headers.contains_key("transfer-encoding") => there("content-length"),
            201 | 307 | 308 => there("location"),
            206 => there("content-range"),
            401 => there("www-authenticate"),
            405 => there("allow"),
            503 => there("retry-after"),
            _ => {}
        }
        if self.status >= 400 {
            self.is_a_problem(head);
        } else if !self.content.is_empty() {
            assert_eq!(self.header("content-type"), Some(wanted), "{self:#?}");
        }
        assert!(!self.is_data() || !has_null(&self.json), "null instead of absent: {self:#?}");
        for secret in secrets {
            let shown = String::from_utf8_lossy(&self.content).contains(secret)
                || self
                    .headers
                    .values()
                    .any(|value| String::from_utf8_lossy(value.as_bytes()).contains(secret));
            assert!(!shown, "shows a secret: {self:#?}");
        }
    }

    #[track_caller]
    fn is_a_problem(&self, head: bool) {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:#?}");
        if !head {
            let name = self.json["type"].as_str().and_then(|name| name.strip_prefix("/problems/"));
            assert!(name.is_some_and(|name| !name.is_empty()), "{self:#?}");
            assert!(self.json["title"].as_str().is_some_and(|title| !title.is_empty()), "{self:#?}");
            assert_eq!(self.json["status"], self.status, "{self:#?}");
        }
    }
}

/// Content without its coding, which must end where the content does.
fn decoded(coding: Option<&str>, content: Vec<u8>, label: &str) -> Vec<u8> {
    let (Some(coding), false) = (coding, content.is_empty()) else { return content };
    let (mut rest, mut whole) = (&*content, Vec::new());
    let read = match coding {
        "gzip" => GzDecoder::new(&mut rest).read_to_end(&mut whole),
        "br" => brotli::Decompressor::new(&mut rest, 4096).read_to_end(&mut whole),
        "zstd" => {
            zstd::Decoder::with_buffer(&mut rest).and_then(|mut decoder| decoder.read_to_end(&mut whole))
        }
        other => panic!("{label}: the coding {other} is unknown"),
    };
    read.unwrap_or_else(|error| panic!("{label}: no {coding}: {error}"));
    assert!(rest.is_empty(), "{label}: more comes after the end of {coding}");
    whole
}

fn has_null(json: &Value) -> bool {
    match json {
        Value::Null => true,
        Value::Array(items) => items.iter().any(has_null),
        Value::Object(members) => members.values().any(has_null),
        _ => false,
    }
}
