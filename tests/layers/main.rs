//! The layers hold: every arrow between our crates is one that the table in the root manifest allows.

mod planted;
mod read;
mod rules;
mod trees;
mod workspace;

use crate::rules::violations;

#[test]
fn every_arrow_is_one_that_the_table_allows() {
    let found = violations(&read::workspace(ogrom_tests::root()));
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}
