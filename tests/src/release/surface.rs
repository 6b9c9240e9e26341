//! The public surface: the crates whose items the signatures of a library show.

use std::collections::BTreeMap;

use crate::library::{Library, crate_name};
use crate::listing::{Line, Listing};

/// The crates that come with the compiler.
const STANDARD: [&str; 3] = ["alloc", "core", "std"];

/// The crates, by their names in the compiler, whose items the lines show, each with the first such line.
pub(crate) fn crates(library: &Library, lines: &[Line]) -> BTreeMap<String, String> {
    let own = library.crate_name();
    let mut found = BTreeMap::new();
    for line in lines {
        for name in named(&line.text).filter(|name| *name != own && !STANDARD.contains(name)) {
            found.entry(name.to_owned()).or_insert_with(|| line.text.clone());
        }
    }
    found
}

/// The mistakes of a library's declared surface.
pub(crate) fn complaints(library: &Library, listing: &Listing) -> Vec<String> {
    let shown = crates(library, &listing.lines);
    let listed = |name: &str| library.foreign.iter().any(|package| crate_name(package) == name);
    let manifest = library.manifest();
    let unlisted = shown.iter().filter(|(name, _)| !listed(name)).map(|(name, line)| {
        format!(
            "{manifest}: a signature shows the crate {name}, whose releases would become ours: take it out, or add \
             it to `foreign` in [package.metadata.surface]:\n    {line}"
        )
    });
    let unshown = library.foreign.iter().filter(|package| !shown.contains_key(&crate_name(package))).map(|package| {
        format!("{manifest}: no signature shows {package}: take it out of `foreign` in [package.metadata.surface]")
    });
    unlisted.chain(unshown).collect()
}

/// The names that the paths in a line begin with, where these are names of crates.
fn named(line: &str) -> impl Iterator<Item = &str> {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    line.match_indices("::").filter_map(move |(end, _)| {
        let start = line[..end].bytes().rposition(|byte| !inner(byte)).map_or(0, |before| before + 1);
        let name = &line[start..end];
        let begins =
            !line[..start].ends_with("::") && name.starts_with(|first: char| first.is_ascii_lowercase());
        begins.then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_crates_are_those_that_paths_begin_with() {
        let line = "pub fn a::B<T>::c(&self, Vec<d::e::F>, &'a g_1::H) -> <T as i::J>::K where Self::L: m::N";
        assert_eq!(named(line).collect::<Vec<_>>(), ["a", "d", "g_1", "i", "m"]);
    }
}
