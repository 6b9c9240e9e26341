//! The commands that end by themselves.

use crate::ogrom::{Folder, Service};

#[test]
fn the_routes_are_listed_with_methods_and_keys() {
    let folder = Folder::new();
    let listed = folder.run(&["routes"]).well();
    let rows: Vec<Vec<_>> = listed.out.lines().map(|line| line.split_whitespace().collect()).collect();
    let row = |template: &str| rows.iter().find(|row| row[0] == template).map(|row| row[1..].join(" "));
    let found = row("/v1/{locale}/collages/{collage}");
    assert_eq!(
        found.as_deref(),
        Some("CollageResource GET, HEAD, PUT, PATCH, DELETE, OPTIONS"),
        "{}",
        listed.out
    );
    assert!(rows.len() >= 13 && rows.iter().all(|row| row[0].starts_with('/')), "{}", listed.out);
    assert_eq!(folder.names(), Vec::<String>::new(), "listing needs no database");
}

#[test]
fn the_version_and_the_help_are_told() {
    let folder = Folder::new();
    let version = folder.run(&["--version"]).well().out;
    assert!(version.starts_with("ogrom ") && version.trim().len() > "ogrom ".len(), "{version}");
    let help = folder.run(&["--help"]).well().out;
    for word in
        ["serve", "import", "migrate", "routes", "graph", "--port", "SERVER_PORT", "--database", "--version"]
    {
        assert!(help.contains(word), "no {word}: {help}");
    }
    assert!(folder.run(&["import", "--help"]).well().out.contains("--rejects"));
    assert_eq!(folder.names(), Vec::<String>::new());
}

#[test]
fn migrating_makes_a_database_and_leaves_one_as_it_is() {
    let folder = Folder::new();
    for _ in 0..2 {
        let migrated = folder.run(&["migrate", "--database", "mine.db"]).well();
        assert_eq!(migrated.out, "The database 'mine.db' is up to date.\n");
        assert_eq!(folder.names(), ["mine.db"]);
    }
    let service = Service::start(&mut folder.ogrom(&["serve", "--port", "0", "--database", "mine.db"]));
    assert_eq!(
        service.stranger().get("en-GB/products").is(200).json["items"].as_array().map(Vec::len),
        Some(0)
    );
}

#[test]
fn the_graph_is_drawn_as_text_for_graphviz_and_as_a_picture() {
    let folder = Folder::new();
    let drawn = |format: &str| folder.run(&["graph", "--format", format]).well().out;
    for (format, start, end) in
        [("text", "Available  ", "\n"), ("dot", "digraph ogrom {\n", "\n}\n"), ("svg", "<svg ", "</svg>\n")]
    {
        let drawing = drawn(format);
        assert!(drawing.starts_with(start) && drawing.ends_with(end), "{drawing}");
        for part in ["MethodAllowed", "ConditionGiven", "428", "RFC 9110"] {
            assert!(drawing.contains(part), "no {part}: {drawing}");
        }
    }
    assert_eq!(folder.run(&["graph"]).well().out, drawn("text"));
    assert!(folder.run(&["graph", "--format", "poem"]).complaint(2).contains("'poem'"));
    assert_eq!(folder.names(), Vec::<String>::new(), "drawing needs no database");
}

#[test]
fn what_is_said_wrongly_is_explained() {
    let folder = Folder::new();
    for (arguments, words) in [
        (&["brew"][..], "unrecognized subcommand 'brew'"),
        (&["--port", "70000"], "70000"),
        (&["--locales", "de"], "'de' names no country"),
        (&["import"], "<DIR>"),
        (&["--developer", "no one"], "no one"),
    ] {
        let ended = folder.run(arguments);
        assert!(ended.complaint(2).contains(words), "{ended:#?}");
    }
    assert_eq!(folder.names(), Vec::<String>::new());
}
