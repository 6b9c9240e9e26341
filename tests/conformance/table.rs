//! The shipped table: over connections, and through the bare graph.

use std::{collections::HashSet, fs, path::PathBuf};

use ogrom_tests::conformance::{BEYOND_FORMAT_1, Case, Coverage, Runner, disagreements, read, walk};

use crate::beyond;

/// Cases about the stage before the resource: a message that is no HTTP, or another target.
const BEFORE_THE_GRAPH: usize = 12;

fn files() -> Vec<PathBuf> {
    let folder = ogrom_tests::root().join("tests/conformance");
    let entries = fs::read_dir(folder)
        .expect("the tables are there")
        .map(|entry| entry.expect("an entry can be read").path());
    let mut files: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|end| end == "jsonl")).collect();
    files.sort();
    files
}

pub(crate) fn cases() -> Vec<Case> {
    files().into_iter().flat_map(|file| read(file).expect("the tables are in format 1")).collect()
}

/// Runs cases, and reports the failures of each.
pub(crate) async fn failures(cases: &[Case]) -> Vec<String> {
    let runner = Runner::new().await.expect("a port is free");
    let mut failures = Vec::new();
    for case in cases {
        let got = runner.run(case).await.expect("a connection can be made");
        let found = disagreements(case, &got);
        if !found.is_empty() {
            failures.push(format!("{}: {}\n{got}", case.name, found.join("; ")));
        }
    }
    failures
}

#[tokio::test]
async fn every_case_holds_over_a_connection() {
    let failures = failures(&cases()).await;
    assert!(failures.is_empty(), "{} failed\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_case_holds_in_the_bare_graph() {
    let mut beside = 0;
    let wrong: Vec<_> = cases()
        .iter()
        .filter_map(|case| {
            let Some(path) = walk(case) else {
                beside += 1;
                return None;
            };
            let allowed = case.expect.status.as_ref().is_none_or(|status| status.allow(path.status));
            (!allowed).then(|| format!("{}: {} by {:?}", case.name, path.status, path.steps))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(beside <= BEFORE_THE_GRAPH, "{beside} cases never come to the graph");
}

#[tokio::test]
async fn the_engine_ends_where_the_bare_graph_ends() {
    let runner = Runner::new().await.expect("a port is free");
    let mut apart = Vec::new();
    for case in cases() {
        let Some(path) = walk(&case) else { continue };
        let got = runner.run(&case).await.expect("a connection can be made").status;
        if got != path.status {
            apart.push(format!("{}: {got}, by the graph {}", case.name, path.status));
        }
    }
    assert!(apart.is_empty(), "{}", apart.join("\n"));
}

#[test]
fn every_edge_has_a_case() {
    let (table, rest) = (cases(), beyond::cases());
    let missing: HashSet<_> = Coverage::of(&table).missing().into_iter().collect();
    assert_eq!(missing, BEYOND_FORMAT_1.into(), "what format 1 can say stands in the table");
    assert_eq!(Coverage::of(table.iter().chain(&rest)).missing(), []);
}

#[test]
fn an_edge_without_a_case_is_found() {
    let without: Vec<_> = cases().into_iter().filter(|case| case.request.method != "BREW").collect();
    let without: Vec<_> =
        without.into_iter().filter(|case| walk(case).is_none_or(|path| path.status != 501)).collect();
    assert_eq!(Coverage::of(&without).missing().len(), BEYOND_FORMAT_1.len() + 1);
}

#[test]
fn no_two_cases_have_the_same_name() {
    let cases = cases();
    let mut seen = HashSet::new();
    let twice: Vec<_> = cases.iter().filter(|case| !seen.insert(&case.name)).map(|case| &case.name).collect();
    assert_eq!(twice, Vec::<&String>::new());
}
