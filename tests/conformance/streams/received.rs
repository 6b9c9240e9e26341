//! Lists that are taken in while they arrive.

use std::{future::ready, io};

use futures_util::TryStreamExt;
use ogrom_core_resource::{
    Access, Cx, Endpoint, Existence, Items, NoParameters, Outcome, Post, Posted, Receive, Resource, Result,
    Validators,
};
use schemars::JsonSchema;
use serde::Deserialize;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::watch,
};

use super::{connected, soon};

/// How many items are sent: 50 megabytes of them.
const COUNT: usize = 50_000;

/// How long each is, with its separator, in bytes.
const LINE: usize = 1_000;

/// How many are sent in one write.
const AT_ONCE: usize = 500;

/// Counts the items that it takes, and reports them.
struct ChangeCounters(watch::Sender<usize>);

#[derive(Deserialize, JsonSchema)]
struct Entry {
    text: String,
}

// === impl ChangeCounters ===

impl ChangeCounters {
    fn take(&self, entry: &Entry) {
        assert!(entry.text.starts_with('x'));
        self.0.send_modify(|seen| *seen += 1);
    }
}

impl Resource for ChangeCounters {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = ();

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    fn max_content(&self) -> usize {
        COUNT * LINE + 2
    }

    async fn exists(&self, _: &Cx, (): &(), _: &NoParameters) -> Result<Existence<()>> {
        Ok(Existence::Found(()))
    }
}

impl Receive for ChangeCounters {
    type Item = Entry;
    type Response = usize;

    async fn receive(
        &self,
        _: &Cx,
        (): &(),
        _: Option<()>,
        items: Items<Entry>,
    ) -> Result<Outcome<Posted<usize>>> {
        let take = |entry| {
            self.take(&entry);
            ready(Ok(()))
        };
        items.try_for_each(take).await?;
        Ok(Outcome::Ok(Posted { view: *self.0.borrow(), validators: Validators::NONE }))
    }
}

/// The control: the same list, as content that is read before it is processed.
impl Post for ChangeCounters {
    type Body = Vec<Entry>;
    type Response = usize;

    async fn post(
        &self,
        _: &Cx,
        (): &(),
        _: Option<()>,
        entries: Vec<Entry>,
    ) -> Result<Outcome<Posted<usize>>> {
        for entry in &entries {
            self.take(entry);
        }
        Ok(Outcome::Ok(Posted { view: entries.len(), validators: Validators::NONE }))
    }
}

/// An item with its separator.
fn line(separator: char) -> String {
    let around = "{\"text\":\"\"}".len() + 1;
    format!("{{\"text\":\"{}\"}}{separator}", "x".repeat(LINE - around))
}

async fn begin(endpoint: Endpoint, media_type: &str, length: usize) -> io::Result<TcpStream> {
    let mut client = connected(endpoint).await?;
    let head = format!(
        "POST /subject HTTP/1.1\r\nhost: a\r\ncontent-type: {media_type}\r\ncontent-length: {length}\r\n\r\n"
    );
    client.write_all(head.as_bytes()).await?;
    Ok(client)
}

async fn answer(mut client: TcpStream) -> io::Result<String> {
    let mut told = String::new();
    client.read_to_string(&mut told).await?;
    Ok(told)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn items_are_seen_while_more_are_being_sent() {
    let (tally, mut seen) = watch::channel(0);
    let mut client =
        begin(Endpoint::of(ChangeCounters(tally)).receive().into(), "application/jsonl", COUNT * LINE)
            .await
            .unwrap();
    let some = line('\n').repeat(AT_ONCE);
    for sent in (AT_ONCE..=COUNT).step_by(AT_ONCE) {
        client.write_all(some.as_bytes()).await.unwrap();
        // A resource that waits for the end of the content never reaches it.
        soon(seen.wait_for(|seen| *seen == sent)).await.unwrap();
    }
    let told = soon(answer(client)).await.unwrap();
    assert!(told.starts_with("HTTP/1.1 200 OK\r\n") && told.ends_with(&COUNT.to_string()), "{told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn content_that_is_read_first_shows_nothing_before_its_end() {
    let (tally, seen) = watch::channel(0);
    let endpoint = Endpoint::of(ChangeCounters(tally)).post().into();
    let mut client = begin(endpoint, "application/json", COUNT * LINE + 1).await.unwrap();
    let all = line(',').repeat(COUNT);
    let all = format!("[{}", all.strip_suffix(',').unwrap());
    soon(client.write_all(all.as_bytes())).await.unwrap();
    assert_eq!(*seen.borrow(), 0, "the measure sees what cannot be");
    client.write_all(b"]").await.unwrap();
    assert!(soon(answer(client)).await.unwrap().starts_with("HTTP/1.1 200 OK\r\n"));
    assert_eq!(*seen.borrow(), COUNT);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_item_is_answered_before_the_rest_is_sent() {
    let (tally, _seen) = watch::channel(0);
    let mut client =
        begin(Endpoint::of(ChangeCounters(tally)).receive().into(), "application/jsonl", COUNT * LINE)
            .await
            .unwrap();
    let some = line('\n').repeat(3) + "{\"text\":7}\n";
    client.write_all(some.as_bytes()).await.unwrap();
    let mut told = vec![0; 4096];
    let length = soon(client.read(&mut told)).await.unwrap();
    let told = String::from_utf8_lossy(&told[..length]);
    assert!(told.starts_with("HTTP/1.1 422 ") && told.contains("\"/3/text\""), "{told}");
}
