//! The uses between the modules of a crate, read from its text: `use` declarations and paths within the crate.

use std::collections::BTreeMap;

use super::Arrows;
use crate::tree::Tree;

/// The modules of one crate, by their path: `input/schema`; that of `lib.rs` is empty.
#[derive(Debug)]
pub(super) struct Crate<'a> {
    modules: BTreeMap<Vec<&'a str>, String>,
    /// The paths that modules export of others, by the paths under which they are known from then on.
    exports: BTreeMap<Vec<String>, Vec<String>>,
}

// === impl Crate ===

impl<'a> Crate<'a> {
    /// The crate of this folder, without its tests and its programs.
    pub(super) fn read(tree: &'a Tree, folder: &str) -> Self {
        let source = format!("{folder}/src/");
        let module = |path: &'a str| -> Option<Vec<&'a str>> {
            let name = path.strip_prefix(&source)?.strip_suffix(".rs")?;
            let module: Vec<_> = name.split('/').collect();
            let is_program = module[0] == "bin" || module.last() == Some(&"main");
            (!is_program).then(|| if name == "lib" { Vec::new() } else { module })
        };
        let code = |text: &str| {
            text.lines().map(|line| line.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n")
        };
        let files = tree.at(&source).filter(|file| !file.shipped().is_empty());
        let modules: BTreeMap<_, _> =
            files.filter_map(|file| Some((module(&file.path)?, code(file.shipped())))).collect();
        let mut exports = BTreeMap::new();
        for (module, code) in &modules {
            for (path, name) in declared(code, true) {
                if let (Some(target), Some(name)) = (absolute(module, &path), name) {
                    let known_by = module.iter().map(|part| (*part).to_owned()).chain([name]);
                    exports.insert(known_by.collect(), target);
                }
            }
        }
        Self { modules, exports }
    }

    /// From each module to those that it uses, itself and those above and below it aside.
    pub(super) fn arrows(&self) -> Arrows {
        let mut arrows = Arrows::new();
        for (module, code) in &self.modules {
            let paths = declared(code, false).into_iter().map(|(path, _)| path).chain(inline(code));
            let targets = paths.filter_map(|path| self.owner(&absolute(module, &path)?, 0));
            let others = targets.filter(|target| !target.starts_with(module) && !module.starts_with(target));
            let others: Vec<String> = others.map(|target| target.join("/")).collect();
            arrows.entry(module.join("/")).or_default().extend(others);
        }
        arrows
    }

    /// The module that defines what a path within the crate names. Exports are followed, some steps at most.
    fn owner(&self, path: &[String], steps: usize) -> Option<Vec<&'a str>> {
        let beginnings = || (0..=path.len()).rev().map(|length| path.split_at(length));
        let module = |known: &[String]| self.modules.keys().find(|module| **module == known).cloned();
        // A function may be exported by the name of a module. Only the module has items of its own.
        let exported = |(known_by, rest): (&[String], &'_ [String])| {
            let target = self.exports.get(known_by)?;
            (rest.is_empty() || module(known_by).is_none()).then(|| [target, rest].concat())
        };
        if let Some(target) = beginnings().find_map(exported)
            && steps < 8
        {
            return self.owner(&target, steps + 1);
        }
        beginnings().find_map(|(known, _)| module(known))
    }
}

/// The path from the root of the crate; absent where it leads to another crate.
fn absolute(module: &[&str], path: &str) -> Option<Vec<String>> {
    let mut parts = path.split("::").peekable();
    let mut base = match parts.next()? {
        "crate" => Vec::new(),
        "self" => module.to_vec(),
        "super" => module.split_last()?.1.to_vec(),
        first if path.contains("::") && first.starts_with(char::is_lowercase) => [module, &[first]].concat(),
        _ => return None,
    };
    while parts.next_if_eq(&"super").is_some() {
        base.pop();
    }
    Some(base.into_iter().chain(parts).map(str::to_owned).collect())
}

/// The paths that `use` declarations name, those that are exported or all, each with the name that it gives.
fn declared(code: &str, only_exports: bool) -> Vec<(String, Option<String>)> {
    let mut found = Vec::new();
    for (start, _) in code.match_indices("use ") {
        let before = code[..start].rsplit('\n').next().unwrap_or_default().trim_start();
        let exports = before.starts_with("pub");
        if exports || before.is_empty() && !only_exports {
            let tree = code[start + 4..].split(';').next().unwrap_or_default();
            spread("", &tree.split_whitespace().collect::<Vec<_>>().join(" "), &mut found);
        }
    }
    found
}

/// The paths of a use tree: `a::{b, c::D as E}` are `a::b` and `a::c::D`.
fn spread(prefix: &str, tree: &str, found: &mut Vec<(String, Option<String>)>) {
    let tree = tree.trim();
    let Some((head, rest)) = tree.split_once('{') else {
        let (path, alias) = tree.split_once(" as ").unwrap_or((tree, tree));
        let name = alias.rsplit("::").next().filter(|name| !matches!(*name, "self" | "*" | "_"));
        found.push((format!("{prefix}{}", path.trim_end_matches("::self")), name.map(str::to_owned)));
        return;
    };
    let (mut depth, mut start) = (0_usize, 0);
    let inside = rest.strip_suffix('}').unwrap_or(rest);
    for (at, c) in inside.char_indices().chain([(inside.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                if !inside[start..at].trim().is_empty() {
                    spread(&format!("{prefix}{}", head.trim()), &inside[start..at], found);
                }
                start = at + 1;
            }
            _ => {}
        }
    }
}

/// The paths that begin at the crate or above, wherever they stand outside of a `use`.
fn inline(code: &str) -> impl Iterator<Item = String> + '_ {
    let starts = ["crate::", "super::"];
    starts.into_iter().flat_map(move |start| {
        code.match_indices(start).filter_map(move |(at, _)| {
            let before = code[..at].chars().next_back();
            let free = !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, ':' | '_' | '$'));
            let end = code[at..].find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
            let path = &code[at..end.map_or(code.len(), |end| at + end)];
            free.then(|| path.trim_end_matches(':').to_owned())
        })
    })
}
