//! Schemas: those of requests may allow more and require less, those of responses the other way round.

use serde_json::Value;

use super::{Comparison, member, members};

/// The direction of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// From clients: anything accepted before must stay accepted.
    Sent,
    /// To clients: anything present before must stay present.
    Answered,
}

/// Lower bounds, which may sink in requests, and upper bounds, which may rise.
const LOWER: [&str; 4] = ["minimum", "exclusiveMinimum", "minLength", "minItems"];
const UPPER: [&str; 4] = ["maximum", "exclusiveMaximum", "maxLength", "maxItems"];

/// Compares two schemas, which are at these pointers in their documents.
pub(super) fn compare<'a>(
    comparison: &mut Comparison<'a>,
    before: &'a Value,
    after: &'a Value,
    (old, new): (String, String),
    direction: Direction,
) {
    let ((before, old), (after, new)) = (comparison.before(before, old), comparison.after(after, new));
    let met = (old.clone(), new.clone(), direction);
    if comparison.seen.contains(&met) {
        return;
    }
    comparison.seen.push(met);
    types(comparison, before, after, &new, direction);
    values(comparison, before, after, &new, direction);
    if direction == Direction::Sent {
        bounds(comparison, before, after, &new);
    }
    properties(comparison, before, after, (&old, &new), direction);
    for keyword in ["items", "additionalProperties"] {
        match (before.get(keyword), after.get(keyword)) {
            (Some(was @ Value::Object(_)), Some(is @ Value::Object(_))) => {
                compare(comparison, was, is, (member(&old, keyword), member(&new, keyword)), direction);
            }
            (was, Some(Value::Bool(false))) if direction == Direction::Sent && was != after.get(keyword) => {
                comparison
                    .breaks(&member(&new, keyword), "unknown members were ignored, and are newly refused");
            }
            _ => {}
        }
    }
    forms(comparison, before, after, (&old, &new), direction);
}

fn names(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn types(
    comparison: &mut Comparison<'_>,
    before: &Value,
    after: &Value,
    pointer: &str,
    direction: Direction,
) {
    let (was, is) = (names(before.get("type")), names(after.get("type")));
    if was == is {
        return;
    }
    // An integer is a number as well.
    let holds = |all: &[&str], name: &str| {
        all.is_empty() || all.contains(&name) || (name == "integer" && all.contains(&"number"))
    };
    let kept = match direction {
        Direction::Sent => is.is_empty() || (!was.is_empty() && was.iter().all(|name| holds(&is, name))),
        Direction::Answered => was.is_empty() || (!is.is_empty() && is.iter().all(|name| holds(&was, name))),
    };
    if !kept {
        let told = |names: &[&str]| if names.is_empty() { "anything".to_owned() } else { names.join(" or ") };
        comparison.breaks(&member(pointer, "type"), format!("it was {}, and is {}", told(&was), told(&is)));
    }
}

/// Enumerations grow: clients must cope with values that they do not know.
fn values(
    comparison: &mut Comparison<'_>,
    before: &Value,
    after: &Value,
    pointer: &str,
    direction: Direction,
) {
    let listed = |schema: &Value| -> Option<Vec<Value>> {
        let one = schema.get("const").map(|value| vec![value.clone()]);
        one.or_else(|| schema.get("enum")?.as_array().cloned())
    };
    let (was, is) = (listed(before), listed(after));
    match (was, is) {
        (Some(was), Some(is)) => {
            for gone in was.iter().filter(|value| !is.contains(value)) {
                comparison.breaks(&member(pointer, "enum"), format!("the value {gone} is gone"));
            }
        }
        (None, Some(_)) if direction == Direction::Sent => {
            comparison.breaks(&member(pointer, "enum"), "only some values are still accepted");
        }
        (Some(_), None) if direction == Direction::Answered => {
            comparison.breaks(&member(pointer, "enum"), "the values are no longer listed");
        }
        _ => {}
    }
}

fn bounds(comparison: &mut Comparison<'_>, before: &Value, after: &Value, pointer: &str) {
    let number = |schema: &Value, keyword: &str| schema.get(keyword).and_then(Value::as_f64);
    for (keywords, narrows) in
        [(LOWER, (|was, is| is > was) as fn(f64, f64) -> bool), (UPPER, |was: f64, is: f64| is < was)]
    {
        for keyword in keywords {
            match (number(before, keyword), number(after, keyword)) {
                (Some(was), Some(is)) if narrows(was, is) => {
                    comparison
                        .breaks(&member(pointer, keyword), format!("it was {was}, and is narrowed to {is}"));
                }
                (None, Some(is)) => {
                    comparison.breaks(&member(pointer, keyword), format!("it is newly bounded by {is}"));
                }
                _ => {}
            }
        }
    }
    for keyword in ["pattern", "uniqueItems", "multipleOf"] {
        if after.get(keyword).is_some() && before.get(keyword) != after.get(keyword) {
            comparison.breaks(&member(pointer, keyword), "the rule is another one than before");
        }
    }
}

fn properties<'a>(
    comparison: &mut Comparison<'a>,
    before: &'a Value,
    after: &'a Value,
    (old, new): (&str, &str),
    direction: Direction,
) {
    let (was, is) = (names(before.get("required")), names(after.get("required")));
    let at = |pointer: &str, name: &str| member(&member(pointer, "properties"), name);
    for (name, property) in members(before, "properties") {
        let Some(now) = after.get("properties").and_then(|properties| properties.get(name)) else {
            comparison.breaks(&at(old, name), format!("the property '{name}' is gone"));
            continue;
        };
        compare(comparison, property, now, (at(old, name), at(new, name)), direction);
    }
    match direction {
        Direction::Sent => {
            for name in is.iter().filter(|name| !was.contains(name)) {
                comparison
                    .breaks(&member(new, "required"), format!("the property '{name}' is newly required"));
            }
        }
        Direction::Answered => {
            for name in was.iter().filter(|name| !is.contains(name)) {
                comparison.breaks(
                    &member(new, "required"),
                    format!("the property '{name}' is no longer always there"),
                );
            }
        }
    }
}

/// Alternatives are compared in their order: those that are added come last.
fn forms<'a>(
    comparison: &mut Comparison<'a>,
    before: &'a Value,
    after: &'a Value,
    (old, new): (&str, &str),
    direction: Direction,
) {
    for keyword in ["anyOf", "oneOf", "allOf"] {
        let listed =
            |schema: &'a Value| schema.get(keyword).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let (was, is) = (listed(before), listed(after));
        // One more alternative is compatible; one more required form is not.
        if keyword == "allOf" && direction == Direction::Sent && is.len() > was.len() {
            comparison.breaks(&member(new, keyword), "the rule is another one than before");
        }
        for (i, form) in was.iter().enumerate() {
            let at = |pointer: &str| format!("{pointer}/{keyword}/{i}");
            match is.get(i) {
                Some(now) => compare(comparison, form, now, (at(old), at(new)), direction),
                None => comparison.breaks(&at(old), "the alternative is gone"),
            }
        }
    }
}
