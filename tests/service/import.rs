//! `ogrom import DIR`: which rows are imported, which are rejected, and what it reports.

use std::{fs, io::Write, process::Command};

use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};

use crate::{
    data::{self, FILES, ROWS, counts},
    ogrom::{Folder, Running},
};

/// Bad comments, each with a word of the reason.
const BAD: [(&str, &str); 9] = [
    (r#"{"id": "bad-1", "collage": "k1", "user": "u1", "#, "JSON"),
    (r#"{"id": "bad-2", "collage": "k1", "user": "u1", "language": "en"}"#, "'text'"),
    (r#"{"id": "bad-3", "collage": "nowhere", "user": "u1", "language": "en", "text": "Hm"}"#, "nowhere"),
    (r#"{"id": "bad-4", "collage": "k1", "user": "nobody", "language": "en", "text": "Hm"}"#, "nobody"),
    (
        r#"{"id": "bad-5", "collage": "k1", "user": "u1", "language": "en", "text": "Hm", "rating": 6}"#,
        "'rating'",
    ),
    (r#"{"id": "bad 6", "collage": "k1", "user": "u1", "language": "en", "text": "Hm"}"#, "'id'"),
    (r#"{"id": "bad-7", "collage": "k1", "user": "u1", "language": "?", "text": "Hm"}"#, "'language'"),
    (r#"["bad-8"]"#, "object"),
    ("bad-9", "JSON"),
];

/// Writes all files, the comments compressed and with the bad ones spread among them. Returns their lines.
fn with_bad_rows(folder: &Folder) -> Vec<usize> {
    data::write(folder);
    let text = fs::read_to_string(folder.at("comments.jsonl")).expect("it was written");
    let mut lines: Vec<&str> = text.lines().collect();
    let at: Vec<_> = (0..BAD.len()).map(|i| 10 + 480 * i).collect();
    for ((bad, _), at) in BAD.iter().zip(&at) {
        lines.insert(*at, bad);
    }
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(lines.join("\n").as_bytes()).expect("memory takes everything");
    folder.write("comments.jsonl.gz", packed.finish().expect("memory takes everything"));
    fs::remove_file(folder.at("comments.jsonl")).expect("it was written");
    at.iter().map(|at| at + 1).collect()
}

fn name(noun: &str) -> String {
    if noun == "comments" { "comments.jsonl.gz".into() } else { format!("{noun}.jsonl") }
}

#[test]
fn all_rows_come_in_once_and_bad_ones_are_told() {
    let folder = Folder::new();
    let bad_lines = with_bad_rows(&folder);
    let summary = folder.run(&["import", ".", "--rejects", "rejects"]).well().out;
    for (noun, rows) in FILES {
        let rejected = if noun == "comments" { BAD.len() } else { 0 };
        assert_eq!(counts(&summary, &name(noun)), [rows, 0, rejected], "{summary}");
    }
    assert_eq!(counts(&summary, "total"), [ROWS, 0, BAD.len()]);
    assert!(summary.contains("rejects/comments.rejects.jsonl"), "{summary}");
    let rejects =
        || fs::read_to_string(folder.at("rejects/comments.rejects.jsonl")).expect("there are rejects");
    let first = rejects();
    let entries: Vec<Value> = first.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(entries.len(), BAD.len());
    for ((entry, (row, words)), line) in entries.iter().zip(BAD).zip(bad_lines) {
        assert_eq!(
            json!([entry["file"], entry["line"], entry["row"]]),
            json!(["comments.jsonl.gz", line, row])
        );
        assert!(entry["reason"].as_str().is_some_and(|reason| reason.contains(words)), "{entry}");
    }
    assert_eq!(fs::read_dir(folder.at("rejects")).expect("a folder").count(), 1, "no other rejects");

    let again = folder.run(&["import", ".", "--rejects", "rejects"]).well().out;
    assert_eq!(counts(&again, "total"), [0, ROWS, BAD.len()]);
    assert_eq!(rejects(), first);
    let service = folder.serve();
    let client = service.stranger();
    assert_eq!(client.ids("en-GB/collages/k1/comments").len(), 10);
    assert_eq!(client.get("en-GB/comments/c4999").is(200).json["text"], "Comment 4999");
    assert_eq!(client.get("en-GB/collages/k1").is(200).json["likes"], data::LIKES);
}

#[test]
fn progress_goes_to_the_one_stream_and_the_summary_to_the_other() {
    let folder = Folder::new();
    data::write(&folder);
    let ended = folder.run(&["import", "."]).well();
    for (noun, rows) in FILES {
        let rows =
            if rows < 1_000 { rows.to_string() } else { format!("{},{:03}", rows / 1_000, rows % 1_000) };
        let told = ended.err.lines().any(|line| line.starts_with(&format!("{noun}.jsonl: {rows} rows, ")));
        assert!(told, "{ended:#?}");
    }
    assert_eq!(counts(&ended.out, "total"), [ROWS, 0, 0]);
    assert!(!ended.out.contains("done in") && !ended.err.contains("already there"), "{ended:#?}");
}

#[test]
fn a_file_can_grow_and_what_is_there_stays_as_it_is() {
    let folder = Folder::new();
    folder.write("users.jsonl", data::rows("users", 0..5));
    folder.run(&["import", "."]).well();
    folder.write("users.jsonl", data::rows("users", 0..8).replace("User 2", "Somebody else"));
    let summary = folder.run(&["import", "."]).well().out;
    assert_eq!(counts(&summary, "users.jsonl"), [3, 5, 0]);
    let service = folder.serve();
    assert_eq!(service.stranger().get("en-GB/users/u2").is(200).json["name"], "User 2");
    assert_eq!(service.stranger().get("en-GB/users/u7").is(200).json["name"], "User 7");
}

#[test]
fn it_goes_into_the_demo_set_while_that_is_served() {
    let folder = Folder::new();
    let service = folder.serve();
    folder.write("users.jsonl", data::rows("users", 0..3));
    let summary = folder.run(&["import", "."]).well().out;
    assert_eq!(counts(&summary, "users.jsonl"), [3, 0, 0]);
    service.stranger().get("en-GB/users/u2").is(200);
    service.stranger().get("en-GB/users/lena").is(200);
}

#[test]
fn what_cannot_be_imported_is_explained() {
    let folder = Folder::new();
    let complaint = |words: &str| {
        let ended = folder.run(&["import", "from"]);
        assert!(ended.complaint(1).contains(words), "{ended:#?}");
    };
    complaint("the directory 'from' cannot be read");
    fs::create_dir(folder.at("from")).expect("a folder can be made");
    complaint("there is nothing to import in 'from': looked for users.jsonl[.gz]");
    folder.write("from/users.jsonl", "");
    folder.write("from/users.jsonl.gz", "");
    complaint("remove one of them");
    fs::remove_file(folder.at("from/users.jsonl")).expect("it was written");
    folder.write("from/users.jsonl.gz", "no gzip at all");
    complaint("cannot be read to its end; it may be cut off or damaged");
}

#[test]
fn an_import_that_is_interrupted_says_how_far_it_came() {
    for (signal, status) in [("INT", 130), ("TERM", 143)] {
        let folder = Folder::new();
        // Its end never comes, so that the import is under way whenever the signal comes.
        let made =
            Command::new("mkfifo").arg(folder.at("users.jsonl")).status().expect("coreutils are there");
        assert!(made.success());
        let running = Running::start(&mut folder.ogrom(&["import", "."]));
        let mut rows = fs::OpenOptions::new().write(true).open(folder.at("users.jsonl")).expect("it is read");
        rows.write_all(data::rows("users", 0..5_000).as_bytes()).expect("it is read");
        running.signal(signal);
        let ended = running.wait();
        let said = ended.complaint(status);
        assert!(said.contains("the import stopped at 'users.jsonl' with "), "{ended:#?}");
        assert!(said.contains(&format!("running it again continues: it was interrupted by SIG{signal}")));
        let [added, ..] = counts(&ended.out, "users.jsonl");
        assert!([0, 2_000, 4_000].contains(&added), "whole batches: {ended:#?}");
        drop(rows);
        fs::remove_file(folder.at("users.jsonl")).expect("it was made");
        folder.write("users.jsonl", data::rows("users", 0..5_000));
        let summary = folder.run(&["import", "."]).well().out;
        assert_eq!(counts(&summary, "users.jsonl"), [5_000 - added, added, 0]);
    }
}

#[test]
fn a_file_that_breaks_off_keeps_what_came_before() {
    let folder = Folder::new();
    with_bad_rows(&folder);
    let whole = fs::read(folder.at("comments.jsonl.gz")).expect("it was written");
    folder.write("comments.jsonl.gz", &whole[..whole.len() / 2]);
    let ended = folder.run(&["import", "."]);
    assert!(ended.complaint(1).contains("stopped at 'comments.jsonl.gz'"), "{ended:#?}");
    let [added, ..] = counts(&ended.out, "comments.jsonl.gz");
    assert!((1..5_000).contains(&added), "{ended:#?}");
    folder.write("comments.jsonl.gz", &whole);
    let summary = folder.run(&["import", "."]).well().out;
    assert_eq!(counts(&summary, "comments.jsonl.gz"), [5_000 - added, added, BAD.len()]);
}
