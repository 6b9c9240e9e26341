//! Heads that do not come, or do not end, or are too large.

use std::{io::Write, net::TcpStream, thread, time::Duration};

use super::{Abused, heard, statuses, trickle};

#[test]
fn slow_heads_are_cut_off() {
    Abused::with(&[("OGROM_HEADER_TIMEOUT", "1s")]).stands(super::FLAT, |abused| {
        let slow = |_| {
            let mut stream = abused.connect();
            stream.write_all(b"GET /v1/ HTTP/1.1\r\nhost: a\r\nx-slow: ").expect("the service reads");
            stream
        };
        let mut streams: Vec<TcpStream> = (0..400).map(slow).collect();
        let kept: Vec<_> = streams.iter().map(|stream| stream.try_clone().expect("a handle")).collect();
        trickle(&mut streams, b'a');
        kept
    });
}

#[test]
fn whoever_says_nothing_or_half_of_what_begins_http2_is_cut_off() {
    Abused::with(&[("OGROM_HEADER_TIMEOUT", "1s")]).stands(super::FLAT, |abused| {
        let silences: [&[u8]; 5] = [b"", b"P", b"PRI * HTTP/2.0\r\n\r\nSM\r\n", b"G", b"GET / HTTP/1.1\r\n"];
        let mut streams = silences.map(|said| {
            let mut stream = abused.connect();
            stream.write_all(said).expect("the service reads");
            stream
        });
        for stream in &mut streams {
            assert_eq!(heard(stream), "");
        }
        streams
    });
}

#[test]
fn ten_thousand_idle_connections_are_borne_and_then_closed() {
    // The test needs as many files as the service.
    let count = ogrom_server_listen::raise_file_limit().saturating_sub(1_000).min(10_000);
    let abused = Abused::with(&[("OGROM_HEADER_TIMEOUT", "6s"), ("OGROM_IDLE_TIMEOUT", "6s")]);
    // The allocator may keep the memory of a connection.
    abused.stands(10 * 10_000 + super::FLAT, |abused| {
        let idle = |number: usize| {
            let mut stream = abused.connect();
            // Some have sent a request before.
            if number.is_multiple_of(10) {
                stream
                    .write_all(b"GET /health/ready HTTP/1.1\r\nhost: a\r\n\r\n")
                    .expect("the service reads");
            }
            stream
        };
        let streams: Vec<TcpStream> = (0..count).map(idle).collect();
        let others = abused.service.stranger();
        for _ in 0..20 {
            others.get(super::ASKED).is(200);
        }
        let sockets = abused.service.sockets();
        assert!(sockets > count / 2, "only {sockets} are open");
        streams
    });
}

#[test]
fn a_megabyte_of_header_fields_is_refused() {
    Abused::with(&[]).stands(super::FLAT, |abused| {
        let long = format!("x: {}\r\n", "x".repeat(1 << 20));
        let line = |number: u32| format!("x-{number}: {number}-{number}-{number}\r\n");
        let many = (0..30_000).map(line).collect::<Vec<_>>().concat();
        let few = "x: y\r\n".repeat(200);
        for fields in [long, many, few] {
            for _ in 0..5 {
                // A reset may overtake the response where more is on its way than is read.
                let heard = abused.hear(format!("GET /v1/ HTTP/1.1\r\nhost: a\r\n{fields}\r\n").as_bytes());
                assert!(heard.is_empty() || statuses(&heard) == [431], "{heard}");
            }
        }
        let endless = format!("GET /{} HTTP/1.1\r\n", "x".repeat(1 << 20));
        let heard = abused.hear(endless.as_bytes());
        assert!(heard.is_empty() || matches!(statuses(&heard)[..], [414 | 431]), "{heard}");
    });
}

#[test]
fn an_idle_connection_is_kept_for_longer_than_a_head_may_take() {
    let abused = Abused::with(&[("OGROM_HEADER_TIMEOUT", "300ms")]);
    let client = abused.service.stranger();
    for _ in 0..3 {
        client.get(super::ASKED).is(200);
        thread::sleep(Duration::from_millis(700));
    }
    assert_eq!(client.connections(), 1);
}
