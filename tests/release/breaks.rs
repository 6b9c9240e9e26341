//! A break for users of a library is refused in any release but one that may break.

use crate::sample::{Sample, complaint};

const CODE: &str = "core/path/src/lib.rs";

#[track_caller]
fn refused(path: &str, old: &str, new: &str) -> String {
    Sample::released().refused_with(path, old, new)
}

#[test]
fn a_removed_item_is_refused() {
    assert_eq!(
        refused(CODE, ", is_lost, normalize", ", normalize"),
        complaint("gone: pub fn ogrom_core_path::is_lost(&str) -> bool")
    );
}

#[test]
fn a_method_that_a_trait_requires_from_now_on_is_refused() {
    assert_eq!(
        refused(
            "core/path/src/links.rs",
            "pub trait Links: Send + Sync {",
            "pub trait Links: Send + Sync {\n    /// How many.\n    fn count(&self) -> usize;\n"
        ),
        complaint(
            "new:  pub fn ogrom_core_path::Links::count(&self) -> usize // required\n    \
             in:   pub trait ogrom_core_path::Links: core::marker::Send + core::marker::Sync"
        )
    );
}

#[test]
fn a_method_that_is_no_longer_provided_is_refused() {
    assert_eq!(
        refused(CODE, "-> usize {\n        0\n    }", "-> usize;"),
        complaint(
            "was:  pub fn ogrom_core_path::Draw::edges(&self) -> usize\n    \
             is:   pub fn ogrom_core_path::Draw::edges(&self) -> usize // required"
        )
    );
}

#[test]
fn a_changed_signature_is_refused() {
    assert_eq!(
        refused(
            "core/path/src/captures.rs",
            "pub fn len(&self) -> usize {\n        self.len",
            "pub fn len(&self) -> u64 {\n        self.len as u64"
        ),
        complaint(
            "was:  pub fn ogrom_core_path::Captures::len(&self) -> usize\n    \
             is:   pub fn ogrom_core_path::Captures::len(&self) -> u64"
        )
    );
}

#[test]
fn a_variant_of_an_enum_that_others_match_is_refused() {
    assert_eq!(
        refused(CODE, "    Round,", "    Round,\n    /// Another.\n    Square,"),
        complaint("new:  pub ogrom_core_path::Shape::Square\n    in:   pub enum ogrom_core_path::Shape")
    );
}

#[test]
fn a_field_of_a_struct_that_others_construct_is_refused() {
    assert_eq!(
        refused(CODE, "pub width: u8,", "pub width: u8,\n    /// Another.\n    pub height: u8,"),
        complaint(
            "new:  pub ogrom_core_path::Size::height: u8\n    in:   pub struct ogrom_core_path::Size // constructible"
        )
    );
}

#[test]
fn a_field_that_keeps_others_from_constructing_a_struct_is_refused() {
    assert_eq!(
        refused(CODE, "pub width: u8,", "pub width: u8,\n    height: u8,"),
        complaint(
            "was:  pub struct ogrom_core_path::Size // constructible\n    is:   pub struct ogrom_core_path::Size"
        )
    );
}

#[test]
fn a_trait_that_a_type_no_longer_has_is_refused() {
    assert_eq!(
        refused(
            "core/path/src/captures.rs",
            "#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]",
            "#[derive(Debug, Clone, Copy, PartialEq, Eq)]"
        ),
        complaint("gone: impl core::default::Default for ogrom_core_path::Captures")
    );
}

#[test]
fn a_type_that_no_longer_goes_from_thread_to_thread_is_refused() {
    assert_eq!(
        refused(
            "core/path/src/captures.rs",
            "    len: usize,\n}",
            "    len: usize,\n    only: std::marker::PhantomData<*const u8>,\n}"
        ),
        complaint(
            "gone: impl core::marker::Send for ogrom_core_path::Captures\n    \
             gone: impl core::marker::Sync for ogrom_core_path::Captures"
        )
    );
}

#[test]
fn a_release_that_others_show_makes_them_break_too() {
    let sample = Sample::released();
    sample.edit(CODE, ", is_lost, normalize", ", normalize");
    sample.version("2.0.0");
    sample.entry(
        "ogrom-core-path 2.0.0",
        "- **Breaking**: you are affected if you call `is_lost`; do call `decode`.",
    );
    sample.list();
    assert_eq!(
        sample.refused(&["check"]),
        "shelf/Cargo.toml: shelf breaks those who use it since 1.0.0, and 1.0.0 is no version for that:\n    \
         was:  shows ogrom-core-path 1\n    \
         is:   shows ogrom-core-path 2\n  \
         Take that back, or set its version, there and in [workspace.dependencies], to 2.0.0 or a later one.\n"
    );
}
