//! All mistakes are reported at once, exactly, and without a secret.

use super::{folder, run};

/// The first line, whatever the mistake.
const HEAD: &str = "ogrom: the configuration is wrong:\n";

/// A token that must stay secret.
const SECRET: &str = "the-secret-of-lena-4711";

/// Compares the output of `ogrom config check`, and those of serving and explaining.
#[track_caller]
pub(super) fn check(files: &[(&str, &str)], variables: &[(&str, &str)], arguments: &[&str], lines: &[&str]) {
    let folder = folder(files);
    let expected = format!("{HEAD}{}\n", lines.join("\n"));
    for (command, code) in
        [(&["config", "check"][..], 1), (&["config", "explain"], 1), (&["serve"], 2), (&[], 2)]
    {
        let ended = run(&folder, variables, &[command, arguments].concat());
        assert_eq!(ended.complaint(code), expected, "{command:?}");
        assert_eq!(ended.out, "");
        assert!(!ended.err.contains(SECRET), "{}", ended.err);
    }
    assert!(!folder.names().contains(&"ogrom.db".to_owned()), "nothing was begun");
}

/// The messages about one file.
#[track_caller]
pub(super) fn base(content: &str, lines: &[&str]) {
    check(&[("ogrom.toml", content)], &[], &[], lines);
}

#[test]
fn a_number_that_is_none() {
    base("port = \"eighty\"", &[r#"ogrom.toml:1:8: port: found "eighty", expected a whole number"#]);
}

#[test]
fn a_number_out_of_its_range() {
    let line = "ogrom.toml:2:10: port: found 70000, expected a whole number: 70000 is not in 0..=65535";
    base("# the port\n  port = 70_000", &[line]);
}

#[test]
fn a_list_where_one_value_is_wanted() {
    base("port = [1]", &["ogrom.toml:1:8: port: found a list, expected a whole number"]);
    base("locales = []", &["ogrom.toml:1:11: locales: found a list, expected a text in quotes"]);
}

#[test]
fn a_flag_that_is_neither_true_nor_false() {
    base("empty = \"yes\"", &[r#"ogrom.toml:1:9: empty: found "yes", expected true or false"#]);
    let line = r#"OGROM_EMPTY: found "yes", expected true or false"#;
    check(&[], &[("OGROM_EMPTY", "yes")], &[], &[line]);
}

#[test]
fn a_time_without_its_unit() {
    let why = "expected TIME: a time is written as 500ms, 2s or 10m";
    base("[source]\ntimeout = 5", &[&format!("ogrom.toml:2:11: source.timeout: found 5, {why}")]);
    check(&[], &[], &["--cache-age", "soon"], &[&format!("--cache-age: found \"soon\", {why}")]);
}

#[test]
fn an_address_that_is_none() {
    let line = r#"ogrom.toml:1:11: address: found "here", expected IP: invalid IP address syntax"#;
    base("address = \"here\"", &[line]);
}

#[test]
fn a_path_prefix_that_is_none() {
    let how = "a prefix of paths is written as '/shop'";
    for (value, why) in [
        ("shop", "it begins with no slash"),
        ("https://shop.example/a", "it begins with no slash"),
        ("//shop.example", "a segment is empty"),
        ("/a/../b", "clients remove the segments '.' and '..'"),
        ("/a b", "a segment has other characters than letters, digits, '-', '.', '_' and '~'"),
    ] {
        let line = format!("ogrom.toml:1:13: base.path: found \"{value}\", expected PATH: {why}; {how}");
        base(&format!("base-path = \"{value}\""), &[&line]);
    }
    let why = "X-Forwarded-Prefix is believed of trusted proxies alone, and --trusted-proxies is 0";
    base("base-path = \"forwarded\"", &[&format!("ogrom.toml:1:13: base.path: {why}")]);
}

#[test]
fn a_key_that_is_not_known() {
    base(
        "prot = 1\n[source]\nconcurency = 2\n[teapot]\nlid = true",
        &[
            "ogrom.toml:1:1: prot: is not known; did you mean 'port'?",
            "ogrom.toml:3:1: source.concurency: is not known; did you mean 'source.concurrency'?",
            "ogrom.toml:5:1: teapot.lid: is not known",
        ],
    );
}

#[test]
fn a_variable_that_is_not_known() {
    let line = |name: &str, meant: &str| format!("{name}: is not known; did you mean '{meant}'?");
    let (address, port) = (line("OGROM_ADRESS", "OGROM_ADDRESS"), line("OGROM_PORT", "PORT"));
    check(&[], &[("OGROM_ADRESS", "::"), ("OGROM_PORT", "1")], &[], &[&address, &port]);
}

#[test]
fn what_is_no_toml() {
    base("port = 80\nempty true", &["ogrom.toml:2:7: key with no value, expected `=`"]);
}

#[test]
fn a_key_that_is_here_twice() {
    base("port = 80\nport = 81", &["ogrom.toml:2:1: port: is here again"]);
    base(
        "source-timeout = \"2s\"\n[source]\ntimeout = \"3s\"",
        &["ogrom.toml:3:1: source.timeout: is here again, after ogrom.toml:1:1"],
    );
}

#[test]
fn a_secret_where_all_can_see_it() {
    let why = r#"found a secret, expected { file = "…" } or { env = "…" }: this file is not for secrets"#;
    base(&format!("tokens = \"lena={SECRET}\""), &[&format!("ogrom.toml:1:10: tokens: {why}")]);
    let url = format!("database = \"mysql://lena:{SECRET}@db.example/ogrom\"");
    check(
        &[("ogrom.staging.toml", &url)],
        &[],
        &["--environment", "staging"],
        &[&format!("ogrom.staging.toml:1:12: database: {why}")],
    );
}

#[test]
fn a_secret_that_is_wrong() {
    let why = "found (hidden), expected LIST: the token of 'lena' is shorter than 16 bytes";
    let tokens = "lena=geheim";
    check(
        &[("ogrom.local.toml", &format!("tokens = \"{tokens}\""))],
        &[("OGROM_TOKENS", tokens)],
        &["--tokens", tokens],
        &[
            &format!("ogrom.local.toml:1:10: tokens: {why}"),
            &format!("OGROM_TOKENS: {why}"),
            &format!("--tokens: {why}"),
        ],
    );
    let place = "it is neither a file nor a URL that begins with 'mysql://', 'mariadb://' or 'http://'";
    check(
        &[],
        &[("DATABASE_URL", &format!("postgres://lena:{SECRET}@db.example/ogrom"))],
        &[],
        &[&format!("DATABASE_URL: found (hidden), expected FILE|URL: {place}")],
    );
}

#[test]
fn a_secret_that_is_not_where_it_should_be() {
    check(
        &[
            (
                "ogrom.toml",
                "tokens = { file = \"secrets/tokens\" }\n[upstream]\ntokens = { env = \"BEHIND\" }",
            ),
            ("ogrom.local.toml", "tokens.file = \"empty\"\nreplicas = { url = \"x\" }"),
            ("empty", "\n"),
        ],
        &[],
        &[],
        &[
            "ogrom.toml:1:10: tokens: cannot read secrets/tokens: No such file or directory (os error 2)",
            "ogrom.toml:3:10: upstream.tokens: the variable BEHIND is not set",
            "ogrom.local.toml:1:1: tokens: empty is empty",
            r#"ogrom.local.toml:2:12: replicas: found a table, expected a text in quotes, { file = "…" } or { env = "…" }"#,
        ],
    );
}

#[test]
fn an_environment_without_its_file() {
    let line = |origin: &str, file: &str| {
        format!("{origin}: found \"staging\", expected the file {file}, which is not there")
    };
    let environment = [("OGROM_ENVIRONMENT", "staging")];
    check(&[], &environment, &[], &[&line("OGROM_ENVIRONMENT", "ogrom.staging.toml")]);
    let arguments = ["--environment", "staging", "--config", "conf"];
    let file = line("--environment", "conf/ogrom.staging.toml");
    check(&[("conf/ogrom.toml", "")], &[], &arguments, &[&file]);
}

#[test]
fn an_environment_that_no_file_can_be_of() {
    for name in ["local", "", "../secrets", "Staging"] {
        let expected = "expected a name of lower-case letters, digits and '-', and not 'local'";
        let line = format!("--environment: found {name:?}, {expected}");
        check(&[], &[], &["--environment", name], &[&line]);
    }
}

#[test]
fn a_directory_that_is_not_there() {
    let line = r#"OGROM_CONFIG: found "conf", expected a directory that is there"#;
    check(&[("ogrom.toml", "prot = 1")], &[("OGROM_CONFIG", "conf")], &[], &[line]);
}

#[test]
fn a_file_of_this_machine_in_production() {
    check(
        &[("ogrom.production.toml", ""), ("ogrom.local.toml", "prot = 1")],
        &[("OGROM_ENVIRONMENT", "production")],
        &[],
        &["ogrom.local.toml: is not read in the environment 'production', and must not be there"],
    );
}

#[test]
fn a_file_that_cannot_be_read() {
    check(
        &[("ogrom.toml/file", "")],
        &[],
        &[],
        &["ogrom.toml: cannot be read: Is a directory (os error 21)"],
    );
}

#[test]
fn what_decides_which_files_are_read() {
    base(
        "environment = \"staging\"",
        &["ogrom.toml:1:1: environment: selects the files that are read, so it cannot be in one of them"],
    );
}

#[test]
fn values_that_contradict_each_other() {
    check(
        &[("ogrom.toml", "trace = true\nreplicas = \"mysql://replica.example/ogrom\"")],
        &[("OGROM_ADDRESS", "0.0.0.0")],
        &[],
        &[
            "ogrom.toml:1:9: trace: shows all requests, so it is permitted for 127.0.0.1 and ::1 only, not for 0.0.0.0",
            "ogrom.toml:2:12: replicas: the database 'ogrom.db' has no replicas to read from: only one on a MySQL or \
             MariaDB server has",
        ],
    );
}

#[test]
fn everything_at_once_in_the_order_of_the_layers() {
    check(
        &[
            ("ogrom.toml", "port = true\nprot = 1\nempty = 1"),
            ("ogrom.staging.toml", "cache.bytes = -1"),
            ("ogrom.local.toml", "developer = \"no one\""),
        ],
        &[
            ("PORT", "1e3"),
            ("SERVER_PORT", "x"),
            ("OGROM_CACHE_STALE", "-1s"),
            ("OGROM_ENVIRONMENT", "staging"),
        ],
        &["--locales", "de", "--breaker-failures=-1"],
        &[
            "ogrom.toml:1:8: port: found true, expected a whole number",
            "ogrom.toml:2:1: prot: is not known; did you mean 'port'?",
            "ogrom.toml:3:9: empty: found 1, expected true or false",
            "ogrom.staging.toml:1:15: cache.bytes: found -1, expected a whole number: invalid digit found in string",
            "ogrom.local.toml:1:13: developer: found \"no one\", expected USER: an identifier is 1 to 64 letters, digits, \
             '-', '.', '_' or '~'",
            "SERVER_PORT: found \"x\", expected a whole number: invalid digit found in string",
            "PORT: found \"1e3\", expected a whole number: invalid digit found in string",
            "OGROM_CACHE_STALE: found \"-1s\", expected TIME: a time is not negative",
            "--locales: found \"de\", expected LIST: 'de' names no country",
            "--breaker-failures: found \"-1\", expected a whole number: -1 is not in 0..=4294967295",
        ],
    );
}
