//! Patches: by example (RFC 7396) and by operations (RFC 6902).

use json_patch::{Patch, PatchErrorKind};
use serde_json::{Map, Value};

use crate::{
    Invalid,
    format::Codec,
    operation::{Content, Unfit},
};

/// What a patch makes of a document.
pub(crate) fn apply(document: Value, patch: Content) -> Result<Value, Unfit> {
    match patch.codec {
        Codec::JsonPatch => operate(document, patch.value),
        _ => Ok(merge(document, patch.value)),
    }
}

/// Applies all operations or none. What does not fit the present state is a conflict (RFC 5789 §2.2).
fn operate(mut document: Value, patch: Value) -> Result<Value, Unfit> {
    let patch: Patch = serde_json::from_value(patch)
        .map_err(|error| Unfit::Malformed(format!("the content is no JSON Patch: {error}")))?;
    match json_patch::patch(&mut document, &patch) {
        Ok(()) => Ok(document),
        Err(error) => match error.kind {
            PatchErrorKind::TestFailed => {
                Err(Unfit::Conflict(format!("operation {} tests what is not so", error.operation)))
            }
            kind => {
                let place = format!("/{}", error.operation);
                Err(Unfit::Invalid(vec![Invalid::content(
                    place,
                    "patch",
                    format!("cannot be applied: {kind}"),
                )]))
            }
        },
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

    fn operated(patch: Value) -> Result<Value, Unfit> {
        apply(json!({"a": [1, 2], "b": "x"}), Content { value: patch, codec: Codec::JsonPatch })
    }

    #[test]
    fn operations_are_applied_in_order() {
        let patch = json!([
            {"op": "test", "path": "/b", "value": "x"},
            {"op": "add", "path": "/a/-", "value": 3},
            {"op": "remove", "path": "/a/0"},
            {"op": "move", "from": "/b", "path": "/c"}
        ]);
        assert_eq!(operated(patch).unwrap(), json!({"a": [2, 3], "c": "x"}));
    }

    #[test]
    fn operations_that_do_not_fit_are_told_apart() {
        let failed = operated(json!([{"op": "test", "path": "/b", "value": "y"}]));
        assert!(matches!(failed, Err(Unfit::Conflict(detail)) if detail.contains("operation 0")));
        let lost = operated(json!([{"op": "remove", "path": "/zzz"}]));
        assert!(matches!(lost, Err(Unfit::Invalid(errors)) if errors.len() == 1));
        for malformed in
            [json!({}), json!([{"op": "explode", "path": ""}]), json!([{"op": "add", "path": "a"}])]
        {
            assert!(matches!(operated(malformed), Err(Unfit::Malformed(_))));
        }
    }

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
