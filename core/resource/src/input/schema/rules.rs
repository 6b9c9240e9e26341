//! The rules that one value keeps or breaks by itself.

use serde_json::Value;

pub(super) fn is_of(value: &Value, expected: &Value) -> bool {
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    };
    match expected {
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(is),
        name => name.as_str().is_some_and(is),
    }
}

pub(super) fn types(expected: &Value) -> String {
    let with_article = |name: &str| match name {
        "array" | "integer" | "object" => format!("an {name}"),
        "null" => name.to_owned(),
        _ => format!("a {name}"),
    };
    match expected {
        Value::Array(names) => {
            let names: Vec<_> = names.iter().filter_map(Value::as_str).map(with_article).collect();
            names.join(" or ")
        }
        name => with_article(name.as_str().unwrap_or_default()),
    }
}

/// A keyword that bounds a number, whether a number keeps to it, and how to say so.
type Bound = (&'static str, fn(f64, f64) -> bool, &'static str);

pub(super) fn number_faults(schema: &Value, number: f64, fault: &mut impl FnMut(&'static str, String)) {
    let rules: [Bound; 4] = [
        ("minimum", |n, bound| n >= bound, "at least"),
        ("maximum", |n, bound| n <= bound, "at most"),
        ("exclusiveMinimum", |n, bound| n > bound, "over"),
        ("exclusiveMaximum", |n, bound| n < bound, "under"),
    ];
    for (keyword, holds, words) in rules {
        if let Some(bound) = schema.get(keyword)
            && !holds(number, bound.as_f64().unwrap_or(f64::NAN))
        {
            fault(keyword, format!("must be {words} {bound}"));
        }
    }
}

pub(super) fn length_faults(
    schema: &Value,
    keywords: [&'static str; 2],
    length: usize,
    fault: &mut impl FnMut(&'static str, String),
) {
    let [least, most] = keywords;
    let unit = |bound: u64| match (least, bound) {
        ("minLength", 1) => "character",
        ("minLength", _) => "characters",
        (_, 1) => "item",
        _ => "items",
    };
    let bound = |keyword| schema.get(keyword).and_then(Value::as_u64);
    let length = length as u64;
    if let Some(bound) = bound(least).filter(|bound| length < *bound) {
        fault(least, format!("must have at least {bound} {}", unit(bound)));
    }
    if let Some(bound) = bound(most).filter(|bound| length > *bound) {
        fault(most, format!("must have at most {bound} {}", unit(bound)));
    }
}
