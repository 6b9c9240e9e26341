//! Whether a document keeps the promises of an earlier one, so that no client breaks: it may add, never remove.

mod additions;
mod operations;
mod report;
mod schemas;
#[cfg(test)]
mod tests;

use serde_json::Value;

pub use self::{
    additions::{Addition, additions},
    report::{BreakingChange, report},
};
use self::{operations::operations, schemas::Direction};

/// Two documents, and the breaking changes of the later one.
#[derive(Debug)]
pub(crate) struct Comparison<'a> {
    before: &'a Value,
    after: &'a Value,
    broken: Vec<BreakingChange>,
    /// The pairs of schemas that are being compared or have been, so that schemas may contain themselves.
    seen: Vec<(String, String, Direction)>,
}

/// Every promise of `released` that `now` takes back.
pub fn breaking_changes(released: &Value, now: &Value) -> Vec<BreakingChange> {
    let mut comparison = Comparison { before: released, after: now, broken: Vec::new(), seen: Vec::new() };
    operations(&mut comparison);
    comparison.broken
}

// === impl Comparison ===

impl<'a> Comparison<'a> {
    fn breaks(&mut self, pointer: &str, what: impl Into<String>) {
        let broken = BreakingChange { pointer: pointer.to_owned(), what: what.into() };
        if !self.broken.contains(&broken) {
            self.broken.push(broken);
        }
    }

    /// The target of a value of the released document, and its pointer.
    fn before(&self, value: &'a Value, pointer: String) -> (&'a Value, String) {
        resolve(self.before, value, pointer)
    }

    /// The target of a value of the present document, and its pointer.
    fn after(&self, value: &'a Value, pointer: String) -> (&'a Value, String) {
        resolve(self.after, value, pointer)
    }
}

/// Follows references, which are pointers into the document.
fn resolve<'a>(document: &'a Value, mut value: &'a Value, mut pointer: String) -> (&'a Value, String) {
    while let Some(reference) =
        value.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#'))
    {
        let Some(target) = document.pointer(reference) else { break };
        (value, pointer) = (target, reference.to_owned());
    }
    (value, pointer)
}

/// A pointer to a member.
pub(crate) fn member(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// The members of an object, or none.
pub(crate) fn members<'a>(
    value: &'a Value,
    name: &str,
) -> impl Iterator<Item = (&'a String, &'a Value)> + use<'a> {
    value.get(name).and_then(Value::as_object).into_iter().flatten()
}
