//! Lists that are written while they are sent.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use futures_util::stream;
use ogrom_core_resource::{
    Access, Cx, Endpoint, Existence, Fault, Format, Get, NoParameters, Resource, Result, Stream,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{connected, soon};

/// How many items there are.
const COUNT: usize = 200_000;

/// How long each is on its line, the line feed included, in bytes.
const LINE: usize = 100;

/// How many bytes may be on their way between the source and the client: in the buffers of the system on both sides, and
/// in those of the server. A tenth of all.
const WINDOW: usize = COUNT * LINE / 10;

const GET: &[u8] = b"GET /subject HTTP/1.1\r\nhost: a\r\naccept: application/jsonl\r\n\r\n";

/// A long list that counts the requested items, and may fail at one of them.
struct Long {
    asked: Arc<AtomicUsize>,
    fails_at: usize,
}

// === impl Long ===

impl Long {
    fn item(&self, n: usize) -> Result<String> {
        self.asked.fetch_add(1, SeqCst);
        if n == self.fails_at {
            return Err(Fault::unavailable(None, "the source fails"));
        }
        // With its quotes and its line feed.
        Ok(format!("{n:0width$}", width = LINE - 3))
    }
}

impl Resource for Long {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = ();

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    fn formats(&self) -> &[Format] {
        const { &[Format::JSON_LINES] }
    }

    async fn exists(&self, _: &Cx, (): &(), _: &NoParameters) -> Result<Existence<()>> {
        Ok(Existence::Found(()))
    }
}

impl Stream for Long {
    type Item = String;

    async fn items(
        &self,
        _: &Cx,
        (): (),
    ) -> Result<impl stream::Stream<Item = Result<String>> + Send + 'static> {
        let list = Self { asked: Arc::clone(&self.asked), fails_at: self.fails_at };
        Ok(stream::iter((0..COUNT).map(move |n| list.item(n))))
    }
}

/// The control: the same list, collected before it is sent.
impl Get for Long {
    type View = Vec<String>;

    async fn get(&self, _: &Cx, (): &()) -> Result<Vec<String>> {
        (0..COUNT).map(|n| self.item(n)).collect()
    }
}

/// Reads all that an endpoint sends, with pauses. How far the source was ahead of the client at most, in bytes, and how
/// much came.
async fn read_slowly(endpoint: Endpoint, asked: &AtomicUsize) -> io::Result<(usize, usize)> {
    let mut client = connected(endpoint).await?;
    client.write_all(GET).await?;
    let (mut pieces, mut read, mut ahead) = (0_usize, 0, 0);
    let mut piece = vec![0; 64 * 1024];
    loop {
        let length = client.read(&mut piece).await?;
        if length == 0 {
            return Ok((ahead, read));
        }
        (pieces, read) = (pieces + 1, read + length);
        if pieces.is_multiple_of(16) {
            // Time to run ahead, for a sender that does.
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        ahead = ahead.max((asked.load(SeqCst) * LINE).saturating_sub(read));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_source_is_not_asked_for_more_than_the_client_reads() {
    let asked = Arc::new(AtomicUsize::new(0));
    let long = Long { asked: Arc::clone(&asked), fails_at: COUNT };
    let (ahead, read) = soon(read_slowly(Endpoint::of(long).stream().into(), &asked)).await.unwrap();
    assert_eq!(asked.load(SeqCst), COUNT);
    assert!(read > COUNT * LINE, "all of it came: {read}");
    assert!(ahead < WINDOW, "{ahead} bytes ahead");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_that_is_collected_first_runs_ahead() {
    let asked = Arc::new(AtomicUsize::new(0));
    let long = Long { asked: Arc::clone(&asked), fails_at: COUNT };
    let (ahead, _) = soon(read_slowly(Endpoint::of(long).get().into(), &asked)).await.unwrap();
    assert!(ahead > WINDOW, "the measure sees nothing: {ahead} bytes ahead");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_that_fails_on_its_way_is_cut_off() {
    for (fails_at, whole) in [(1, false), (5, false), (1_000, false), (COUNT - 1, false), (COUNT, true)] {
        let long = Long { asked: Arc::default(), fails_at };
        let mut client = connected(Endpoint::of(long).stream().into()).await.unwrap();
        client.write_all(GET).await.unwrap();
        let mut told = Vec::new();
        // However it is cut off: by an end or by a reset.
        let _ = soon(client.read_to_end(&mut told)).await;
        assert!(told.starts_with(b"HTTP/1.1 200 OK\r\n"), "{fails_at}");
        assert_eq!(told.ends_with(b"\r\n0\r\n\r\n"), whole, "{fails_at}");
        let lines = String::from_utf8_lossy(&told).matches('"').count() / 2;
        // The part that exceeds the connection's buffer is lost.
        let sent = if fails_at < 10 || whole { fails_at } else { 1 };
        assert!((sent..=fails_at).contains(&lines), "{lines} of {fails_at}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_that_fails_at_once_is_a_problem() {
    let long = Long { asked: Arc::default(), fails_at: 0 };
    let mut client = connected(Endpoint::of(long).stream().into()).await.unwrap();
    client.write_all(GET).await.unwrap();
    let mut told = String::new();
    soon(client.read_to_string(&mut told)).await.unwrap();
    assert!(told.starts_with("HTTP/1.1 503 ") && told.contains("application/problem+json"), "{told}");
}
