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
