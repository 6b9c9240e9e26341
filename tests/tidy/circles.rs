//! No circles: the files of a crate use each other in one direction, so that each can be read before those above it.

use std::collections::{BTreeMap, BTreeSet};

use self::uses::Crate;
use crate::tree::Tree;

mod uses;

/// Resources that link to each other, as hypermedia does: the crate and its nouns whose circle is allowed, and no other.
const HYPERMEDIA: (&str, &str) = ("core/fashion", "collage comment like product user");

/// The modules that a module uses.
type Arrows = BTreeMap<String, BTreeSet<String>>;

/// One complaint for each circle of files. A module and those below it are one idea, and may use each other.
pub(crate) fn circles(tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    for folder in tree.packages().into_keys() {
        for circle in closed(&Crate::read(tree, folder).arrows()) {
            let mut nouns: Vec<_> =
                circle.iter().map(|module| module.split('/').next().unwrap_or(module)).collect();
            nouns.dedup();
            if (folder, &*nouns.join(" ")) != HYPERMEDIA {
                let circle = circle.join(" ");
                found.push(format!("{folder}/src: these modules use each other in a circle: {circle}"));
            }
        }
    }
    found
}

/// The sets of modules from each of which there is a way to each.
fn closed(arrows: &Arrows) -> Vec<Vec<&str>> {
    let reach: BTreeMap<&str, BTreeSet<&str>> =
        arrows.keys().map(|module| (&**module, reachable(arrows, module))).collect();
    let mut circles = BTreeSet::new();
    for (module, seen) in reach.iter().filter(|(module, seen)| seen.contains(*module)) {
        let back = seen.iter().filter(|other| reach.get(*other).is_some_and(|seen| seen.contains(module)));
        circles.insert(back.copied().collect::<Vec<_>>());
    }
    circles.into_iter().collect()
}

/// The modules to which there is a way.
fn reachable<'a>(arrows: &'a Arrows, from: &'a str) -> BTreeSet<&'a str> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(module) = open.pop() {
        let next = arrows.get(module).into_iter().flatten().map(String::as_str);
        open.extend(next.filter(|module| seen.insert(*module)));
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_is_found_through_what_the_library_exports() {
        let tree = Tree::planted([
            ("core/Cargo.toml", "[package]\n"),
            ("core/src/lib.rs", "mod a;\nmod b;\nmod c;\npub use a::{A, Other as Aliased};\n"),
            (
                "core/src/a.rs",
                "use crate::{b::inner::B, c};\n\n#[cfg(test)]\nmod tests {\n    use crate::d;\n}\n",
            ),
            ("core/src/b.rs", "mod inner;\n"),
            ("core/src/b/inner.rs", "use super::Shared;\nuse crate::Aliased;\n"),
            ("core/src/c.rs", "// crate::a::A\nstruct C;\n"),
            ("core/src/d.rs", "fn d() { crate::A::new() }\n"),
        ]);
        assert_eq!(circles(&tree), ["core/src: these modules use each other in a circle: a b/inner"]);
    }

    #[test]
    fn only_the_circle_of_hypermedia_is_allowed() {
        let import = |other: &str| format!("use crate::{other}::View;\n");
        let (collage, comment, like, product, user) =
            (import("comment"), import("like"), import("product"), import("user"), import("collage"));
        let files = |folder: &'static str| {
            [
                (format!("{folder}/Cargo.toml"), "[package]\n".to_owned()),
                (format!("{folder}/src/collage.rs"), collage.clone()),
                (format!("{folder}/src/comment.rs"), comment.clone()),
                (format!("{folder}/src/like.rs"), like.clone()),
                (format!("{folder}/src/product.rs"), product.clone()),
                (format!("{folder}/src/user.rs"), user.clone()),
            ]
        };
        let planted = |folder| {
            let files = files(folder);
            circles(&Tree::planted(files.each_ref().map(|(path, text)| (&**path, &**text))))
        };
        assert_eq!(planted("core/fashion"), [""; 0]);
        assert_eq!(planted("core/chat").len(), 1);
    }
}
