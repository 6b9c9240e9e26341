//! HTTP/1.1 as bytes, as strict as a reader can be, so that no irregularity on the wire goes unnoticed.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{Shutdown, SocketAddr, TcpStream},
    time::Duration,
};

use http::{HeaderMap, HeaderName, HeaderValue};

use super::Answer;

/// How long a response may take. Only a test that fails waits so long.
const PATIENCE: Duration = Duration::from_secs(20);

/// A connection to a service.
#[derive(Debug)]
pub(super) struct Connection(BufReader<TcpStream>);

// === impl Connection ===

impl Connection {
    pub(super) fn to(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("the service listens");
        stream.set_nodelay(true).expect("a connection can be without delay");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout can be set");
        stream.set_write_timeout(Some(PATIENCE)).expect("a timeout can be set");
        Self(BufReader::new(stream))
    }

    /// Sends as much as the service takes: it may respond and close before it has read everything. Returns whether it
    /// took all.
    pub(super) fn send(&mut self, bytes: &[u8]) -> bool {
        self.0.get_mut().write_all(bytes).is_ok()
    }

    /// Reads the response to a request of this method. Interim responses are noted and skipped.
    pub(super) fn answer(&mut self, method: &str, label: &str) -> Answer {
        let mut continued = false;
        loop {
            let (status, headers) = self.head(label);
            if status == 100 {
                continued = true;
                continue;
            }
            let content = self.content(method, status, &headers, label);
            return Answer::new(format!("{method} {label}"), status, headers, content, continued);
        }
    }

    /// Ends the sending side, if the service is still connected.
    pub(super) fn send_no_more(&mut self) {
        let _ = self.0.get_mut().shutdown(Shutdown::Write);
    }

    /// Sends no more, and reads until the service sends no more either.
    pub(super) fn end(&mut self) {
        self.send_no_more();
        self.0.read_to_end(&mut Vec::new()).expect("the service ends the connection too");
    }

    /// All that comes until the service ends the connection.
    pub(super) fn rest(&mut self) -> String {
        let mut rest = Vec::new();
        self.0.read_to_end(&mut rest).expect("the service ends the connection");
        String::from_utf8_lossy(&rest).into_owned()
    }

    /// Whether the service has ended the connection in good order, with nothing more to read.
    pub(super) fn is_at_end(&mut self) -> bool {
        let mut rest = Vec::new();
        self.0.read_to_end(&mut rest).is_ok() && rest.is_empty()
    }

    fn head(&mut self, label: &str) -> (u16, HeaderMap) {
        let line = self.line(label);
        let status = line.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)?.parse().ok());
        let status = status.unwrap_or_else(|| panic!("{label}: no status line: {line:?}"));
        let mut headers = HeaderMap::new();
        loop {
            let line = self.line(label);
            if line.is_empty() {
                return (status, headers);
            }
            let (name, value) =
                line.split_once(": ").unwrap_or_else(|| panic!("{label}: no header: {line:?}"));
            let name: HeaderName = name.parse().expect("a name of a header");
            headers.append(name, HeaderValue::from_str(value).expect("a value of a header"));
        }
    }

    /// A line without its end, which must be CR LF.
    fn line(&mut self, label: &str) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap_or_else(|error| panic!("{label}: no response: {error}"));
        let text = line.strip_suffix("\r\n");
        text.unwrap_or_else(|| panic!("{label}: the connection ended at {line:?}")).to_owned()
    }

    fn content(&mut self, method: &str, status: u16, headers: &HeaderMap, label: &str) -> Vec<u8> {
        if method == "HEAD" || matches!(status, 204 | 304) {
            return Vec::new();
        }
        if headers.get("transfer-encoding").is_some_and(|coding| coding == "chunked") {
            assert!(!headers.contains_key("content-length"), "{label}: two lengths: {headers:?}");
            return self.chunks(label);
        }
        let length = headers.get("content-length").and_then(|length| length.to_str().ok()?.parse().ok());
        let length = length.unwrap_or_else(|| panic!("{label}: no length: {headers:?}"));
        self.exactly(length, label)
    }

    /// RFC 9112 §7.1: pieces with their lengths in front, up to the one without content.
    fn chunks(&mut self, label: &str) -> Vec<u8> {
        let mut content = Vec::new();
        loop {
            let line = self.line(label);
            let length = usize::from_str_radix(&line, 16);
            let length = length.unwrap_or_else(|_| panic!("{label}: no length of a chunk: {line:?}"));
            content.extend(self.exactly(length, label));
            assert_eq!(self.line(label), "", "{label}: a chunk is longer than it says");
            if length == 0 {
                return content;
            }
        }
    }

    fn exactly(&mut self, length: usize, label: &str) -> Vec<u8> {
        let mut content = vec![0; length];
        self.0
            .read_exact(&mut content)
            .unwrap_or_else(|error| panic!("{label}: content is cut off: {error}"));
        content
    }
}
