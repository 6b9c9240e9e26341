//! Rules for the documents: they name the crates, the checks and the metrics that exist, and their links lead somewhere.

use std::collections::BTreeSet;

use crate::{
    prose::literals,
    tree::{File, Tree},
};

/// The document that holds the code map and the invariants.
const ARCHITECTURE: &str = "ARCHITECTURE.md";

/// The document that lists the metrics.
const OPERATING: &str = "server/OPERATING.md";

/// The heading of the column that names the check of an invariant.
const CHECK: &str = "check";

/// The code map names every crate by its path, in code style.
pub(crate) fn code_map(tree: &Tree) -> Vec<String> {
    let map = tree.file(ARCHITECTURE).map_or("", |file| &file.text);
    let named = |folder: &str| map.contains(&format!("`{folder}`")) || map.contains(&format!("`{folder}/`"));
    tree.packages()
        .into_keys()
        .filter(|folder| !named(folder))
        .map(|folder| format!("{ARCHITECTURE}: the code map does not name `{folder}`"))
        .collect()
}

/// Every row of the table of invariants names a check, and every check that it names exists.
pub(crate) fn invariants(tree: &Tree) -> Vec<String> {
    let checks = tree.file(ARCHITECTURE).map(|file| checks(&file.text)).unwrap_or_default();
    if checks.is_empty() {
        return vec![format!("{ARCHITECTURE}: no table with a column `{CHECK}`")];
    }
    checks
        .into_iter()
        .flat_map(|(line, cell)| {
            let named: Vec<&str> = cell.split('`').skip(1).step_by(2).collect();
            let wrong: Vec<String> = if named.is_empty() {
                vec![format!("{ARCHITECTURE}:{line}: names no check")]
            } else {
                let lost = named.into_iter().filter(|check| !exists(tree, check));
                lost.map(|check| format!("{ARCHITECTURE}:{line}: there is no check `{check}`")).collect()
            };
            wrong
        })
        .collect()
}

/// The cells of every column headed `check`, with their lines.
fn checks(text: &str) -> Vec<(usize, &str)> {
    let mut column = None;
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if cells.len() < 3 {
            column = None;
        } else if column.is_none() {
            column = Some(cells.iter().position(|cell| *cell == CHECK));
        } else if let Some(Some(column)) = column
            && !cells[1].starts_with("--")
        {
            found.push((index + 1, cells.get(column).copied().unwrap_or_default()));
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
    fn a_crate_that_the_code_map_forgets_is_found() {
        let tree = Tree::planted([
            ("ARCHITECTURE.md", "- `core/`: the endpoints\n- `core/route`: routes\n"),
            ("core/Cargo.toml", "[package]\n"),
            ("core/path/Cargo.toml", "[package]\n"),
            ("core/route/Cargo.toml", "[package]\n"),
        ]);
        assert_eq!(code_map(&tree), ["ARCHITECTURE.md: the code map does not name `core/path`"]);
    }

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
        ]);
        assert_eq!(
            invariants(&tree),
            [
                "ARCHITECTURE.md:7: there is no check `tests/tidy::main_is_fat`",
                "ARCHITECTURE.md:8: there is no check `tests/lost.rs`",
                "ARCHITECTURE.md:9: names no check",
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
