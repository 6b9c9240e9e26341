//! The controls: harmless changes pass.

use crate::sample::Sample;

#[test]
fn what_has_not_changed_is_not_released() {
    let sample = Sample::released();
    sample.add("core/path/src/encoding.rs", "\n");
    sample.git(&["checkout", "--quiet", "core/path/src/encoding.rs"]);
    assert_eq!(sample.accepted(&["check"]), "Nothing is to be released.\n");
}

#[test]
fn what_is_new_passes_in_a_minor_release_and_in_no_smaller_one() {
    let sample = Sample::released();
    sample.add("core/path/src/lib.rs", "\n/// New.\npub fn new() {}\n");
    // An implementation of the trait need not know it, and an enum that can grow grows.
    sample.edit(
        "core/path/src/links.rs",
        "pub trait Links: Send + Sync {",
        "pub trait Links: Send + Sync {\n    /// How many.\n    fn count(&self) -> usize {\n        0\n    }\n",
    );
    sample.list();
    sample.version("1.0.1");
    sample.entry("ogrom-core-path 1.0.1", "- More.");
    assert_eq!(
        sample.refused(&["check"]),
        "core/path/Cargo.toml: ogrom-core-path has more to offer since 1.0.0, and 1.0.1 is no version for that:\n    \
         2 new lines in core/path/api.txt\n  \
         Set its version, there and in [workspace.dependencies], to 1.1.0 or a later one.\n"
    );
    sample.git(&["checkout", "--quiet", "Cargo.toml", "core/path/Cargo.toml"]);
    sample.version("1.1.0");
    sample.entry("ogrom-core-path 1.1.0", "- More.");
    assert_eq!(
        sample.accepted(&["check"]),
        "To be published, in this order:\n  ogrom-core-path 1.1.0 after 1.0.0: 0 breaks, 2 additions\n"
    );
}

#[test]
fn what_breaks_passes_in_a_major_release_that_says_so_and_takes_those_along_that_show_it() {
    let sample = Sample::released();
    sample.edit("core/path/src/lib.rs", ", is_lost, normalize", ", normalize");
    sample.version("2.0.0");
    sample.edit("shelf/Cargo.toml", "1.0.0", "2.0.0");
    sample.entry(
        "ogrom-core-path 2.0.0",
        "- **Breaking**: you are affected if you call `is_lost`; do call `decode`.\n- More.",
    );
    sample.entry(
        "shelf 2.0.0",
        "- **Breaking**: you are affected if you hold keys; do take those of `ogrom-core-path` 2.",
    );
    sample.list();
    assert_eq!(
        sample.accepted(&["check"]),
        "To be published, in this order:\n  \
         ogrom-core-path 2.0.0 after 1.0.0: 1 breaks, 0 additions\n  \
         shelf 2.0.0 after 1.0.0: 1 breaks, 0 additions\n"
    );
}
