//! A request on its way.

use std::fmt::Write as _;

use super::{
    Answer, Client, EXERCISED, Exercised,
    answer::{CBOR, HTML, JSON, JSON_LINES},
};
use crate::documented;

/// How many bytes of content one chunk takes.
const CHUNK: usize = 16 * 1024;

/// Where pages are, for people, instead of data.
const PAGES: [&str; 3] = ["/docs/", "/problems/", "/_trace"];

/// The formats of files, by the ends of their names.
const FILES: [(&str, &str); 5] = [
    (".css", "text/css; charset=utf-8"),
    (".js", "text/javascript; charset=utf-8"),
    (".svg", "image/svg+xml"),
    (".yaml", "application/yaml"),
    ("/metrics", "text/plain; version=0.0.4; charset=utf-8"),
];

/// A request, to be sent by a method that names the expected result.
#[derive(Debug)]
#[must_use = "a request is sent by `is`, `is_refused` or `answer`"]
pub struct Request<'a> {
    client: &'a Client,
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    content: Option<Vec<u8>>,
    chunked: bool,
    /// The accepted formats of the response.
    wanted: &'static str,
}

// === impl Request ===

impl<'a> Request<'a> {
    pub(super) fn new(client: &'a Client, method: &str, path: String) -> Self {
        let method = method.to_owned();
        let ends = |(end, _): &&(&str, &str)| path.ends_with(end);
        let wanted = match FILES.iter().find(ends) {
            Some((_, media_type)) => media_type,
            None if PAGES.iter().any(|pages| path.starts_with(pages)) => HTML,
            None => JSON,
        };
        Self { client, method, path, headers: Vec::new(), content: None, chunked: false, wanted }
    }

    /// With another header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// For a response in CBOR.
    pub fn cbor(self) -> Self {
        Self { wanted: CBOR, ..self.header("accept", CBOR) }
    }

    /// For a response in JSON Lines.
    pub fn lines(self) -> Self {
        Self { wanted: JSON_LINES, ..self.header("accept", JSON_LINES) }
    }

    /// For a response in one of these content codings, as `Accept-Encoding` has them.
    pub fn coded(self, codings: &str) -> Self {
        self.header("accept-encoding", codings)
    }

    /// Only if this tag, quotes included, is the present one.
    pub fn if_match(self, tag: &str) -> Self {
        self.header("if-match", tag)
    }

    /// Only if this tag, quotes included, is not the present one.
    pub fn if_none_match(self, tag: &str) -> Self {
        self.header("if-none-match", tag)
    }

    /// On top of the present state: reads its tag first, as a client does, and sends it as `If-Match`. Without a tag
    /// there is no condition.
    #[track_caller]
    pub fn current(self) -> Self {
        let tag = self.client.get(&self.path).answer().header("etag").map(ToOwned::to_owned);
        tag.iter().fold(self, |request, tag| request.if_match(tag))
    }

    /// With this content, in place of any earlier one.
    pub fn content(mut self, media_type: &str, content: impl Into<Vec<u8>>) -> Self {
        self.headers.retain(|(name, _)| name != "content-type");
        self.content = Some(content.into());
        self.header("content-type", media_type)
    }

    /// With its content in chunks, so that its length is unknown before its end.
    pub fn chunked(self) -> Self {
        Self { chunked: true, ..self }
    }

    /// Sends it; the response must have this status.
    #[track_caller]
    pub fn is(self, status: u16) -> Answer {
        let answer = self.answer();
        assert_eq!(answer.status, status, "{answer:#?}");
        answer
    }

    /// Sends it; the response must be the problem of this status and name.
    #[track_caller]
    pub fn is_refused(self, status: u16, name: &str) -> Answer {
        let answer = self.answer();
        answer.is_refused(status, name);
        answer
    }

    /// Sends it. The connection is used again unless the service ends it, which it must do in good order.
    #[track_caller]
    pub fn answer(self) -> Answer {
        let mut connection = self.client.connection();
        connection.send(&self.bytes());
        let answer = connection.answer(&self.method, &self.path);
        if answer.header("connection") == Some("close") {
            assert!(connection.is_at_end(), "more comes after the last response: {answer:#?}");
        } else {
            self.client.connection.replace(Some(connection));
        }
        if self.client.through_proxy {
            return answer;
        }
        answer.keep_to_the_rules(&self.client.secrets, self.wanted);
        let contradiction = documented::contradiction(&self.method, &self.path, &answer);
        assert!(
            contradiction.is_none(),
            "against the document: {}: {answer:#?}",
            contradiction.unwrap_or_default()
        );
        let path = self.path.split('?').next().unwrap_or_default().to_owned();
        let exercised = Exercised { method: self.method, path, status: answer.status };
        EXERCISED.with_borrow_mut(|all| all.push(exercised));
        answer
    }

    fn bytes(&self) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\nhost: {}\r\n", self.method, self.path, self.client.address);
        for (name, value) in &self.headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        match &self.content {
            None => [head.as_bytes(), b"\r\n"].concat(),
            Some(content) if self.chunked => {
                let chunks = content
                    .chunks(CHUNK)
                    .flat_map(|chunk| [format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat());
                let start = format!("{head}transfer-encoding: chunked\r\n\r\n").into_bytes();
                start.into_iter().chain(chunks).chain(*b"0\r\n\r\n").collect()
            }
            Some(content) => {
                let start = format!("{head}content-length: {}\r\n\r\n", content.len());
                [start.as_bytes(), content].concat()
            }
        }
    }
}
