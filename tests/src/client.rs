//! A client of a running service: verbs that read as prose, over one connection that is reused as long as the service
//! keeps it.

#![expect(
    clippy::missing_panics_doc,
    reason = "a harness panics where something fails, and so fails the test"
)]

mod answer;
mod request;
mod wire;

use std::{
    cell::{Cell, RefCell},
    net::SocketAddr,
};

use serde_json::Value;

use self::wire::Connection;
pub use self::{answer::Answer, request::Request};

/// A client of a service.
#[derive(Debug)]
pub struct Client {
    address: SocketAddr,
    /// The client's `Authorization`.
    shown: Option<String>,
    /// The texts that no response may contain.
    secrets: Vec<String>,
    /// Whether there is a proxy in between, which may change messages.
    through_proxy: bool,
    /// The open connection, where there is one.
    connection: RefCell<Option<Connection>>,
    /// How many connections were opened.
    connections: Cell<usize>,
}

/// A request and its response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exercised {
    /// The method.
    pub method: String,
    /// The path without the query.
    pub path: String,
    /// The status of the response.
    pub status: u16,
}

thread_local! {
    static EXERCISED: RefCell<Vec<Exercised>> = const { RefCell::new(Vec::new()) };
}

/// The requests on this thread since the last call.
pub fn take_exercised() -> Vec<Exercised> {
    EXERCISED.take()
}

// === impl Client ===

impl Client {
    /// An anonymous client.
    pub fn new(address: SocketAddr) -> Self {
        let connection = RefCell::new(None);
        Self {
            address,
            shown: None,
            secrets: Vec::new(),
            through_proxy: false,
            connection,
            connections: Cell::new(0),
        }
    }

    /// The same, through a proxy: responses are not checked against the promises of the service.
    #[must_use]
    pub fn through_proxy(self) -> Self {
        Self { through_proxy: true, ..self }
    }

    /// The same, with a bearer token, which no response may contain.
    #[must_use]
    pub fn with_token(self, token: &str) -> Self {
        self.showing(&format!("Bearer {token}"))
    }

    /// The same, with these credentials, the secret of which no response may contain.
    #[must_use]
    pub fn showing(self, credentials: &str) -> Self {
        let secret = credentials.split_once(' ').map(|(_, secret)| secret.to_owned());
        Self { shown: Some(credentials.to_owned()), ..self }.keeping_secret(secret)
    }

    /// The same, and these texts must be in no response.
    #[must_use]
    pub fn keeping_secret(mut self, secrets: impl IntoIterator<Item = String>) -> Self {
        self.secrets.extend(secrets);
        self
    }

    /// The address of the service.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many connections this client has opened so far.
    pub fn connections(&self) -> usize {
        self.connections.get()
    }

    /// A request with this method. A path without a slash in front is one below the version of the API.
    pub fn ask(&self, method: &str, path: &str) -> Request<'_> {
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/v1/{path}") };
        let request = Request::new(self, method, path);
        match &self.shown {
            Some(credentials) => request.header("authorization", credentials),
            None => request,
        }
    }

    /// A GET.
    pub fn get(&self, path: &str) -> Request<'_> {
        self.ask("GET", path)
    }

    /// A HEAD.
    pub fn head(&self, path: &str) -> Request<'_> {
        self.ask("HEAD", path)
    }

    /// An OPTIONS.
    pub fn options(&self, path: &str) -> Request<'_> {
        self.ask("OPTIONS", path)
    }

    /// A DELETE.
    pub fn delete(&self, path: &str) -> Request<'_> {
        self.ask("DELETE", path)
    }

    /// A POST of JSON.
    pub fn post(&self, path: &str, content: &Value) -> Request<'_> {
        self.ask("POST", path).content("application/json", content.to_string())
    }

    /// A PUT of JSON.
    pub fn put(&self, path: &str, content: &Value) -> Request<'_> {
        self.ask("PUT", path).content("application/json", content.to_string())
    }

    /// A PATCH with a merge patch.
    pub fn patch(&self, path: &str, content: &Value) -> Request<'_> {
        self.ask("PATCH", path).content("application/merge-patch+json", content.to_string())
    }

    /// The items on all pages of a list, found by following its links.
    pub fn items(&self, path: &str) -> Vec<Value> {
        let mut items = Vec::new();
        let mut next = Some(path.to_owned());
        while let Some(path) = next {
            let page = self.get(&path).is(200);
            assert_eq!(
                page.json.get("next").is_some(),
                page.next().is_some(),
                "the link is the cursor's: {page:#?}"
            );
            items.extend(page.json["items"].as_array().expect("a list has items").iter().cloned());
            next = page.next();
            assert!(items.len() < 100_000, "{path} never ends");
        }
        items
    }

    /// The identifiers on all pages of a list.
    pub fn ids(&self, path: &str) -> Vec<String> {
        self.items(path).iter().map(|item| item["id"].as_str().expect("an id is a text").to_owned()).collect()
    }

    /// Sends bytes as they are, on a new connection, be they a request or not.
    pub fn raw(&self, bytes: &[u8]) -> Answer {
        let mut connection = self.connect();
        connection.send(bytes);
        self.answer_to(bytes, &mut connection)
    }

    /// The same, and ends its side of the connection before it reads the response.
    pub fn raw_and_no_more(&self, bytes: &[u8]) -> Answer {
        let mut connection = self.connect();
        connection.send(bytes);
        connection.send_no_more();
        self.answer_to(bytes, &mut connection)
    }

    /// The same, and reads all that comes until the service ends the connection.
    pub fn hears(&self, bytes: &[u8]) -> String {
        let mut connection = self.connect();
        connection.send(bytes);
        connection.rest()
    }

    fn answer_to(&self, bytes: &[u8], connection: &mut Connection) -> Answer {
        let method = if bytes.starts_with(b"HEAD ") { "HEAD" } else { "GET" };
        let answer = connection.answer(method, "what is sent as it is");
        answer.keep_to_the_rules(&self.secrets, answer::JSON);
        answer
    }

    /// Sends these bytes again and again, `times` at most, on a new connection. Whether the service took them all.
    pub fn pours(&self, head: &[u8], bytes: &[u8], times: usize) -> bool {
        let mut connection = self.connect();
        connection.send(head) && (0..times).all(|_| connection.send(bytes))
    }

    /// Sends the beginning of a request on a new connection, ends it, and waits until the service has ended it too.
    pub fn cut_off(&self, bytes: &[u8]) {
        let mut connection = self.connect();
        connection.send(bytes);
        connection.end();
    }

    /// The open connection, or a new one.
    fn connection(&self) -> Connection {
        self.connection.take().unwrap_or_else(|| self.connect())
    }

    fn connect(&self) -> Connection {
        self.connections.set(self.connections.get() + 1);
        Connection::to(self.address)
    }
}
