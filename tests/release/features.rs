//! Features only add.

use crate::sample::{Sample, complaint};

const FEATURES: &str = "\n[features]\ndefault = [\"loud\"]\nloud = []\nquiet = []\n";
const MANIFEST: &str = "core/path/Cargo.toml";

#[track_caller]
fn refused(path: &str, old: &str, new: &str) -> String {
    Sample::with_features(FEATURES).refused_with(path, old, new)
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
