//! The breaking changes, in words: what, where, and how to do it instead.

use std::fmt;

/// A promise that is taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BreakingChange {
    /// Where: a JSON Pointer into the released document, or into the present one for what is new there.
    pub pointer: String,
    /// The change.
    pub what: String,
}

/// The advice, printed once.
const INSTEAD: &str = "A released version only grows. Put it back, and offer the change beside it: a new member, \
                       parameter or operation that clients may use or not. If a break is unavoidable, add a new version \
                       of the endpoint beside this one, which then announces its end with `ogrom_core::deprecated`: in \
                       `Deprecation` (RFC 9745) and `Sunset` (RFC 8594).";

/// All that is broken, for a failing test; absent where nothing is.
pub fn report(broken: &[BreakingChange]) -> Option<String> {
    let lines: Vec<_> = broken.iter().map(|broken| format!("  {broken}")).collect();
    (!lines.is_empty()).then(|| format!("v1 would break its clients:\n{}\n\n{INSTEAD}", lines.join("\n")))
}

// === impl BreakingChange ===

impl fmt::Display for BreakingChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.pointer, self.what)
    }
}
