//! Requests that keep to the rules, and requests that do not.

use bytes::Bytes;
use http::Uri;
use http_body_util::{Empty, Full};

use super::*;

fn status(version: Version, target: &str, fields: &[(&'static str, &str)]) -> u16 {
    let mut request = Request::new(Full::new(Bytes::from_static(b"content")));
    *request.version_mut() = version;
    *request.uri_mut() = target.parse::<Uri>().unwrap();
    for (name, value) in fields {
        request.headers_mut().append(*name, value.parse().unwrap());
    }
    check(&request).err().map_or(200, |problem| problem.status().as_u16())
}

#[test]
fn each_version_has_its_own_rules_of_what_names_the_host() {
    let a = ("host", "a");
    for (version, target, fields, expected) in [
        (Version::HTTP_11, "/", &[a][..], 200),
        (Version::HTTP_11, "/", &[("host", "")], 200),
        (Version::HTTP_11, "/", &[], 400),
        (Version::HTTP_11, "/", &[a, a], 400),
        (Version::HTTP_11, "http://a/", &[], 400),
        (Version::HTTP_11, "http://a/", &[("host", "b")], 200),
        (Version::HTTP_11, "http://a/", &[("host", "b c")], 400),
        (Version::HTTP_11, "http://u:p@a/", &[a], 400),
        (Version::HTTP_11, "http://u@a/", &[a], 400),
        (Version::HTTP_11, "ftp://a/", &[a], 400),
        (Version::HTTP_11, "https://a/", &[a], 200),
        (Version::HTTP_11, "HTTP://A:80/", &[a], 200),
        (Version::HTTP_10, "/", &[], 200),
        (Version::HTTP_10, "http://a/", &[], 200),
        (Version::HTTP_10, "/", &[("host", "a@b")], 400),
        (Version::HTTP_10, "/", &[a, a], 400),
        (Version::HTTP_2, "http://a/", &[], 200),
        (Version::HTTP_2, "http://a/", &[("host", "A")], 200),
        (Version::HTTP_2, "http://a/", &[("host", "a:80")], 200),
        (Version::HTTP_2, "https://a:443/", &[a], 200),
        (Version::HTTP_2, "http://a/", &[("host", "a:443")], 400),
        (Version::HTTP_2, "http://a/", &[("host", "b")], 400),
        (Version::HTTP_2, "http://u@a/", &[], 400),
        (Version::HTTP_2, "/", &[a], 200),
        (Version::HTTP_2, "/", &[], 400),
    ] {
        assert_eq!(status(version, target, fields), expected, "{version:?} {target} {fields:?}");
    }
}

#[test]
fn content_is_chunked_once_or_not_at_all() {
    for (codings, expected) in [
        (&["chunked"][..], 200),
        (&["CHUNKED"], 200),
        (&[", chunked"], 200),
        (&["gzip, chunked"], 501),
        (&["gzip", "chunked"], 501),
        (&["identity, chunked"], 501),
        (&["chunked, chunked"], 400),
        (&["chunked", "chunked"], 400),
        (&["gzip, chunked, Chunked"], 400),
    ] {
        let codings = codings.iter().map(|coding| ("transfer-encoding", *coding));
        let fields: Vec<_> = codings.chain([("host", "a")]).collect();
        assert_eq!(status(Version::HTTP_11, "/", &fields), expected, "{fields:?}");
    }
}

#[test]
fn a_hundred_fields_are_taken_and_cookies_are_one_of_them() {
    let names = |count: usize| (1..count).map(|_| ("x", "y")).chain([("host", "a")]).collect::<Vec<_>>();
    assert_eq!(status(Version::HTTP_2, "/", &names(100)), 200);
    assert_eq!(status(Version::HTTP_2, "/", &names(101)), 431);
    let with_cookies = |count| [names(count), vec![("cookie", "a=b"); 150]].concat();
    assert_eq!(status(Version::HTTP_2, "/", &with_cookies(99)), 200);
    assert_eq!(status(Version::HTTP_2, "/", &with_cookies(100)), 431);
}

#[test]
fn what_has_no_content_has_no_coding_of_it() {
    let request = Request::get("/").header("host", "a").body(Empty::<Bytes>::new()).unwrap();
    assert_eq!(check(&request), Ok(()));
}

#[test]
fn names_and_addresses_are_hosts_with_a_port_or_without_one() {
    for host in [
        "",
        "localhost",
        "localhost:8080",
        "example.com.",
        "a_b.example",
        "xn--bcher-kva.example",
        "127.0.0.1:80",
        "a:",
        ":80",
        "a%20b",
        "%41%C3%a9:1",
        "a!$&'()*+,;=~b",
        "[::1]",
        "[::1]:8080",
        "[2001:db8::192.0.2.1]",
        "[v1.a:b]",
        "[vF.x]:1",
        "EXAMPLE.COM",
    ] {
        assert!(is_host(host.as_bytes()), "{host}");
    }
}

#[test]
fn other_texts_are_none() {
    for host in [
        "a b",
        "a/b",
        "a@b",
        "a?b",
        "a#b",
        "a\\b",
        "a\"b",
        "<a>",
        "a|b",
        "a^b",
        "{a}",
        "a:b",
        "a:1:2",
        "a:+1",
        "a:1 ",
        "a%",
        "a%4",
        "a%zz",
        "[::1",
        "::1",
        "[]",
        "[::1]a",
        "[::1]:b",
        "[::1]]",
        "a[::1]",
        "[1.2.3.4]",
        "[fe80::1%25eth0]",
        "[v.a]",
        "[v1.]",
        "[v1a]",
        "é",
        "a\tb",
        "http://a",
    ] {
        assert!(!is_host(host.as_bytes()), "{host}");
    }
    assert!(!is_host(b"a\xff"));
}

#[test]
fn it_is_what_the_clock_says_also_where_that_steps_back() {
    let mut written = Written::default();
    let mut at = |seconds: u64, nanos: u32| {
        let date = written.at(SystemTime::UNIX_EPOCH + std::time::Duration::new(seconds, nanos));
        date.map(|date| date.to_str().unwrap().to_owned())
    };
    let say = |text: &str| Some(text.to_owned());
    assert_eq!(at(784_111_777, 0), say("Sun, 06 Nov 1994 08:49:37 GMT"));
    assert_eq!(at(784_111_777, 999_999_999), say("Sun, 06 Nov 1994 08:49:37 GMT"));
    assert_eq!(at(784_111_778, 0), say("Sun, 06 Nov 1994 08:49:38 GMT"));
    assert_eq!(at(784_111_776, 5), say("Sun, 06 Nov 1994 08:49:36 GMT"));
    assert_eq!(at(0, 0), say("Thu, 01 Jan 1970 00:00:00 GMT"));
    assert_eq!(at(253_402_300_799, 0), say("Fri, 31 Dec 9999 23:59:59 GMT"));
    assert_eq!(at(253_402_300_800, 0), None);
    assert_eq!(written.at(SystemTime::UNIX_EPOCH - std::time::Duration::from_nanos(1)), None);
}
