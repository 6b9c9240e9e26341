//! Rules for the documents: they name the checks and the metrics that exist, and their links lead somewhere.

use std::collections::BTreeSet;

use crate::{
    prose::literals,
    tree::{File, Tree},
};

/// The document that holds the code map and the invariants.
pub(crate) const ARCHITECTURE: &str = "ARCHITECTURE.md";

/// The document that lists the metrics.
const OPERATING: &str = "server/OPERATING.md";

/// The heading of the column that names the check of an invariant.
const CHECK: &str = "check";

/// Every row of a table of invariants names a check, and every check that it names exists. ARCHITECTURE.md has such a table.
pub(crate) fn invariants(tree: &Tree) -> Vec<String> {
    let is_design = |file: &&File| file.path == ARCHITECTURE || file.path.ends_with("/DESIGN.md");
    if tree.file(ARCHITECTURE).is_none_or(|file| column(&file.text, CHECK).is_empty()) {
        return vec![format!("{ARCHITECTURE}: no table with a column `{CHECK}`")];
    }
    let of_file = |file: &File| {
        let rows = column(&file.text, CHECK).into_iter();
        let faults =
            rows.flat_map(|(line, _, cell)| unchecked(tree, cell).into_iter().map(move |why| (line, why)));
        faults.map(|(line, why)| format!("{}:{line}: {why}", file.path)).collect::<Vec<_>>()
    };
    tree.files().filter(is_design).flat_map(of_file).collect()
}

/// The faults of a cell that names checks.
fn unchecked(tree: &Tree, cell: &str) -> Vec<String> {
    let named: Vec<&str> = cell.split('`').skip(1).step_by(2).collect();
    if named.is_empty() {
        return vec!["names no check".to_owned()];
    }
    let lost = named.into_iter().filter(|check| !exists(tree, check));
    lost.map(|check| format!("there is no check `{check}`")).collect()
}

/// The rows of every table with a column of this heading: the line, all cells, and the cell of the column.
pub(crate) fn column<'a>(text: &'a str, heading: &str) -> Vec<(usize, Vec<&'a str>, &'a str)> {
    let mut column = None;
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let cells: Vec<&str> = line.split('|').skip(1).map(str::trim).collect();
        if cells.len() < 2 {
            column = None;
        } else if column.is_none() {
            column = Some(cells.iter().position(|cell| *cell == heading));
        } else if let Some(Some(column)) = column
            && !cells[0].starts_with("--")
        {
            let cell = cells.get(column).copied().unwrap_or_default();
            found.push((index + 1, cells, cell));
        }
    }
    found
}

/// Whether there is a check: a file or folder `path`, or a function `path::name` in it.
fn exists(tree: &Tree, check: &str) -> bool {
    match check.split_once("::") {
        None => tree.at(check).next().is_some(),
        Some((path, name)) => tree.at(path).any(|file| file.text.contains(&format!("fn {name}("))),
    }
}

/// The guide for operators lists the metrics that the code records, and no others.
pub(crate) fn metrics(tree: &Tree) -> Vec<String> {
    let layers = ["core", "run", "server", "sources"];
    let files = layers.iter().flat_map(|layer| tree.at(layer)).filter(|file| file.has_extension("rs"));
    let recorded: BTreeSet<&str> =
        files.flat_map(|file| literals(file.shipped())).map(|(_, text)| text).filter(is_metric).collect();
    let guide = tree.file(OPERATING).map_or("", |file| &file.text);
    let listed: BTreeSet<&str> = guide.split('`').skip(1).step_by(2).filter(is_metric).collect();
    let missing = recorded.difference(&listed).map(|name| format!("{OPERATING}: does not list {name}"));
    missing
        .chain(listed.difference(&recorded).map(|name| format!("{OPERATING}: nothing records {name}")))
        .collect()
}

/// A relative link of a document leads to a file or folder, and to a heading in it.
pub(crate) fn links(tree: &Tree) -> Vec<String> {
    let documents = tree.files().filter(|file| file.has_extension("md"));
    let lost = documents.flat_map(|file| {
        let links = file.text.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0));
        links
            .filter(|link| is_path(link) && !leads_somewhere(tree, file, link))
            .map(|link| format!("{}: `{link}` leads nowhere", file.path))
    });
    lost.collect()
}

/// Whether a link is a path, and neither an address nor an item of a crate.
fn is_path(link: &str) -> bool {
    link.contains(['/', '.', '#']) && !link.contains(':')
}

fn leads_somewhere(tree: &Tree, from: &File, link: &str) -> bool {
    let (path, heading) = link.split_once('#').map_or((link, None), |(path, heading)| (path, Some(heading)));
    let folder = from.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in path.split('/') {
        match step {
            ".." => drop(steps.pop()),
            "" | "." => {}
            step => steps.push(step),
        }
    }
    let target = if path.is_empty() { from.path.clone() } else { steps.join("/") };
    let has = |file: &File| heading.is_none_or(|heading| anchors(&file.text).any(|anchor| anchor == heading));
    tree.at(&target).next().is_some() && (heading.is_none() || tree.file(&target).is_some_and(has))
}

/// The anchors of a document, as code hosts make them of its headings.
fn anchors(text: &str) -> impl Iterator<Item = String> {
    text.lines().filter(|line| line.starts_with('#')).map(|line| {
        let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
        let heading: String = line.trim_start_matches('#').trim().chars().filter(kept).collect();
        heading.to_lowercase().replace(' ', "-")
    })
}

fn is_metric(name: &&str) -> bool {
    let named = |c: char| c.is_ascii_lowercase() || c == '_';
    ["ogrom_", "process_"].iter().any(|prefix| name.starts_with(prefix)) && name.chars().all(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invariant_without_a_check_that_exists_is_found() {
        let document = "# Invariants\n\n\
            | invariant | why | check |\n\
            |---|---|---|\n\
            | A | a | `tests/layers`, `clippy.toml` |\n\
            | B | b | `tests/tidy/main.rs::main_is_thin` |\n\
            | C | c | `tests/tidy::main_is_thin` and `tests/tidy::main_is_fat` |\n\
            | D | d | `tests/lost.rs` |\n\
            | E | e | review |\n\n\
            | folder | idea |\n|---|---|\n| `x` | y |\n";
        let tree = Tree::planted([
            ("ARCHITECTURE.md", document),
            ("clippy.toml", ""),
            ("tests/layers/main.rs", ""),
            ("tests/tidy/main.rs", "fn main_is_thin() {}\n"),
            ("core/DESIGN.md", "| invariant | check |\n|---|---|\n| F | `tests/lost.rs` |\n"),
        ]);
        assert_eq!(
            invariants(&tree),
            [
                "ARCHITECTURE.md:7: there is no check `tests/tidy::main_is_fat`",
                "ARCHITECTURE.md:8: there is no check `tests/lost.rs`",
                "ARCHITECTURE.md:9: names no check",
                "core/DESIGN.md:3: there is no check `tests/lost.rs`",
            ]
        );
    }

    #[test]
    fn a_missing_table_of_invariants_is_found() {
        let message = "ARCHITECTURE.md: no table with a column `check`";
        assert_eq!(invariants(&Tree::planted([])), [message]);
        assert_eq!(
            invariants(&Tree::planted([("ARCHITECTURE.md", "| a | b |\n|---|---|\n| c | d |\n")])),
            [message]
        );
    }

    #[test]
    fn a_metric_that_only_the_code_or_the_guide_has_is_found() {
        let code = "const A: &str = \"ogrom_a_total\";\nlet b = [\"process_b\", \"ogrom-c\"];\n";
        let tree = Tree::planted([
            ("server/src/a.rs", code),
            ("server/OPERATING.md", "```sh\nogrom\n```\n\n| `ogrom_a_total` | `ogrom_lost` |\n"),
        ]);
        assert_eq!(
            metrics(&tree),
            [
                "server/OPERATING.md: does not list process_b",
                "server/OPERATING.md: nothing records ogrom_lost"
            ]
        );
    }

    #[test]
    fn a_link_that_leads_nowhere_is_found() {
        let text = "# One `two`\n[a](#one-two) [b](../core/README.md#the-core) [c](src/) [g](Item) [d](https://a.example/b)\n\
            [e](#two) [f](lost.md) [g](../core/README.md#lost)\n";
        let tree = Tree::planted([
            ("run/README.md", text),
            ("run/src/a.rs", ""),
            ("core/README.md", "## The core\n"),
        ]);
        assert_eq!(
            links(&tree),
            ["#two", "lost.md", "../core/README.md#lost"]
                .map(|link| format!("run/README.md: `{link}` leads nowhere"))
        );
    }
}
