//! Streams in a content coding: each sent part arrives, even if much more is to come.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    sync::{Arc, Mutex},
    time::Duration,
};

use futures_util::stream;
use ogrom_core::mount::Routes;
use ogrom_core_resource::{Access, Cx, Endpoint, Existence, Fault, NoParameters, Resource, Result, Stream};
use ogrom_server::{Pipeline, lifecycle::Lifecycle, system::RandomIdentities};
use ogrom_server_identity::Authenticator;
use ogrom_server_listen::{ConnectionOptions, Server};
use tokio::{
    net::TcpListener,
    runtime::Runtime,
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
};

use super::CODINGS;

/// Streams what the test sends, when it is sent; a zero is a failure.
struct Told(Mutex<Option<UnboundedReceiver<u64>>>);

// === impl Told ===

impl Resource for Told {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = ();

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    async fn exists(&self, _: &Cx, (): &(), _: &NoParameters) -> Result<Existence<()>> {
        Ok(Existence::Found(()))
    }
}

impl Stream for Told {
    type Item = u64;

    async fn items(
        &self,
        _: &Cx,
        (): (),
    ) -> Result<impl futures_util::Stream<Item = Result<u64>> + Send + 'static> {
        let numbers = self.0.lock().expect("no thread panics with it").take().expect("it is called once");
        Ok(stream::unfold(numbers, async |mut numbers| {
            let number = numbers.recv().await?;
            let item = if number == 0 { Err(Fault::internal("told to fail")) } else { Ok(number) };
            Some((item, numbers))
        }))
    }
}

/// Content that is read while it comes, taken out of its chunks. At the end of the connection it is cut off.
struct Chunks(BufReader<TcpStream>);

// === impl Chunks ===

impl Read for Chunks {
    /// A whole chunk, whose length must fit.
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let mut line = String::new();
        self.0.read_line(&mut line)?;
        let length = usize::from_str_radix(line.trim_end(), 16).map_err(std::io::Error::other)?;
        self.0.read_exact(&mut buffer[..length + 2])?;
        Ok(length)
    }
}

/// The items of a response in this coding, line by line.
fn lines(address: SocketAddr, coding: &str) -> impl BufRead + use<> {
    let mut connection = TcpStream::connect(address).expect("the service listens");
    connection.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout can be set");
    let request = format!(
        "GET / HTTP/1.1\r\nhost: x\r\naccept: application/jsonl\r\naccept-encoding: {coding}\r\n\r\n"
    );
    connection.write_all(request.as_bytes()).expect("it listens");
    let mut connection = BufReader::new(connection);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        connection.read_line(&mut head).expect("a response begins");
    }
    assert!(head.contains(&format!("content-encoding: {coding}\r\n")), "{head}");
    let chunks = BufReader::with_capacity(1 << 17, Chunks(connection));
    let plain: Box<dyn Read> = match coding {
        "gzip" => Box::new(flate2::bufread::GzDecoder::new(chunks)),
        "br" => Box::new(brotli::Decompressor::new(chunks, 1 << 17)),
        _ => Box::new(zstd::Decoder::with_buffer(chunks).expect("there is memory")),
    };
    BufReader::new(plain)
}

fn served(runtime: &Runtime) -> (SocketAddr, UnboundedSender<u64>) {
    let (tell, told) = unbounded_channel();
    let address = runtime.block_on(async {
        let endpoint: Endpoint = Endpoint::of(Told(Mutex::new(Some(told)))).stream().into();
        let routes = Routes::new().at("/", endpoint).build().expect("one route fits");
        let pipeline = Pipeline::new(routes, Authenticator::default(), Arc::new(RandomIdentities));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("a listener has an address");
        let server = Server::new(pipeline, ConnectionOptions::default(), Lifecycle::default());
        tokio::spawn(async move { server.serve(listener).await });
        address
    });
    (address, tell)
}

#[test]
fn every_item_arrives_before_the_next_is_there() {
    let runtime = Runtime::new().expect("threads can be started");
    for coding in CODINGS {
        let (address, tell) = served(&runtime);
        tell.send(1).expect("it listens");
        let mut items = lines(address, coding);
        for number in 1..=20_u64 {
            let mut line = String::new();
            items.read_line(&mut line).unwrap_or_else(|error| panic!("{coding}: {number} is late: {error}"));
            assert_eq!(line, format!("{number}\n"), "{coding}");
            tell.send(number + 1).expect("it listens");
        }
        drop(tell);
        let mut rest = String::new();
        items.read_to_string(&mut rest).expect("the end is an end");
        assert_eq!(rest, "21\n", "{coding}");
    }
}

#[test]
fn many_items_at_once_arrive_as_they_are() {
    let runtime = Runtime::new().expect("threads can be started");
    for coding in CODINGS {
        let (address, tell) = served(&runtime);
        let all: Vec<u64> = (0..100_000).map(|n: u64| n.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1).collect();
        for number in &all {
            tell.send(*number).expect("it listens");
        }
        drop(tell);
        let numbers: Vec<u64> = lines(address, coding)
            .lines()
            .map(|line| line.expect("a line").parse().expect("a number"))
            .collect();
        assert!(numbers == all, "{coding}");
    }
}

#[test]
fn half_a_stream_never_looks_whole() {
    let runtime = Runtime::new().expect("threads can be started");
    for coding in CODINGS {
        let (address, tell) = served(&runtime);
        tell.send(1).expect("it listens");
        let mut items = lines(address, coding);
        let mut line = String::new();
        items.read_line(&mut line).expect("the first item comes");
        tell.send(0).expect("it listens");
        let rest = items.read_to_string(&mut line);
        assert!(rest.is_err(), "{coding}: {line:?} looks whole");
    }
}
