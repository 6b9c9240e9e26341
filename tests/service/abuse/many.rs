//! Very many requests, and very many different ones.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use super::Abused;

/// Asks for all of these over one connection without waiting for answers; the statuses.
fn pipelined(mut stream: TcpStream, targets: &[String]) -> Vec<u16> {
    let mut reader = BufReader::new(stream.try_clone().expect("a handle"));
    let request = |target| format!("GET {target} HTTP/1.1\r\nhost: a\r\n\r\n");
    let requests = targets.iter().map(request).collect::<Vec<_>>().concat();
    let writer = thread::spawn(move || stream.write_all(requests.as_bytes()).expect("the service reads"));
    let statuses = targets.iter().map(|_| status(&mut reader)).collect();
    writer.join().expect("no panic");
    statuses
}

/// The status of the next answer, whose content is skipped.
fn status(reader: &mut BufReader<TcpStream>) -> u16 {
    let (mut status, mut length) = (0, 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).expect("an answer");
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
            clients.into_iter().flat_map(|client| client.join().expect("all are answered")).collect()
        });
        assert_eq!(answers.len(), 20_000);
        let shed = answers.iter().filter(|status| **status == 503).count();
        assert!(answers.iter().all(|status| matches!(status, 200 | 503)), "{answers:?}");
        assert!(shed < 20_000, "nobody was answered");
    });
}

#[test]
fn different_urls_without_end_leave_nothing_behind() {
    // As many as there is time for; a cache that would hold them all is one that it does not have.
    const TIME: Duration = Duration::from_secs(15);
    let abused = Abused::with(&[("OGROM_CACHE_BYTES", "1000000")]);
    abused.stands(super::FLAT, |abused| {
        let began = Instant::now();
        let asked = |client: usize| {
            let mut asked = 0;
            while began.elapsed() < TIME {
                let targets: Vec<_> = (asked..asked + 300)
                    .map(|number| match number % 3 {
                        0 => format!("/v1/en-GB/products/p-{client}-{number}"),
                        1 => format!("/v1/en-GB/x-{client}-{number}"),
                        _ => format!("/v1/de-DE/users/u-{client}-{number}"),
                    })
                    .collect();
                let statuses = pipelined(abused.connect(), &targets);
                assert!(statuses.iter().all(|status| *status == 404), "{statuses:?}");
                asked += 300;
            }
            asked
        };
        let asked = &asked;
        let total: usize = thread::scope(|scope| {
            let clients: Vec<_> = (0..4).map(|client| scope.spawn(move || asked(client))).collect();
            clients.into_iter().map(|client| client.join().expect("all are answered")).sum()
        });
        assert!(total > 1_000, "only {total}");
    });
}
