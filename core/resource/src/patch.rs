//! Patches: by example (RFC 7396) and by operations (RFC 6902).

mod operations;

use serde_json::{Map, Value};

pub(crate) use self::operations::same;
use crate::{
    content::{ParsedContent, Unfit},
    format::Codec,
};

/// Applies a patch to a document.
pub(crate) fn apply(document: Value, patch: ParsedContent) -> Result<Value, Unfit> {
    match patch.codec {
        Codec::JsonPatch => operations::apply(document, patch.value),
        _ => Ok(merge(document, patch.value)),
    }
}

/// Why a patch cannot be read. This does not depend on the document.
pub(crate) fn unreadable(patch: ParsedContent) -> Option<String> {
    match patch.codec {
        Codec::JsonPatch => operations::read(patch.value).err(),
        _ => None,
    }
}

/// RFC 7396 §2: members replace, `null` removes, anything but an object replaces the whole.
fn merge(target: Value, patch: Value) -> Value {
    let Value::Object(patch) = patch else { return patch };
    let mut members = if let Value::Object(members) = target { members } else { Map::new() };
    for (name, change) in patch {
        if change.is_null() {
            members.remove(&name);
        } else {
            let before = members.remove(&name).unwrap_or_default();
            members.insert(name, merge(before, change));
        }
    }
    members.into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_examples_of_the_rfc_hold() {
        let cases = [
            (json!({"a": "b"}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "b"}), json!({"b": "c"}), json!({"a": "b", "b": "c"})),
            (json!({"a": "b", "b": "c"}), json!({"a": null}), json!({"b": "c"})),
            (json!({"a": ["b"]}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": {"b": "c"}}), json!({"a": {"b": "d", "c": null}}), json!({"a": {"b": "d"}})),
            (json!({"a": [{"b": "c"}]}), json!({"a": [1]}), json!({"a": [1]})),
            (json!(["a", "b"]), json!(["c", "d"]), json!(["c", "d"])),
            (json!({"a": "foo"}), json!("bar"), json!("bar")),
            (json!({"e": null}), json!({"a": 1}), json!({"e": null, "a": 1})),
            (json!([1, 2]), json!({"a": "b", "c": null}), json!({"a": "b"})),
            (json!({}), json!({"a": {"bb": {"ccc": null}}}), json!({"a": {"bb": {}}})),
        ];
        for (target, patch, result) in cases {
            assert_eq!(merge(target.clone(), patch.clone()), result, "{target} {patch}");
        }
    }
}
