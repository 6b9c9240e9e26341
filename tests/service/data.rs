//! Rows to import, numbered, so that a test knows how many there are and which is the last.

use std::fmt::Write as _;

use crate::ogrom::Folder;

/// The files in the order of their import, each with how many rows it has.
pub(crate) const FILES: [(&str, usize); 5] =
    [("users", 200), ("products", 300), ("collages", 500), ("comments", 5_000), ("likes", 5_000)];

/// How many rows there are altogether.
pub(crate) const ROWS: usize = 11_000;

/// How many users like each collage.
pub(crate) const LIKES: usize = 10;

/// Writes all files.
pub(crate) fn write(folder: &Folder) {
    for (noun, count) in FILES {
        folder.write(&format!("{noun}.jsonl"), rows(noun, 0..count));
    }
}

/// The rows of a file with these numbers.
pub(crate) fn rows(noun: &str, numbers: std::ops::Range<usize>) -> String {
    let mut rows = String::new();
    for number in numbers {
        let _ = writeln!(rows, "{}", row(noun, number));
    }
    rows
}

fn row(noun: &str, i: usize) -> String {
    match noun {
        "users" => format!(r#"{{"id": "u{i}", "name": "User {i}"}}"#),
        "products" => format!(
            r#"{{"id": "p{i}", "category": "Shoes", "texts": {{"en": {{"name": "Shoe {i}"}}}}, "prices": {{"GB": {{"amount": {}, "currency": "GBP"}}}}}}"#,
            100 + i
        ),
        "collages" => {
            let item = |product: usize| format!(r#"{{"product": "p{product}"}}"#);
            let items = [item(i % 300), item((i + 7) % 300)].join(", ");
            format!(r#"{{"id": "k{i}", "user": "u{}", "title": "Collage {i}", "items": [{items}]}}"#, i % 200)
        }
        "comments" => format!(
            r#"{{"id": "c{i}", "collage": "k{}", "user": "u{}", "language": "{}", "text": "Comment {i}"}}"#,
            i % 500,
            i % 200,
            ["de", "en", "fr"][i % 3]
        ),
        "likes" => format!(r#"{{"user": "u{}", "collage": "k{}"}}"#, i / 500, i % 500),
        other => panic!("there are no {other}"),
    }
}

/// The address of the row of this number in the API.
pub(crate) fn place(noun: &str, number: usize) -> String {
    match noun {
        "likes" => format!("en-GB/collages/k{}/likes/u{}", number % 500, number / 500),
        "users" | "products" | "collages" | "comments" => format!("en-GB/{noun}/{}{number}", letter(noun)),
        other => panic!("there are no {other}"),
    }
}

fn letter(noun: &str) -> &str {
    if noun == "collages" { "k" } else { &noun[..1] }
}

/// Added, already there and rejected in the row of a summary with this name.
pub(crate) fn counts(summary: &str, name: &str) -> [usize; 3] {
    let row = summary.lines().find(|line| line.split_whitespace().next() == Some(name));
    let row = row.unwrap_or_else(|| panic!("no row of {name}: {summary}"));
    let number = |text: &str| text.replace(',', "").parse().expect("a number");
    let numbers: Vec<_> = row.split_whitespace().skip(1).take(3).map(number).collect();
    numbers.try_into().expect("three numbers")
}
