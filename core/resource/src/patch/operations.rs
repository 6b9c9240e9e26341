//! Patches by operations (RFC 6902).

use json_patch::{Patch, PatchOperation};
use serde_json::Value;

use crate::{Invalid, content::Unfit};

/// How deep a document may become, as deep as content may be.
const MOST_LEVELS: usize = 128;

/// How much operations may copy and move in all, in values and bytes of text. Without a bound a few copies of the whole
/// into itself would make more of it than there is memory.
const MOST_MOVED: usize = 64 * 1024;

/// Why an operation cannot be applied.
enum Misfit {
    /// It tests what is not so.
    Untrue,
    /// It leads nowhere, or too far.
    Impossible(String),
}

/// Reads operations; says why they are none otherwise.
pub(super) fn read(patch: Value) -> Result<Patch, String> {
    serde_json::from_value(patch).map_err(|error| format!("the content is no JSON Patch: {error}"))
}

/// Applies all operations or none. What does not fit the present state is a conflict (RFC 5789 §2.2).
pub(super) fn apply(mut document: Value, patch: Value) -> Result<Value, Unfit> {
    let Patch(operations) = read(patch).map_err(Unfit::Malformed)?;
    let mut moved = MOST_MOVED;
    for (i, operation) in operations.iter().enumerate() {
        step(&mut document, operation, &mut moved).map_err(|misfit| match misfit {
            Misfit::Untrue => Unfit::Conflict(format!("operation {i} tests what is not so")),
            Misfit::Impossible(why) => {
                let message = format!("cannot be applied: {why}");
                Unfit::Invalid(Invalid::content(format!("/{i}"), "patch", message).into())
            }
        })?;
    }
    Ok(document)
}

fn step(document: &mut Value, operation: &PatchOperation, moved: &mut usize) -> Result<(), Misfit> {
    if let PatchOperation::Test(test) = operation
        && let Some(found) = document.pointer(test.path.as_str())
    {
        return if same(found, &test.value) { Ok(()) } else { Err(Misfit::Untrue) };
    }
    if !bearable(document, operation, moved) {
        return Err(Misfit::Impossible("it makes the document too large or too deep".to_owned()));
    }
    json_patch::patch_unsafe(document, std::slice::from_ref(operation))
        .map_err(|error| Misfit::Impossible(error.kind.to_string()))
}

/// Whether what the operation puts somewhere fits there.
fn bearable(document: &Value, operation: &PatchOperation, moved: &mut usize) -> bool {
    let levels = MOST_LEVELS.saturating_sub(operation.path().count());
    // A value from the content is bounded by the limit of the content.
    let mut anything = usize::MAX;
    let (value, rest) = match operation {
        PatchOperation::Add(add) => (Some(&add.value), &mut anything),
        PatchOperation::Replace(replace) => (Some(&replace.value), &mut anything),
        PatchOperation::Copy(copy) => (document.pointer(copy.from.as_str()), moved),
        PatchOperation::Move(from) => (document.pointer(from.from.as_str()), moved),
        PatchOperation::Remove(_) | PatchOperation::Test(_) => return true,
    };
    value.is_none_or(|value| fits(value, levels, rest))
}

/// Whether a value has at most so many levels, and takes no more than what is left of `rest`.
fn fits(value: &Value, levels: usize, rest: &mut usize) -> bool {
    let text = |text: &str| 1 + text.len();
    let size = match value {
        Value::String(value) => text(value),
        Value::Object(members) => 1 + members.keys().map(|name| text(name)).sum::<usize>(),
        _ => 1,
    };
    let (Some(left), Some(below)) = (rest.checked_sub(size), levels.checked_sub(1)) else { return false };
    *rest = left;
    match value {
        Value::Array(items) => items.iter().all(|item| fits(item, below, rest)),
        Value::Object(members) => members.values().all(|member| fits(member, below, rest)),
        _ => true,
    }
}

/// RFC 6902 §4.6: numbers are the same where their values are, however they are written.
pub(crate) fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            let real = one.is_f64() || other.is_f64();
            one == other || (real && one.as_f64() == other.as_f64())
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let among =
                |(name, member): (&String, &Value)| other.get(name).is_some_and(|other| same(member, other));
            one.len() == other.len() && one.iter().all(among)
        }
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn operated(patch: Value) -> Result<Value, Unfit> {
        apply(json!({"a": [1, 2], "b": "x"}), patch)
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
        for lost in [
            json!({"op": "remove", "path": "/zzz"}),
            json!({"op": "test", "path": "/zzz", "value": null}),
            json!({"op": "move", "from": "/a", "path": "/a/0"}),
        ] {
            let lost = operated(json!([lost]));
            assert!(matches!(lost, Err(Unfit::Invalid(faults)) if faults.listed().len() == 1));
        }
        for malformed in
            [json!({}), json!([{"op": "explode", "path": ""}]), json!([{"op": "add", "path": "a"}])]
        {
            assert!(matches!(operated(malformed), Err(Unfit::Malformed(_))));
        }
    }

    #[test]
    fn numbers_are_compared_by_value() {
        for (one, other, alike) in [
            (json!([1, {"a": 0}]), json!([1.0, {"a": -0.0}]), true),
            (json!(i64::MAX), json!(i64::MAX - 1), false),
            (json!({"a": 1}), json!({"b": 1}), false),
            (json!([1]), json!([1, 1]), false),
            (json!(1), json!("1"), false),
        ] {
            assert_eq!(same(&one, &other), alike, "{one} {other}");
        }
    }

    #[test]
    fn nothing_grows_without_bounds() {
        let doubled = json!({"op": "copy", "from": "", "path": "/a/-"});
        assert!(operated(json!(vec![&doubled; 3])).is_ok());
        assert!(matches!(operated(json!(vec![&doubled; 100])), Err(Unfit::Invalid(_))));
        let long = json!({"op": "add", "path": "/b", "value": "x".repeat(2 * MOST_MOVED)});
        assert!(operated(json!([long])).is_ok());
        let copied = json!({"op": "copy", "from": "/b", "path": "/c"});
        assert!(matches!(operated(json!([long, copied])), Err(Unfit::Invalid(_))));
    }

    #[test]
    fn nothing_becomes_too_deep() {
        let deep = |levels: usize| (0..levels).fold(json!(0), |value, _| json!([value]));
        let add = |path: String, value| json!([{"op": "add", "path": path, "value": value}]);
        let at = |levels| format!("/a{}", "/0".repeat(levels));
        let document = || json!({"a": deep(64)});
        assert!(apply(document(), add(at(64), deep(62))).is_ok());
        assert!(matches!(apply(document(), add(at(64), deep(63))), Err(Unfit::Invalid(_))));
    }
}
