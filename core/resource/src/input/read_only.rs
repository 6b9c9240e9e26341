//! Members that a client sends back as it has read them, although only the service decides them.
//!
//! So what GET shows can be edited and put as a whole. A member is not taken back silently where it says something else
//! than what is there: the client would believe that it has changed it.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde_json::{Map, Value};

use super::schema::{At, Checker};
use crate::{Invalid, faults::Faults, patch::same, view};

/// How much of a value stands in a message, in bytes.
const LONGEST_VALUE: usize = 64;

/// The names of the members that a view has, and content has not.
#[derive(Debug, Default)]
pub(crate) struct ReadOnly(BTreeSet<String>);

/// The representation that a client may send back.
#[derive(Debug)]
pub(crate) struct Present {
    /// The present view.
    pub(crate) view: Value,
    /// Whether the client may have read just this. Otherwise it has read an earlier content of the same version, in which these
    /// members were others.
    pub(crate) is_as_read: bool,
}

// === impl ReadOnly ===

impl ReadOnly {
    /// Those of a view beside content that this judges.
    pub(crate) fn of<V: JsonSchema>(checker: &Checker) -> Self {
        let schema = view::schema_of::<V>();
        let mut names = BTreeSet::new();
        view::each_object(&schema, &schema, &mut |object| {
            let properties = object.get("properties").and_then(Value::as_object);
            names.extend(properties.into_iter().flat_map(Map::keys).cloned());
        });
        names.retain(|name| checker.refuses(name));
        Self(names)
    }

    /// The names.
    pub(crate) fn names(&self) -> Vec<String> {
        self.0.iter().cloned().collect()
    }

    /// Whether content has any of them.
    pub(crate) fn are_in(&self, content: &Value) -> bool {
        content.as_object().is_some_and(|members| members.keys().any(|name| self.0.contains(name)))
    }

    /// Takes them out of content without judging them.
    pub(crate) fn drop_from(&self, content: &mut Value) {
        if let Value::Object(members) = content {
            members.retain(|name, _| !self.0.contains(name));
        }
    }

    /// Takes them out of content, and tells which of them are not as they are shown at `present`.
    pub(crate) fn take_from(&self, content: &mut Value, present: Option<&Present>) -> Faults {
        let mut faults = Faults::default();
        let Value::Object(members) = content else { return faults };
        members.retain(|name, sent| {
            if !self.0.contains(name) {
                return true;
            }
            let shown = present.and_then(|present| present.view.get(name)).unwrap_or(&Value::Null);
            if present.is_none_or(|present| present.is_as_read) && !repeats(sent, shown) {
                let pointer = At::Member(&At::Root, name).pointer();
                faults.add(|| Invalid::content(pointer, "readOnly", message(shown)));
            }
            false
        });
        faults
    }
}

/// Whether a member says nothing but what is shown. Some of an object is enough, since clients leave out what they do not know;
/// a reference is the text of an identifier, or an object with it; what is absent may be null; and an instant may be written in any way
/// that RFC 3339 has.
fn repeats(sent: &Value, shown: &Value) -> bool {
    match (sent, shown) {
        (Value::Object(sent), Value::Object(shown)) => {
            sent.iter().all(|(name, sent)| repeats(sent, shown.get(name).unwrap_or(&Value::Null)))
        }
        (Value::Object(reference), text @ Value::String(_))
        | (text @ Value::String(_), Value::Object(reference)) => reference.get("id") == Some(text),
        (Value::Array(sent), Value::Array(shown)) => {
            sent.len() == shown.len() && sent.iter().zip(shown).all(|(sent, shown)| repeats(sent, shown))
        }
        (Value::String(sent), Value::String(shown)) => sent == shown || same_instant(sent, shown),
        _ => same(sent, shown),
    }
}

/// Whether two texts are the same instant: libraries change the decimals and the offset.
fn same_instant(sent: &str, shown: &str) -> bool {
    let instant = |text: &str| text.parse::<jiff::Timestamp>().ok();
    instant(shown).is_some_and(|shown| instant(sent) == Some(shown))
}

fn message(shown: &Value) -> String {
    let text =
        if matches!(shown, Value::Array(_) | Value::Object(_)) { String::new() } else { shown.to_string() };
    match shown {
        Value::Null => "is read-only: must be absent".to_owned(),
        _ if text.is_empty() || text.len() > LONGEST_VALUE => {
            "is read-only: must be as it is, or absent".to_owned()
        }
        _ => format!("is read-only: must be {text}, or absent"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_says_the_same_repeats_it() {
        let owner = json!({"id": "lena", "name": "Lena", "link": "/users/lena"});
        for (sent, shown, repeated) in [
            (json!(7), json!(7), true),
            (json!(7.0), json!(7), true),
            (json!(8), json!(7), false),
            (json!("7"), json!(7), false),
            (json!(null), json!(null), true),
            (json!(null), json!(7), false),
            (owner.clone(), owner.clone(), true),
            (json!({"id": "lena"}), owner.clone(), true),
            (json!({"id": "lena", "picture": null}), owner.clone(), true),
            (json!({"id": "lena", "picture": 1}), owner.clone(), false),
            (json!({"id": "omar"}), owner.clone(), false),
            (json!("lena"), owner.clone(), true),
            (json!("omar"), owner.clone(), false),
            (json!({"id": "lena"}), json!("lena"), true),
            (json!({"id": "omar"}), json!("lena"), false),
            (json!([1, {"id": "a"}]), json!([1, {"id": "a", "n": 1}]), true),
            (json!([1]), json!([1, 2]), false),
            (json!("2026-03-01T09:30:00Z"), json!("2026-03-01T09:30:00.000Z"), true),
            (json!("2026-03-01t10:30:00.000000+01:00"), json!("2026-03-01T09:30:00.000Z"), true),
            (json!("2026-03-01T09:30:00.001Z"), json!("2026-03-01T09:30:00.000Z"), false),
            (json!("2026-03-01"), json!("2026-03-01T09:30:00.000Z"), false),
            (json!("2026-03-01T09:30:00Z"), json!("at noon"), false),
        ] {
            assert_eq!(repeats(&sent, &shown), repeated, "{sent} {shown}");
        }
    }

    #[test]
    fn messages_name_what_is_short() {
        assert_eq!(message(&json!(7)), "is read-only: must be 7, or absent");
        assert_eq!(message(&json!("a")), "is read-only: must be \"a\", or absent");
        assert_eq!(message(&json!(null)), "is read-only: must be absent");
        for long in [json!({"a": 1}), json!([]), json!("x".repeat(100))] {
            assert_eq!(message(&long), "is read-only: must be as it is, or absent");
        }
    }
}
