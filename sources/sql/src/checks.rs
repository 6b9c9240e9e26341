//! Checks of every statement at once: that the databases understand it, and how they mean to answer it.

mod mariadb;
mod sqlite;

use crate::{collage, comment, dialect::Statement, idempotency, like, product, user};

/// These gather few rows and sort them. All other lists come in the order of an index.
const SORTED: [&str; 4] = [
    "product NEWEST_AMONG",
    "product CHEAPEST_AMONG",
    "product DEAREST_AMONG",
    "collage MOST_LIKED_WITH_PRODUCT",
];

fn statements() -> impl Iterator<Item = (String, Statement)> {
    let nouns = [
        ("collage", collage::statements::ALL),
        ("comment", comment::statements::ALL),
        ("idempotency", idempotency::ALL),
        ("like", like::ALL),
        ("product", product::statements::ALL),
        ("user", user::ALL),
    ];
    let named = |noun: &'static str| {
        move |(name, statement): &(&str, Statement)| (format!("{noun} {name}"), *statement)
    };
    nouns.into_iter().flat_map(move |(noun, all)| all.iter().map(named(noun)))
}

/// Whether this statement is a list in the order of an index.
fn is_ordered_list(name: &str) -> bool {
    let (_, statement) = name.split_once(' ').expect("a noun and a statement");
    let is_list =
        ["NEWEST", "MOST_LIKED", "CHEAPEST", "DEAREST"].iter().any(|order| statement.starts_with(order));
    is_list && !SORTED.contains(&name)
}

/// The files of each database's migrations have the same numbers and names.
#[test]
fn migrations_are_the_same_on_all_databases() {
    let names = |database: &str| {
        let folder = format!("{}/migrations/{database}", env!("CARGO_MANIFEST_DIR"));
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names("mysql"), names("sqlite"));
}
