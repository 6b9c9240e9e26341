//! The oracle's reading of a JSON Patch (RFC 6902), and the status if it does not fit (RFC 5789 §2.2).

use ogrom_core_resource::graph::Branch;
use serde_json::Value;

/// Why an operation cannot be applied.
enum Misfit {
    Unreadable,
    Untrue,
    Lost,
}

/// Whether a patch can be read, all of it, and then applied, one operation after the other.
pub(super) fn apply(mut document: Value, patch: &str) -> Branch {
    let Ok(Value::Array(operations)) = serde_json::from_str(patch) else { return Branch::Malformed };
    if !operations.iter().all(is_operation) {
        return Branch::Malformed;
    }
    match operations.iter().try_for_each(|operation| step(&mut document, operation)) {
        Ok(()) => Branch::Yes,
        Err(Misfit::Unreadable) => Branch::Malformed,
        Err(Misfit::Untrue) => Branch::Conflict,
        Err(Misfit::Lost) => Branch::No,
    }
}

/// §4: each operation has its members; others do not matter.
fn is_operation(operation: &Value) -> bool {
    let pointer = |name: &str| operation[name].as_str().is_some_and(is_pointer);
    let needs = match operation["op"].as_str() {
        Some("add" | "replace" | "test") => operation.get("value").is_some(),
        Some("move" | "copy") => pointer("from"),
        Some("remove") => true,
        _ => false,
    };
    needs && pointer("path")
}

/// RFC 6901 §3: a tilde is only allowed before the character that it escapes.
fn is_pointer(text: &str) -> bool {
    let escapes = text.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
    escapes && (text.is_empty() || text.starts_with('/'))
}

fn step(document: &mut Value, operation: &Value) -> Result<(), Misfit> {
    let text = |name: &str| operation[name].as_str().ok_or(Misfit::Unreadable);
    let (path, value) = (text("path")?, &operation["value"]);
    match text("op")? {
        "test" => match document.pointer(path) {
            Some(found) if equal(found, value) => Ok(()),
            Some(_) => Err(Misfit::Untrue),
            None => Err(Misfit::Lost),
        },
        "add" => add(document, path, value.clone()),
        "remove" => remove(document, path).map(drop),
        "replace" => {
            *document.pointer_mut(path).ok_or(Misfit::Lost)? = value.clone();
            Ok(())
        }
        "copy" => {
            let copied = document.pointer(text("from")?).ok_or(Misfit::Lost)?.clone();
            add(document, path, copied)
        }
        // §4.4: nothing can be moved into itself.
        _ if path.starts_with(&format!("{}/", text("from")?)) => Err(Misfit::Lost),
        _ => {
            let moved = remove(document, text("from")?)?;
            add(document, path, moved)
        }
    }
}

/// §4.6: numbers by their value, members in any order.
fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(name, one)| other.get(name).is_some_and(|other| equal(one, other)))
        }
        _ => one == other,
    }
}

/// The parent of the place that a pointer leads to, and the name of the place there.
fn holder<'a>(document: &'a mut Value, path: &str) -> Result<(&'a mut Value, String), Misfit> {
    let (parent, name) = path.rsplit_once('/').ok_or(Misfit::Lost)?;
    let name = name.replace("~1", "/").replace("~0", "~");
    Ok((document.pointer_mut(parent).ok_or(Misfit::Lost)?, name))
}

fn add(document: &mut Value, path: &str, value: Value) -> Result<(), Misfit> {
    if path.is_empty() {
        *document = value;
        return Ok(());
    }
    match holder(document, path)? {
        (Value::Object(members), name) => {
            members.insert(name, value);
            Ok(())
        }
        (Value::Array(items), name) => {
            let at = if name == "-" { Some(items.len()) } else { index(&name) };
            let at = at.filter(|at| *at <= items.len()).ok_or(Misfit::Lost)?;
            items.insert(at, value);
            Ok(())
        }
        _ => Err(Misfit::Lost),
    }
}

fn remove(document: &mut Value, path: &str) -> Result<Value, Misfit> {
    match holder(document, path)? {
        (Value::Object(members), name) => members.remove(&name).ok_or(Misfit::Lost),
        (Value::Array(items), name) => {
            let at = index(&name).filter(|at| *at < items.len()).ok_or(Misfit::Lost)?;
            Ok(items.remove(at))
        }
        _ => Err(Misfit::Lost),
    }
}

/// RFC 6901 §4: no sign, and no zero in front.
fn index(name: &str) -> Option<usize> {
    let plain = name == "0" || (!name.starts_with('0') && name.bytes().all(|byte| byte.is_ascii_digit()));
    plain.then(|| name.parse().ok())?
}
