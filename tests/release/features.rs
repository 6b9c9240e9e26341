//! Features only add.

use crate::sample::Sample;

const FEATURES: &str = "\n[features]\ndefault = [\"loud\"]\nloud = []\nquiet = []\n";
const MANIFEST: &str = "core/path/Cargo.toml";

/// Plants something in the manifest or in the code, releases it as a minor version, and returns why that is refused.
#[track_caller]
fn refused(path: &str, old: &str, new: &str) -> String {
    let sample = Sample::with_features(FEATURES);
    sample.edit(path, old, new);
    sample.version("1.1.0");
    sample.entry("ogrom-core-path 1.1.0", "- Something new.");
    sample.list();
    sample.refused(&["check"])
}

fn complaint(reasons: &str) -> String {
    format!(
        "core/path/Cargo.toml: ogrom-core-path breaks those who use it since 1.0.0, and 1.1.0 is no version for that:\n    \
         {reasons}\n  \
         Take that back, or set its version, there and in [workspace.dependencies], to 2.0.0 or a later one.\n\
         CHANGELOG.md: ogrom-core-path 1.1.0 breaks those who use it, and its section does not say so: begin it with \
         `- **Breaking**: you are affected if …; do ….`\n"
    )
}

#[test]
fn a_feature_that_is_gone_is_refused() {
    assert_eq!(refused(MANIFEST, "quiet = []\n", ""), complaint("gone: feature quiet"));
}

#[test]
fn a_feature_that_is_no_longer_on_by_default_is_refused() {
    assert_eq!(
        refused(MANIFEST, "default = [\"loud\"]", "default = []"),
        complaint("gone: feature default enables loud")
    );
}

#[test]
fn an_item_that_needs_a_feature_from_now_on_is_refused() {
    assert_eq!(
        refused(
            "core/path/src/lib.rs",
            "/// A trait that others implement.",
            "/// A trait that others implement.\n#[cfg(feature = \"loud\")]"
        ),
        complaint(
            "was:  pub fn ogrom_core_path::Draw::edges(&self) -> usize\n    \
             is:   with features: pub fn ogrom_core_path::Draw::edges(&self) -> usize\n    \
             was:  pub trait ogrom_core_path::Draw\n    \
             is:   with features: pub trait ogrom_core_path::Draw"
        )
    );
}
