//! One check: a configuration that passes it starts and serves, and one that the start refuses fails the check with
//! the same words.

use std::fs;

use serde_json::{Value, json};

use super::run;
use crate::ogrom::{Folder, Service};

const TOKEN: &str = "a-token-for-the-tests";

/// The same for every service here, unless a case says otherwise.
const USUAL: [(&str, &str); 3] =
    [("port", "0"), ("tokens", "lena=a-token-for-the-tests"), ("metrics-token", "a-token-for-metrics")];

/// The values that are tried of every option that is a time.
const TIMES: [&str; 8] = ["0s", "1ns", "9ms", "1h", "60y", "600000h", "9223372036854775807s", "-1s"];

/// The values that are tried of every option that is a number.
const NUMBERS: [&str; 6] = ["0", "4", "300", "4294967295", "18446744073709551615", "-1"];

/// The other attempts.
const OTHERS: &[(&str, &[&str])] = &[
    ("address", &["127.0.0.1", "0.0.0.0", "192.0.2.1", "2001:db8::1", "localhost", ""]),
    ("database", &["", ".", "none/ogrom.db", "letter.txt", "letter.txt/ogrom.db", "empty.db", "other.db"]),
    ("database", &["http://127.0.0.1:1/v1/?key=s3cret", "https://127.0.0.1:1/v1/", "http://", "ftp://a/b"]),
    ("database", &["mysql://127.0.0.1:1", "mysql://127.0.0.1:many/shop", "mysql://127.0.0.1:1/a?ssl-mode=X"]),
    ("replicas", &["", "mysql://127.0.0.1:1/shop", "http://127.0.0.1/", "mysql://"]),
    ("locales", &["en-GB; GBP", "en-GB; GBP | en-GB; GBP", "de", "", "en-GB; pounds", "en-GB; GBP; de; fr"]),
    ("tokens", &["", "lena", "lena=short", "le na=0123456789abcdef", "lena=0123456789abcdéf"]),
    ("upstream-tokens", &["", "lena", "lena=", "lena=\u{7}", "lena=token"]),
    ("jwt-keys", &["none.json", "letter.txt", "empty.json", "others.json", "keys.json", ".", ""]),
    ("jwt-secret", &["short", "0123456789abcdef0123456789abcdef", ""]),
    ("jwt-issuer", &["", " ", "https://issuer.example"]),
    ("jwt-audience", &["", "shop"]),
    ("developer", &["lena", "nobody", "no body", ""]),
    ("cors-origins", &["*", "https://shop.example", "https://shop.example/", "", "null"]),
    ("metrics-token", &["short", "0123456789abcdef", "0123456789abcdef ", "0123456789abcdéf"]),
    ("metrics-networks", &["", "::/0", "10.0.0.0/33", "everywhere"]),
    ("log-level", &["info", "off", "warning", "info,ogrom_sources_sql=loud", "ogrom_sources_sql=debug", ""]),
    ("log-format", &["auto", "json", "text", "xml"]),
    ("log-access", &["true", "false", "maybe"]),
    ("compression", &["true", "false", "maybe"]),
    (
        "base-path",
        &["/shop", "/a/b/", "/", "", "shop", "//evil", "https://a.example/b", "/a/../b", "/a b", "forwarded"],
    ),
    ("cache-tags", &["none", "cache-tag", "surrogate-key", "both", "xkey"]),
    ("trace-sample", &["0", "1", "0.5", "1.1", "-0.1", "NaN", "inf"]),
    ("otlp-endpoint", &["http://127.0.0.1:1", "https://127.0.0.1", "http://127.0.0.1:many", ""]),
];

/// Values that are right one by one.
const TOGETHER: &[&[(&str, &str)]] = &[
    &[("cors-origins", "*"), ("cors-credentials", "")],
    &[("cors-origins", "https://shop.example"), ("cors-credentials", "")],
    &[("cors-credentials", "")],
    &[("trace", ""), ("address", "0.0.0.0")],
    &[("trace", ""), ("address", "::ffff:127.0.0.1")],
    &[("trace", "")],
    &[("replicas", "mysql://127.0.0.1:1/shop"), ("database", "ogrom.db")],
    &[("database", "http://127.0.0.1:1/v1/"), ("upstream-tokens", "theo=token")],
    &[("base-path", "forwarded"), ("trusted-proxies", "1")],
    &[("cache-tags", "both"), ("cache-bytes", "0")],
    &[("jwt-keys", "none.json"), ("jwt-secret", "0123456789abcdef0123456789abcdef")],
];

/// A folder with a database and files that are no keys.
fn prepared() -> Folder {
    let folder = Folder::new();
    folder.serve().stop();
    fs::copy(folder.at("ogrom.db"), folder.at("other.db")).expect("it was made");
    folder.write("letter.txt", "Dear Lena,\n");
    folder.write("empty.db", "");
    folder.write("empty.json", r#"{"keys":[]}"#);
    folder.write("others.json", r#"{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}"#);
    folder.write("keys.json", folder.run(&["token", "--new-key", "private.jwk"]).well().out);
    folder
}

/// Compares the start of a service with these values with the check of them.
fn judge(folder: &Folder, values: &[(&str, &str)]) {
    let usual = USUAL.iter().filter(|(name, _)| values.iter().all(|(other, _)| other != name));
    let argument = |(name, value): &(&str, &str)| match *name {
        "trace" | "cors-credentials" | "empty" => format!("--{name}"),
        _ => format!("--{name}={value}"),
    };
    let arguments: Vec<_> = usual.chain(values).map(argument).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let checked = run(folder, &[], &[&["config", "check"][..], &arguments].concat());
    if checked.status.success() {
        let service = Service::start(&mut folder.ogrom(&arguments));
        let client = service.stranger();
        client.get("/v1/").is(200);
        if !values.iter().any(|(name, _)| matches!(*name, "database" | "tokens")) {
            client.get("en-GB/products?limit=2").is(200);
            let collage = json!({ "title": "Small", "items": [] });
            client.with_token(TOKEN).post("en-GB/collages", &collage).is(201);
        }
        return;
    }
    let started = run(folder, &[], &arguments);
    assert!(!started.status.success(), "{values:?} pass nowhere but in the start: {started:#?}");
    let lines = checked.err.lines().skip(1);
    let words: Vec<_> = lines.filter_map(|line| Some(line.split_once(": ")?.1)).collect();
    assert!(!words.is_empty(), "{values:?} are refused with no place: {checked:#?}");
    for words in words {
        assert!(started.err.contains(words), "{values:?}: {checked:#?}\n{started:#?}");
    }
}

/// All options, by their long names, with their defaults.
fn options(folder: &Folder) -> Vec<(String, Option<String>)> {
    let explained = folder.run(&["config", "explain", "--format", "json"]).well().out;
    let explained: Vec<Value> = serde_json::from_str(&explained).expect("a list");
    let option = |option: Value| {
        let name = option["key"].as_str().expect("a key").replace('.', "-");
        (name, option["value"].as_str().map(str::to_owned))
    };
    explained.into_iter().map(option).collect()
}

/// Tries each of these values for each option in `none`, or whose default `is_one`. Other tests try the rest.
fn judge_all(values: &[&str], none: &[&str], is_one: impl Fn(&str) -> bool) {
    let folder = prepared();
    let is_tried = |(name, default): &(String, Option<String>)| {
        let elsewhere = ["port", "trace-sample"].contains(&&**name);
        !elsewhere && default.as_deref().map_or(none.contains(&&**name), &is_one)
    };
    let options: Vec<_> = options(&folder).into_iter().filter(is_tried).collect();
    assert!(options.len() > 8, "{options:?}");
    for (option, _) in options {
        for value in values {
            judge(&folder, &[(&option, value)]);
        }
    }
}

#[test]
fn times() {
    judge_all(&TIMES, &["hsts"], |default| {
        let number = default.trim_end_matches(['m', 's', 'h']);
        number.len() < default.len() && number.parse::<u64>().is_ok()
    });
}

#[test]
fn numbers() {
    let none = ["client-connections", "client-rate", "user-rate"];
    judge_all(&NUMBERS, &none, |default| default.parse::<u64>().is_ok());
}

#[test]
fn all_others() {
    let folder = prepared();
    let known = options(&folder);
    for (option, values) in OTHERS {
        for value in values.iter().filter(|_| known.iter().any(|(name, _)| name == option)) {
            judge(&folder, &[(option, value)]);
        }
    }
}

#[test]
fn values_beside_each_other() {
    let folder = prepared();
    for values in TOGETHER {
        judge(&folder, values);
    }
}
