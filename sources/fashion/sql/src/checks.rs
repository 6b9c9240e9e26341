//! Checks of every statement at once: that the databases understand it, and how they mean to answer it.

mod mariadb;
mod sqlite;

use ogrom_sources_sql::{STATEMENTS, Statement};

use crate::{collage, comment, like, product, schema, tombstone, user};

/// These gather few rows and sort them. All other lists come in the order of an index.
const SORTED: [&str; 6] = [
    "product NEWEST_AMONG",
    "product OLDEST_AMONG",
    "product CHEAPEST_AMONG",
    "product DEAREST_AMONG",
    "collage MOST_LIKED_WITH_PRODUCT",
    "collage LEAST_LIKED_WITH_PRODUCT",
];

fn statements() -> impl Iterator<Item = (String, Statement)> {
    let nouns = [
        ("collage", collage::statements::ALL),
        ("comment", comment::statements::ALL),
        ("like", like::ALL),
        ("product", product::statements::ALL),
        ("tombstone", tombstone::ALL),
        ("user", user::ALL),
    ];
    let named = |noun: &'static str| {
        move |(name, statement): &(&str, Statement)| (format!("{noun} {name}"), *statement)
    };
    nouns
        .into_iter()
        .chain(STATEMENTS.iter().copied())
        .flat_map(move |(noun, all)| all.iter().map(named(noun)))
}

/// The statements of each released version of the schema that this release still has to serve: a statement a line.
fn released(database: &str) -> Vec<String> {
    let folder = format!("{}/released", env!("CARGO_MANIFEST_DIR"));
    let versions = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let kept = versions.filter(|path| {
        let version: semver::Version = path.file_name().unwrap().to_str().unwrap().parse().unwrap();
        version.major == schema::SCHEMA.version.major
    });
    let statements = kept.map(|path| std::fs::read_to_string(path.join(format!("{database}.sql"))).unwrap());
    statements.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// A release whose statements are not written down cannot be served.
#[test]
fn the_statements_of_this_release_are_written_down() {
    let (sqlite, mysql) = (released("sqlite"), released("mysql"));
    for (name, Statement { sqlite: one, mysql: other }) in statements() {
        let folder = format!("released/{}", schema::SCHEMA.version);
        assert!(sqlite.iter().any(|line| line == one), "{name} is missing in {folder}/sqlite.sql:\n{one}");
        assert!(mysql.iter().any(|line| line == other), "{name} is missing in {folder}/mysql.sql:\n{other}");
    }
}

/// Whether this statement is a list in the order of an index.
fn is_ordered_list(name: &str) -> bool {
    let (_, statement) = name.split_once(' ').expect("a noun and a statement");
    let orders = ["NEWEST", "OLDEST", "MOST_LIKED", "LEAST_LIKED", "CHEAPEST", "DEAREST", "CHANGED"];
    let is_list = orders.iter().any(|order| statement.starts_with(order));
    is_list && !SORTED.contains(&name)
}

/// A file that is not listed would never be applied.
#[test]
fn every_migration_of_each_database_is_listed_by_its_number() {
    let names: Vec<_> =
        schema::MIGRATIONS.iter().map(|migration| format!("{}.sql", migration.name)).collect();
    for database in ["sqlite", "mysql"] {
        let folder = format!("{}/migrations/{database}", env!("CARGO_MANIFEST_DIR"));
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        let mut files: Vec<_> = entries.map(|name| name.into_string().unwrap()).collect();
        files.sort();
        assert_eq!(names, files);
    }
    for (number, name) in (1..).zip(&names) {
        assert_eq!(name.split('_').next().unwrap().parse(), Ok(number), "{name}");
    }
}
