//! References that are written as the things that they name: `{"id": "hat"}` instead of `"hat"`.

use serde_json::Value;

use super::{Checker, node::Rule};

/// The format of a text that names a thing.
const IDENTIFIER: &str = "identifier";

/// Whether a schema is that of such a text.
pub(super) fn is_identifier(format: Option<&Value>) -> bool {
    format.is_some_and(|format| format == IDENTIFIER)
}

// === impl Checker ===

impl Checker {
    /// Writes all references of a value as texts; tells whether there were any others. A thing is named by its `id`, whatever else
    /// is shown of it.
    pub(crate) fn write_references(&self, value: &mut Value) -> bool {
        self.write(self.root, value)
    }

    fn write(&self, rule: Rule, value: &mut Value) -> bool {
        let Some(node) = self.node(rule) else { return false };
        if node.is_identifier
            && let Some(id @ Value::String(_)) = value.get_mut("id")
        {
            *value = id.take();
            return true;
        }
        // All of them: none may be left out because another was found.
        let within = match value {
            Value::Array(items) => {
                let rule = node.items.unwrap_or_default();
                items.iter_mut().fold(false, |any, item| self.write(rule, item) | any)
            }
            Value::Object(members) => members.iter_mut().fold(false, |any, (name, member)| {
                node.members.property(name).is_some_and(|rule| self.write(rule, member)) | any
            }),
            _ => false,
        };
        node.forms().fold(within, |any, form| self.write(form, value) | any)
    }
}
