//! The entries that a release needs in manifests and the changelog.

use crate::sample::Sample;

/// Adds a function to `core/path`, with a version for it.
fn addition() -> Sample {
    let sample = Sample::released();
    sample.add("core/path/src/lib.rs", "\n/// New.\npub fn new() {}\n");
    sample.version("1.1.0");
    sample.list();
    sample
}

#[test]
fn a_release_that_the_changelog_does_not_tell_of_is_refused() {
    assert_eq!(
        addition().refused(&["check"]),
        "CHANGELOG.md: there is nothing under `## ogrom-core-path 1.1.0`: write what changes for those who use it\n"
    );
}

#[test]
fn a_break_that_only_the_changelog_knows_of_is_refused_in_a_minor_release() {
    let sample = addition();
    sample.entry(
        "ogrom-core-path 1.1.0",
        "- **Breaking**: you are affected if you sort; do sort\n  twice.\n- More.",
    );
    assert_eq!(
        sample.refused(&["check"]),
        "CHANGELOG.md: an entry of ogrom-core-path 1.1.0 describes a break, which needs version 2.0.0 or a later one\n"
    );
}

#[test]
fn a_break_that_is_told_late_or_without_a_remedy_is_refused() {
    let sample = Sample::released();
    sample.version("2.0.0");
    sample.edit("shelf/Cargo.toml", "1.0.0", "2.0.0");
    sample.list();
    sample.entry("shelf 2.0.0", "- **Breaking**: you are affected if you read keys; do use another.");
    sample.entry("ogrom-core-path 2.0.0", "- More.\n- **Breaking**: it sorts.");
    assert_eq!(
        sample.refused(&["check"]),
        "CHANGELOG.md:6: what breaks comes first: move it up\n\
         CHANGELOG.md:6: say whom it concerns, and what to do: `- **Breaking**: you are affected if …; do ….`\n"
    );
}

#[test]
fn a_version_that_others_do_not_ask_for_is_refused() {
    let sample = Sample::released();
    sample.edit("core/path/Cargo.toml", "version = \"1.0.0\"", "version = \"1.1.0\"");
    assert_eq!(
        sample.refused(&["check"]),
        "Cargo.toml: ogrom-core-path is 1.1.0, and others require ^1.0.0: set its version in \
         [workspace.dependencies] to \"1.1.0\"\n"
    );
}

#[test]
fn a_change_under_the_version_that_is_released_is_refused() {
    let sample = Sample::released();
    sample.edit("core/path/src/captures.rs", "self.len == 0", "self.len() == 0");
    assert_eq!(
        sample.refused(&["check"]),
        "core/path/Cargo.toml: ogrom-core-path has changed since 1.0.0, and 1.0.0 is no version for that:\n    \
         core/path/src/captures.rs\n  \
         Set its version, there and in [workspace.dependencies], to 1.0.1 or a later one.\n"
    );
}

#[test]
fn a_listing_that_is_not_what_is_shown_is_refused() {
    let sample = addition();
    sample.git(&["checkout", "--quiet", "core/path/api.txt"]);
    sample.entry("ogrom-core-path 1.1.0", "- More.");
    assert_eq!(
        sample.refused(&["check"]),
        "core/path/api.txt: is not what ogrom-core-path shows: write it anew with \
         `cargo run -p ogrom-tests --bin release -- list`, and look at what has changed\n"
    );
}

#[test]
fn a_foreign_type_that_the_manifest_does_not_list_is_refused() {
    let sample = Sample::released();
    sample.add(
        "core/path/src/lib.rs",
        "\n/// Shows a type of another crate.\n\
         pub fn set() -> &'static percent_encoding::AsciiSet {\n    percent_encoding::CONTROLS\n}\n",
    );
    sample.version("1.1.0");
    sample.entry("ogrom-core-path 1.1.0", "- More.");
    sample.list();
    assert_eq!(
        sample.refused(&["check"]),
        "core/path/Cargo.toml: a signature shows the crate percent_encoding, whose releases would become ours: take \
         it out, or add it to `foreign` in [package.metadata.surface]:\n    \
         pub fn ogrom_core_path::set() -> &'static percent_encoding::ascii_set::AsciiSet\n"
    );
}

#[test]
fn a_listed_crate_that_no_signature_shows_is_refused() {
    let sample = Sample::released();
    sample.edit("shelf/Cargo.toml", "\"ogrom-core-path\"]", "\"http\", \"ogrom-core-path\"]");
    sample.edit("shelf/Cargo.toml", "1.0.0", "1.0.1");
    sample.entry("shelf 1.0.1", "- More.");
    assert_eq!(
        sample.refused(&["check"]),
        "shelf/Cargo.toml: no signature shows http: take it out of `foreign` in [package.metadata.surface]\n"
    );
}
