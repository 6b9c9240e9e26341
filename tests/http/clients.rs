//! The header fields that deployed clients send by default: none of them is a reason to refuse.

use ogrom_tests::{
    app::TestApp,
    client::{Client, Request},
};
use serde_json::json;

/// A client, and the fields of its requests as it writes them.
type Habit = (&'static str, &'static [(&'static str, &'static str)]);

/// The fields that unconfigured clients send with a read.
const READERS: [Habit; 34] = [
    (
        "HttpURLConnection up to JDK 12",
        &[("accept", "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"), ("connection", "keep-alive")],
    ),
    (
        "HttpURLConnection since JDK 13",
        &[("accept", "text/html, image/gif, image/jpeg, */*; q=0.2"), ("connection", "keep-alive")],
    ),
    (
        "java.net.http.HttpClient",
        &[
            ("connection", "Upgrade, HTTP2-Settings"),
            ("upgrade", "h2c"),
            ("http2-settings", "AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA"),
        ],
    ),
    ("OkHttp", &[("connection", "Keep-Alive"), ("accept-encoding", "gzip")]),
    ("Volley", &[("content-type", "application/x-www-form-urlencoded; charset=UTF-8")]),
    ("Apache HttpClient", &[("connection", "keep-alive"), ("accept-encoding", "gzip, x-gzip, deflate")]),
    ("Spring RestTemplate", &[("accept", "application/json, application/*+json")]),
    (".NET HttpClient", &[("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00")]),
    (
        "RestSharp",
        &[
            (
                "accept",
                "application/json, text/json, text/x-json, text/javascript, application/xml, text/xml",
            ),
            ("accept-encoding", "gzip, deflate, br"),
        ],
    ),
    ("Python requests", &[("accept", "*/*"), ("accept-encoding", "gzip, deflate")]),
    ("Python urllib", &[("accept-encoding", "identity"), ("connection", "close")]),
    ("aiohttp", &[("accept", "*/*"), ("accept-encoding", "gzip, deflate, br")]),
    ("httpx", &[("accept", "*/*"), ("accept-encoding", "gzip, deflate, br, zstd")]),
    ("curl", &[("accept", "*/*")]),
    ("curl --compressed", &[("accept", "*/*"), ("accept-encoding", "deflate, gzip, br, zstd")]),
    ("file_get_contents of PHP", &[("connection", "close")]),
    (
        "Net::HTTP of Ruby",
        &[("accept-encoding", "gzip;q=1.0,deflate;q=0.6,identity;q=0.3"), ("accept", "*/*")],
    ),
    ("Go", &[("accept-encoding", "gzip")]),
    (
        "CFNetwork",
        &[
            ("accept", "*/*"),
            ("accept-language", "en-GB,en;q=0.9"),
            ("accept-encoding", "gzip, deflate, br"),
            ("connection", "keep-alive"),
        ],
    ),
    ("AFNetworking", &[("accept-language", "en;q=1, de-DE;q=0.9"), ("accept-encoding", "gzip, deflate")]),
    ("Android by its locale", &[("accept-language", "de_DE"), ("accept-encoding", "gzip")]),
    (
        "Internet Explorer 6",
        &[
            (
                "accept",
                "image/gif, image/x-xbitmap, image/jpeg, image/pjpeg, application/x-shockwave-flash, */*",
            ),
            ("accept-language", "en-us"),
            ("if-modified-since", "Sat, 29 Oct 1994 19:43:31 GMT; length=1024"),
        ],
    ),
    (
        "Firefox 3",
        &[
            ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
            ("accept-language", "de-de,de;q=0.8,en-us;q=0.5,en;q=0.3"),
            ("accept-encoding", "gzip,deflate"),
            ("accept-charset", "ISO-8859-1,utf-8;q=0.7,*;q=0.7"),
            ("keep-alive", "300"),
        ],
    ),
    (
        "Opera 12",
        &[
            ("accept", "text/html, application/xml;q=0.9, application/xhtml+xml, image/png, */*;q=0.1"),
            ("accept-charset", "iso-8859-1, utf-8, utf-16, *;q=0.1"),
            ("accept-encoding", "deflate, gzip, x-gzip, identity, *;q=0"),
            ("connection", "Keep-Alive, TE"),
            ("te", "deflate, gzip, chunked, identity, trailers"),
        ],
    ),
    (
        "Chrome",
        &[
            (
                "accept",
                "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7",
            ),
            ("accept-language", "en-GB,en-US;q=0.9,en;q=0.8"),
            ("cache-control", "max-age=0"),
            ("upgrade-insecure-requests", "1"),
        ],
    ),
    ("a page in a sandbox", &[("origin", "null"), ("accept", "*/*")]),
    ("wget", &[("accept", "*/*"), ("accept-encoding", "identity"), ("connection", "Keep-Alive")]),
    (
        "Postman",
        &[
            ("accept", "*/*"),
            ("cache-control", "no-cache"),
            ("postman-token", "f0ba7d7c-6cd2-4d0c-a8b7-6f6b5e8c7b0a"),
            ("accept-encoding", "gzip, deflate, br"),
        ],
    ),
    ("LWP of Perl", &[("te", "deflate,gzip;q=0.3"), ("connection", "TE, close")]),
    ("httpc of Erlang", &[("te", ""), ("connection", "keep-alive")]),
    ("axios", &[("accept", "application/json, text/plain, */*")]),
    (
        "jQuery",
        &[
            ("accept", "application/json, text/javascript, */*; q=0.01"),
            ("x-requested-with", "XMLHttpRequest"),
        ],
    ),
    ("undici", &[("accept", "*/*"), ("accept-language", "*"), ("sec-fetch-mode", "cors")]),
    (
        "a proxy that adds to what it passes on",
        &[
            ("forwarded", "for=192.0.2.60;proto=http;by=203.0.113.43, for=\"[2001:db8:cafe::17]:4711\""),
            ("x-forwarded-for", "unknown, 192.0.2.60"),
            ("via", "1.1 vegur, 1.0 fred (Apache/1.1)"),
        ],
    ),
];

/// The fields that clients send with content that is JSON, and otherwise.
const WRITERS: [Habit; 18] = [
    ("axios", &[("content-type", "application/json")]),
    (".NET and OkHttp", &[("content-type", "application/json; charset=utf-8")]),
    ("AngularJS", &[("content-type", "application/json;charset=utf-8")]),
    ("Apache HttpClient and jQuery", &[("content-type", "application/json; charset=UTF-8")]),
    ("a semicolon at the end", &[("content-type", "application/json; charset=UTF-8;")]),
    ("a charset in quotes", &[("content-type", "application/json; charset=\"utf-8\"")]),
    ("a well-known tutorial of Java", &[("content-type", "application/json; utf-8")]),
    ("PHP by hand", &[("content-type", "application/json; charset=utf8")]),
    ("capitals", &[("content-type", "Application/JSON")]),
    (
        "the .NET Framework",
        &[("content-type", "application/json; charset=utf-8"), ("expect", "100-continue")],
    ),
    ("content that says it is not coded", &[("content-encoding", "identity")]),
    ("a coding that is empty", &[("content-encoding", "")]),
    ("a key in quotes", &[("idempotency-key", "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"")]),
    ("a key without quotes", &[("idempotency-key", "9e03978e-40d5-43dd-bc93-6894a57f9324")]),
    ("preferences on several lines", &[("prefer", "wait=5"), ("prefer", "return = \"representation\"; x=y")]),
    ("a trace in capitals", &[("traceparent", "00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01")]),
    ("a trace that is none", &[("traceparent", ""), ("tracestate", ",,=")]),
    (
        "HttpURLConnection that was told the type alone",
        &[
            ("content-type", "application/json"),
            ("accept", "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"),
        ],
    ),
];

fn with<'a>(request: Request<'a>, fields: &[(&str, &str)]) -> Request<'a> {
    fields.iter().fold(request, |request, (name, value)| request.header(name, value))
}

/// A POST whose content is JSON, without a declared type unless these fields have one.
fn post<'a>(client: &'a Client, fields: &[(&str, &str)]) -> Request<'a> {
    let (path, content) = ("en-GB/collages", json!({ "title": "Quays", "items": [] }).to_string());
    let typed = fields.iter().find(|(name, _)| *name == "content-type");
    let media_type = typed.map_or("application/json", |(_, media_type)| media_type);
    let others: Vec<_> = fields.iter().filter(|(name, _)| *name != "content-type").copied().collect();
    with(client.ask("POST", path).content(media_type, content), &others)
}

#[test]
fn a_read_is_answered_whatever_its_client_sends_by_default() {
    let app = TestApp::start();
    for place in ["en-GB/products?limit=2", "en-GB/products/linen-tank", "/openapi.json"] {
        for (client, fields) in READERS {
            let answer = with(app.stranger().get(place), fields).answer();
            assert_eq!(answer.status, 200, "{client}: {answer:#?}");
        }
    }
}

#[test]
fn a_write_is_taken_whatever_its_client_sends_by_default() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    for (client, fields) in WRITERS {
        let answer = post(&lena, fields).answer();
        assert_eq!(answer.status, 201, "{client}: {answer:#?}");
    }
    // Without content its type means nothing; jQuery and HttpURLConnection send one nevertheless.
    let form = "application/x-www-form-urlencoded";
    let made = post(&lena, &[]).is(201).json["links"]["self"].as_str().expect("it has a link").to_owned();
    lena.delete(&made).header("content-type", form).current().is(204);
}

#[test]
fn a_token_is_found_however_its_scheme_is_written() {
    let app = TestApp::start();
    for scheme in ["bearer ", "BEARER ", "Bearer  ", "Bearer \t"] {
        let lena = app.stranger().showing(&format!("{scheme}the-very-secret-token-of-lena"));
        post(&lena, &[]).is(201);
    }
}

#[test]
fn what_would_be_unsafe_to_guess_is_refused_with_what_to_send_instead() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    let place = "en-GB/collages/harbour-rain";
    // A page of another origin can send these without a preflight, so they prove nothing about the author of the
    // content.
    for default in ["application/x-www-form-urlencoded", "text/plain;charset=UTF-8"] {
        let answer = post(&lena, &[("content-type", default)]).is_refused(415, "unsupported-media-type");
        assert!(answer.header("accept").is_some_and(|types| types.contains("application/json")), "{default}");
    }
    for (tag, told) in [("7", "no entity tag"), ("'7'", "no entity tag"), ("", "no entity tag")] {
        let answer = lena.delete(place).if_match(tag).is_refused(412, "precondition-failed");
        assert!(answer.json["detail"].as_str().is_some_and(|detail| detail.contains(told)), "{answer:#?}");
    }
    post(&lena, &[("idempotency-key", "a"), ("idempotency-key", "b")])
        .is_refused(400, "invalid-idempotency-key");
    lena.get(place).is(200);
}
