//! Requests whose end can be seen in two places, so that a proxy and the service might see different requests.

use super::{Abused, statuses};

/// The request that would be smuggled in.
const SMUGGLED: &str = "GET /smuggled HTTP/1.1\r\nhost: a\r\n\r\n";

#[test]
fn a_request_with_two_ends_is_refused_and_nothing_after_it_is_answered() {
    Abused::with(&[]).stands(super::FLAT, |abused| {
        for fields in [
            // Two lengths.
            "content-length: 5\r\ncontent-length: 6\r\n",
            "content-length: 5, 6\r\n",
            // Lengths that are none.
            "content-length: +5\r\n",
            "content-length: 0x5\r\n",
            "content-length: -1\r\n",
            "content-length: 5 5\r\n",
            "content-length:\r\n",
            "content-length: 99999999999999999999\r\n",
            // Codings that are not chunked in the end.
            "transfer-encoding: xchunked\r\n",
            "transfer-encoding: identity\r\n",
            "transfer-encoding: chunked, identity\r\n",
            "transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n",
            "transfer-encoding: \"chunked\"\r\n",
            "transfer-encoding: chunked;q=1\r\n",
            // Fields that are written so that some see them and some do not.
            "transfer-encoding : chunked\r\n",
            " transfer-encoding: chunked\r\n",
            "transfer\u{b}-encoding: chunked\r\n",
            "transfer-encoding\r\n: chunked\r\n",
            "x: y\r\n transfer-encoding: chunked\r\n",
            "x: a\u{0}b\r\ncontent-length: 5\r\n",
            "x: a\rtransfer-encoding: chunked\r\n",
        ] {
            let request =
                format!("POST /v1/en-GB/collages HTTP/1.1\r\nhost: a\r\n{fields}\r\n0\r\n\r\n{SMUGGLED}");
            let answers = abused.hear(request.as_bytes());
            assert_eq!(statuses(&answers), [400], "{fields:?}: {answers}");
        }
        let old = format!("POST /v1/ HTTP/1.0\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n{SMUGGLED}");
        assert_eq!(statuses(&abused.hear(old.as_bytes())), [400]);
    });
}

#[test]
fn chunks_that_are_none_end_the_connection() {
    Abused::with(&[]).stands(super::FLAT, |abused| {
        for chunks in [
            "0x1\r\na\r\n0\r\n\r\n",
            "1\r\nab\r\n0\r\n\r\n",
            "-1\r\n\r\n",
            "fffffffffffffffff\r\n",
            "1 \u{0}\r\na\r\n",
        ] {
            let head = "POST /v1/en-GB/collages HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n\
                        authorization: Bearer a-token-for-the-tests\r\ntransfer-encoding: chunked\r\n\r\n";
            let answers = abused.hear(format!("{head}{chunks}{SMUGGLED}").as_bytes());
            assert_eq!(statuses(&answers), [400], "{chunks:?}: {answers}");
        }
    });
}

#[test]
fn where_chunks_and_a_length_are_there_the_chunks_count_and_it_ends() {
    Abused::with(&[]).stands(super::FLAT, |abused| {
        for fields in [
            "content-length: 5\r\ntransfer-encoding: chunked\r\n",
            "transfer-encoding: chunked\r\ncontent-length: 300\r\n",
        ] {
            let next = "GET /v1/ HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
            let request = format!("POST /v1/ HTTP/1.1\r\nhost: a\r\n{fields}\r\n0\r\n\r\n{next}");
            // RFC 9112 §6.1: the bytes that follow may be meant as content.
            assert_eq!(statuses(&abused.hear(request.as_bytes())), [405], "{fields:?}");
        }
    });
}
