//! Which layer's value counts, and how that is explained.

use std::fs;

use serde_json::{Value, json};

use super::{folder, run};
use crate::ogrom::{Folder, Service};

/// Files of all kinds, each with values that the next one hides.
fn layers() -> Folder {
    folder(&[
        (
            "ogrom.toml",
            "developer = \"base\"\nport = 1\naddress = \"127.0.0.2\"\n[cache]\nage = \"1s\"\nstale = \"1m\"\nbytes = 0x10\n",
        ),
        (
            "ogrom.staging.toml",
            "developer = \"staging\"\nport = 2\ncache = { age = \"2s\", stale = \"2m\" }\n",
        ),
        ("ogrom.local.toml", "developer = \"local\"\nport = 3\ncache-age = \"3s\"\n"),
    ])
}

#[test]
fn later_layers_count_more() {
    let variables = [("OGROM_ENVIRONMENT", "staging"), ("SERVER_PORT", "4"), ("OGROM_DEVELOPER", "variable")];
    let explained = run(&layers(), &variables, &["config", "explain", "--developer", "said"]).well().out;
    let row = |key: &str| {
        let rows = explained.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
        let found = rows.skip_while(|row| row[0] != key).enumerate();
        let rows = found
            .take_while(|(number, row)| *number == 0 || row[0] == "hides")
            .map(|(_, row)| row[1..].join(" "));
        rows.collect::<Vec<_>>()
    };
    assert_eq!(
        row("developer"),
        [
            "said --developer",
            "variable OGROM_DEVELOPER",
            "local ogrom.local.toml:1:13",
            "staging ogrom.staging.toml:1:13",
            "base ogrom.toml:1:13",
            "lena default",
        ]
    );
    assert_eq!(
        row("port"),
        [
            "4 SERVER_PORT",
            "3 ogrom.local.toml:2:8",
            "2 ogrom.staging.toml:2:8",
            "1 ogrom.toml:2:8",
            "8080 default"
        ]
    );
    assert_eq!(row("cache.age")[0], "3s ogrom.local.toml:3:13");
    assert_eq!(row("cache.stale")[0], "2m ogrom.staging.toml:3:31");
    assert_eq!(row("cache.bytes"), ["16 ogrom.toml:7:9", "67108864 default"]);
    assert_eq!(row("source.wait"), ["1s default"]);
    assert_eq!(row("tokens"), ["(none) default"]);
}

#[test]
fn the_explanation_is_in_columns() {
    let folder = folder(&[("ogrom.toml", "[cache]\nage = \"1s\"\n")]);
    let explained = run(&folder, &[], &["config", "explain", "cache"]).well().out;
    let expected = "cache.bytes  67108864  default\n\
                    cache.age    1s        ogrom.toml:2:7\n  \
                      hides      5s        default\n\
                    cache.stale  10m       default\n\
                    cache.tags   none      default\n";
    assert_eq!(explained, expected);
    let one = run(&folder, &[], &["config", "explain", "cache-age"]).well().out;
    assert_eq!(one, "cache.age  1s  ogrom.toml:2:7\n  hides    5s  default\n");
    let lost = run(&folder, &[], &["config", "explain", "cash.age"]);
    assert_eq!(lost.complaint(1), "ogrom: cash.age: is not known; did you mean 'cache.age'?\n");
}

#[test]
fn the_explanation_is_in_json_too() {
    let explained = run(&layers(), &[], &["config", "explain", "port", "--format", "json"]).well().out;
    let explained: Value = serde_json::from_str(&explained).expect("JSON");
    assert_eq!(
        explained,
        json!([{
            "key": "port", "value": "3", "from": "ogrom.local.toml:2:8",
            "hides": [{ "value": "1", "from": "ogrom.toml:2:8" }, { "value": "8080", "from": "default" }],
        }])
    );
}

#[test]
fn no_secret_is_explained() {
    let (one, other) = ("the-secret-of-lena-4711", "the-secret-of-oscar-0815");
    let folder = folder(&[
        ("ogrom.toml", "tokens.file = \"secrets/tokens\"\ndatabase = { env = \"OGROM_DATABASE_SECRET\" }\n"),
        ("secrets/tokens", &format!("lena={one}\n")),
        ("ogrom.local.toml", &format!("upstream-tokens = \"lena={other}\"\n")),
    ]);
    let url = format!("mysql://lena:{one}@db.example/ogrom");
    let variables = [("OGROM_DATABASE_SECRET", &*url), ("OGROM_TOKENS", &format!("oscar={other}"))];
    for format in ["text", "json"] {
        let explained = run(&folder, &variables, &["config", "explain", "--format", format]).well().out;
        assert!(!explained.contains(one) && !explained.contains(other), "{explained}");
        assert_eq!(explained.matches("(hidden)").count(), 4, "{explained}");
    }
    let summary = run(&folder, &variables, &["config", "check", "--trace"]).well().out;
    assert_eq!(
        summary,
        "The configuration is right. Read: ogrom.toml, ogrom.local.toml, 1 variable, 1 option.\n"
    );
}

#[test]
fn without_anything_there_are_defaults() {
    let summary = run(&Folder::new(), &[], &["config", "check"]).well().out;
    assert_eq!(summary, "The configuration is right. Read: nothing but defaults.\n");
}

#[test]
fn it_serves_as_it_is_configured() {
    let token = "the-secret-of-lena-4711";
    let folder = folder(&[
        ("conf/ogrom.toml", "port = 0\nempty = true\ndatabase = \"mine.db\"\ntokens.file = \"tokens\"\n"),
        ("conf/tokens", &format!("lena={token}")),
        ("ogrom.toml", "is not read"),
    ]);
    let migrated = run(&folder, &[("OGROM_CONFIG", "conf")], &["migrate"]).well().out;
    assert_eq!(migrated, "The database 'mine.db' is up to date.\n");
    let service = Service::start(&mut folder.ogrom(&["--config", "conf"]));
    assert_eq!(service.stranger().ids("en-GB/products").len(), 0);
    let lena = service.stranger().with_token(token);
    let posted = lena.post("en-GB/collages", &json!({ "items": [] })).is_refused(409, "conflict");
    assert_eq!(posted.json["detail"], "there is no user 'lena'", "the token is known");
    assert_eq!(folder.names(), ["conf", "mine.db", "mine.db-shm", "mine.db-wal", "ogrom.toml"]);
}

#[test]
fn a_command_needs_no_secret_but_its_own() {
    let folder = folder(&[("ogrom.toml", "tokens = { env = \"TOKENS\" }\nport = \"eighty\"\n")]);
    run(&folder, &[], &["migrate"]).well();
    run(&folder, &[], &["openapi"]).well();
    assert_eq!(run(&folder, &[], &["serve"]).complaint(2).lines().count(), 3, "who serves needs them");
}

#[test]
fn commands_without_options_read_no_file() {
    let folder = folder(&[("ogrom.toml", "is no TOML")]);
    run(&folder, &[], &["routes"]).well();
    run(&folder, &[("OGROM_PROT", "1")], &["graph"]).well();
    assert!(run(&folder, &[], &["migrate"]).complaint(2).contains("ogrom.toml:1:4: "));
}

/// The code blocks of this language in the guide for operators.
fn fenced(language: &str) -> Vec<String> {
    let guide = fs::read_to_string(ogrom_tests::root().join("server/OPERATING.md")).expect("it is there");
    let fence = format!("```{language}\n");
    guide.split(&fence).skip(1).filter_map(|rest| Some(rest.split_once("```")?.0.to_owned())).collect()
}

#[test]
fn the_guide_shows_what_is_right_and_what_is_said() {
    let file = &fenced("toml")[0];
    let folder = folder(&[("ogrom.toml", file), ("secrets/tokens", "lena=the-secret-of-lena-4711")]);
    let variables = [("SHOP_DATABASE", "shop.db"), ("PORT", "80")];
    run(&folder, &variables, &["config", "check"]).well();
    let explained = run(&folder, &variables, &["config", "explain", "port"]).well().out;
    folder.write("ogrom.toml", "port = \"eighty\"\n\n\n[source]\ntimout = \"2s\"\n");
    let wrong = run(&folder, &[("OGROM_ADRESS", "::")], &["--cache-age", "5"]);
    let said = format!(
        "$ OGROM_ADRESS=:: ogrom --cache-age 5\n{}$ PORT=80 ogrom config explain port\n{explained}",
        wrong.complaint(2)
    );
    assert!(fenced("console").contains(&said), "{said}");
}
