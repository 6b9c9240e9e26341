//! Readable but useless configuration: values without use, lists with several mistakes, files that are no keys.

use super::mistakes::{base, check};

#[test]
fn a_value_with_which_nobody_would_be_served() {
    base(
        "[source]\nconcurrency = 0\ntimeout = \"0s\"\n[content]\nbytes = 0\nstall = \"1ms\"\n[http2]\nstreams = 0",
        &[
            "ogrom.toml:2:15: source.concurrency: found 0, expected a whole number: at least 1 is needed",
            "ogrom.toml:3:11: source.timeout: found \"0s\", expected TIME: at least 10ms is needed",
            "ogrom.toml:5:9: content.bytes: found 0, expected a whole number: at least 256 is needed",
            "ogrom.toml:6:9: content.stall: found \"1ms\", expected TIME: at least 10ms is needed",
            "ogrom.toml:8:11: http2.streams: found 0, expected a whole number: at least 1 is needed",
        ],
    );
    base(
        "hsts = \"500ms\"",
        &["ogrom.toml:1:8: hsts: found \"500ms\", expected TIME: it must be in whole seconds"],
    );
    base(
        "[drain]\ntime = \"2h\"\nrequests = \"0s\"",
        &[
            "ogrom.toml:2:8: drain.time: found \"2h\", expected TIME: at most 1h is of use",
            "ogrom.toml:3:12: drain.requests: found \"0s\", expected TIME: at least 10ms is needed",
        ],
    );
}

#[test]
fn keys_that_cannot_be_used() {
    let line = |why: &str| {
        format!("ogrom.toml:1:12: jwt.keys: the keys of tokens in 'keys.json' cannot be used: {why}")
    };
    let content = "jwt-keys = \"keys.json\"";
    base(content, &[&line("No such file or directory (os error 2)")]);
    let keys = |keys: &str, why: &str| {
        check(&[("ogrom.toml", content), ("keys.json", keys)], &[], &[], &[&line(why)]);
    };
    keys("{\"keys\": []}", "it has no key for EdDSA (Ed25519), RS256 or HS256");
    let short = "{\"kty\": \"oct\", \"k\": \"AA\"}";
    keys(
        &format!("{{\"keys\": [{short}, {short}]}}"),
        "key 1 is broken or too short; key 2 is broken or too short",
    );
}

#[test]
fn all_that_is_wrong_with_a_list() {
    check(
        &[],
        &[
            ("OGROM_TOKENS", "lena,theo=short,ida=0123456789abcdef,oscar=0123456789abcdef"),
            ("OGROM_UPSTREAM_TOKENS", "lena,theo=,ida=a,ida=b"),
            ("OGROM_LOCALES", "de | en-GB; pounds"),
            ("OGROM_METRICS_NETWORKS", "here 10.0.0.0/8 there"),
            ("OGROM_CORS_ORIGINS", "here,https://shop.example/"),
            ("OGROM_REPLICAS", "http://one/ mysql://two/shop three"),
            ("OGROM_LOG_LEVEL", "loud,info,ogrom_run=very"),
        ],
        &[],
        &[
            "OGROM_LOCALES: found \"de | en-GB; pounds\", expected LIST: 'de' names no country; 'pounds': a currency is \
             three capital letters of ISO 4217, such as 'EUR'",
            "OGROM_TOKENS: found (hidden), expected LIST: entry 1 is not written as user=token; the token of 'theo' is \
             shorter than 16 bytes; the token of 'oscar' is there twice",
            "OGROM_UPSTREAM_TOKENS: found (hidden), expected LIST: entry 1 is not user=token; the token of 'theo' is empty; \
             'ida' is there twice",
            "OGROM_REPLICAS: found \"http://one/ mysql://two/shop three\", expected URLS: URL 1 does not begin with \
             'mysql://' or 'mariadb://'; URL 3 does not begin with 'mysql://' or 'mariadb://'",
            "OGROM_METRICS_NETWORKS: found \"here 10.0.0.0/8 there\", expected NETWORKS: 'here' is neither an address nor a \
             network such as 10.0.0.0/8; 'there' is neither an address nor a network such as 10.0.0.0/8",
            "OGROM_LOG_LEVEL: found \"loud,info,ogrom_run=very\", expected FILTER: 'loud': a level is written as info, or as \
             info,ogrom_sources_sql=debug; 'ogrom_run=very': a level is written as info, or as \
             info,ogrom_sources_sql=debug",
            "OGROM_CORS_ORIGINS: found \"here,https://shop.example/\", expected LIST: 'here' is no origin: it is written as \
             https://shop.example, or with a port as http://localhost:3000; 'https://shop.example/' is no origin: it ends \
             before the path",
        ],
    );
    let twice = "en-GB; GBP | de-DE; EUR | en-GB; GBP | de-DE; EUR | en-GB; GBP";
    let why = "the locale 'en-GB' is there twice; the locale 'de-DE' is there twice";
    check(&[], &[], &["--locales", twice], &[&format!("--locales: found {twice:?}, expected LIST: {why}")]);
}

#[test]
fn what_is_wrong_by_itself_hides_nothing_else() {
    check(
        &[(
            "ogrom.toml",
            "port = \"eighty\"\njwt-keys = \"none.json\"\n[cors]\norigins = \"*\"\ncredentials = true",
        )],
        &[("OGROM_DATABASE", "mysql://127.0.0.1:many/shop")],
        &[],
        &[
            r#"ogrom.toml:1:8: port: found "eighty", expected a whole number"#,
            "OGROM_DATABASE: the database 'mysql://127.0.0.1:many/shop' cannot be used: the source is unavailable: error \
             with configuration: invalid port number",
            "ogrom.toml:2:12: jwt.keys: the keys of tokens in 'none.json' cannot be used: No such file or directory \
             (os error 2)",
            "ogrom.toml:5:15: cors.credentials: --cors-credentials lets pages act for their users, so that --cors-origins \
             must name whose: '*' is not enough",
        ],
    );
}

#[test]
fn what_would_be_right_beside_a_value_that_is_wrong_is_not_guessed() {
    let line = "OGROM_DATABASE: found \"postgres://db.example/shop\", expected FILE|URL: it is neither a file nor a URL that \
                begins with 'mysql://', 'mariadb://' or 'http://'";
    let variables = [
        ("OGROM_DATABASE", "postgres://db.example/shop"),
        ("OGROM_REPLICAS", "mysql://replica.example/shop"),
    ];
    check(&[], &variables, &[], &[line]);
}
