//! Tags are made only for releases that pass.

use crate::sample::Sample;

fn addition() -> Sample {
    let sample = Sample::released();
    sample.add("core/path/src/lib.rs", "\n/// New.\npub fn new() {}\n");
    sample.version("1.1.0");
    sample.list();
    sample.entry("ogrom-core-path 1.1.0", "- More.");
    sample
}

#[test]
fn what_no_commit_has_is_not_tagged() {
    let sample = addition();
    let refused = sample.refused(&["cut", "--write"]);
    assert!(
        refused.starts_with(
            "a tag names a commit, and there are changes that none has: commit them, or take them back:\n    "
        ),
        "{refused}"
    );
    assert!(refused.contains("core/path/src/lib.rs"), "{refused}");
    assert_eq!(sample.git(&["tag"]), "ogrom-core-path-v1.0.0\nshelf-v1.0.0\n");
}

#[test]
fn what_is_refused_is_not_tagged() {
    let sample = addition();
    sample.edit("CHANGELOG.md", "1.1.0", "1.2.0");
    sample.commit();
    assert!(sample.refused(&["cut", "--write"]).starts_with("CHANGELOG.md: there is nothing under "));
    assert_eq!(sample.git(&["tag"]), "ogrom-core-path-v1.0.0\nshelf-v1.0.0\n");
}

#[test]
fn what_passes_is_tagged_once() {
    let sample = addition();
    sample.commit();
    assert_eq!(
        sample.accepted(&["cut"]),
        "git tag --annotate --message 'ogrom-core-path 1.1.0' ogrom-core-path-v1.1.0\n"
    );
    assert_eq!(sample.git(&["tag", "--points-at", "HEAD"]), "");

    assert_eq!(sample.accepted(&["cut", "--write"]), "ogrom-core-path-v1.1.0\n");
    assert_eq!(sample.git(&["tag", "--points-at", "HEAD"]), "ogrom-core-path-v1.1.0\n");
    assert_eq!(sample.accepted(&["cut", "--write"]), "");
}

#[test]
fn a_library_without_a_tag_is_released_for_the_first_time() {
    let sample = Sample::released();
    sample.git(&["tag", "--delete", "shelf-v1.0.0"]);
    assert_eq!(
        sample.accepted(&["check"]),
        "To be published, in this order:\n  shelf 1.0.0, the first release\n"
    );
}
