//! Very many requests, and very many different ones.

use std::{
    env,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    thread,
    time::{Duration, Instant},
};

use super::Abused;

/// How large the cache of the sources is, in bytes.
const CACHE: u64 = 1_000_000;

/// The parts that must not grow with the number of URLs.
#[derive(Debug)]
#[expect(dead_code, reason = "some of it is only shown")]
struct Numbers {
    /// Resident memory, in KiB.
    memory: u64,
    /// In the metrics.
    series: usize,
    /// By the cache of the sources, in bytes.
    cached: u64,
}

// === impl Numbers ===

impl Numbers {
    fn of(abused: &Abused) -> Self {
        let metrics = abused.service.stranger().get("/metrics").is(200);
        let series = metrics.text().lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let cached = series.clone().find_map(|line| line.strip_prefix("ogrom_cache_bytes "));
        Self {
            memory: abused.service.size(),
            series: series.count(),
            cached: cached.and_then(|bytes| bytes.parse().ok()).expect("it is reported"),
        }
    }
}

/// Sends requests for all of these over one connection without waiting for responses; the statuses.
fn pipelined(mut stream: TcpStream, targets: &[String]) -> Vec<u16> {
    let mut reader = BufReader::new(stream.try_clone().expect("a handle"));
    let request = |target| format!("GET {target} HTTP/1.1\r\nhost: a\r\n\r\n");
    let requests = targets.iter().map(request).collect::<Vec<_>>().concat();
    let writer = thread::spawn(move || stream.write_all(requests.as_bytes()).expect("the service reads"));
    let statuses = targets.iter().map(|_| status(&mut reader)).collect();
    writer.join().expect("no panic");
    statuses
}

/// The status of the next response, whose content is skipped.
fn status(reader: &mut BufReader<TcpStream>) -> u16 {
    let (mut status, mut length) = (0, 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).expect("a response");
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
            status = rest[..3].parse().expect("a status");
        } else if let Some(rest) = line.strip_prefix("content-length: ") {
            length = rest.parse().expect("a length");
        }
    }
    reader.read_exact(&mut vec![0; length]).expect("all of the content");
    status
}

#[test]
fn twenty_thousand_requests_at_once_are_answered() {
    Abused::with(&[]).stands(super::FLAT, |abused| {
        let targets = vec!["/v1/en-GB/products?limit=1".to_owned(); 100];
        let answers: Vec<u16> = thread::scope(|scope| {
            let clients: Vec<_> =
                (0..200).map(|_| scope.spawn(|| pipelined(abused.connect(), &targets))).collect();
            clients.into_iter().flat_map(|client| client.join().expect("all get responses")).collect()
        });
        assert_eq!(answers.len(), 20_000);
        let shed = answers.iter().filter(|status| **status == 503).count();
        assert!(answers.iter().all(|status| matches!(status, 200 | 503)), "{answers:?}");
        assert!(shed < 20_000, "no request got a response");
    });
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test has no command line for the number")]
fn different_urls_without_end_leave_nothing_behind() {
    // As many as the time allows, or the given number. A cache that holds them all would be unbounded.
    const TIME: Duration = Duration::from_secs(15);
    let wanted: Option<usize> = env::var("DISTINCT_URLS").ok().map(|count| count.parse().expect("a number"));
    let most = wanted.unwrap_or(usize::MAX);
    let abused = Abused::with(&[("OGROM_CACHE_BYTES", &CACHE.to_string())]);
    let next = AtomicUsize::new(0);
    // Of each kind, some were requested before.
    ask_for(&abused, &different(next.fetch_add(300, Relaxed)));
    let before = Numbers::of(&abused);
    abused.stands(super::FLAT, |abused| {
        let began = Instant::now();
        let more = || next.load(Relaxed) < most && (wanted.is_some() || began.elapsed() < TIME);
        thread::scope(|scope| {
            let client = || {
                while more() {
                    ask_for(abused, &different(next.fetch_add(300, Relaxed)));
                }
            };
            (0..4).for_each(|_| drop(scope.spawn(client)));
        });
        let (total, after) = (next.load(Relaxed), Numbers::of(abused));
        assert!(total > 1_000, "only {total}");
        assert!(after.cached <= CACHE, "{after:?}");
        // Some values are counted for the first time now, such as evictions.
        assert!(after.series <= before.series + 10, "{before:?}, after {total} others {after:?}");
        if wanted.is_some() {
            tell(&format!("before {before:?}, after {total} URLs {after:?}"));
        }
    });
}

/// So many different targets from this number on that lead nowhere.
fn different(from: usize) -> Vec<String> {
    let target = |number| match number % 3 {
        0 => format!("/v1/en-GB/products/p-{number}"),
        1 => format!("/v1/en-GB/x-{number}"),
        _ => format!("/v1/de-DE/users/u-{number}"),
    };
    (from..from + 300).map(target).collect()
}

fn ask_for(abused: &Abused, targets: &[String]) {
    let statuses = pipelined(abused.connect(), targets);
    assert!(statuses.iter().all(|status| *status == 404), "{statuses:?}");
}

#[expect(clippy::print_stderr, reason = "a run by hand shows its result")]
fn tell(text: &str) {
    eprintln!("{text}");
}
