//! The names of enumerated values in generated code, for values that are no names in any language, such as `-price`.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// Gives each enumeration of texts `x-enum-varnames`, parallel to `enum`. Some languages put the constants of all enumerations
/// into one scope. So a value of several enumerations has the enumeration's name in front.
pub(crate) fn name_values(schemas: &mut Map<String, Value>) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in schemas.values().filter_map(names).flatten() {
        *counts.entry(name).or_default() += 1;
    }
    for (schema, described) in schemas {
        let Some(names) = names(described) else { continue };
        let unique = |name: String| match counts.get(&name) {
            Some(1) => name,
            _ => format!("{}_{name}", constant(schema)),
        };
        described["x-enum-varnames"] = names.into_iter().map(unique).collect();
    }
}

/// The names of an enumeration's values, if it is one of texts.
fn names(schema: &Value) -> Option<Vec<String>> {
    schema.get("enum")?.as_array()?.iter().map(|value| value.as_str().map(of_value)).collect()
}

/// The name of a value. An order that a minus reverses is a descending one.
fn of_value(value: &str) -> String {
    match value.strip_prefix('-') {
        Some(order) => format!("{}_DESCENDING", constant(order)),
        None => constant(value),
    }
}

/// A name as constants are written: `productSort` is `PRODUCT_SORT`.
fn constant(name: &str) -> String {
    let mut written = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !written.is_empty() {
            written.push('_');
        }
        written.push(if letter.is_alphanumeric() { letter.to_ascii_uppercase() } else { '_' });
    }
    written
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_value_has_a_name_that_no_other_value_has() {
        let mut schemas = json!({
            "BookSort": {"enum": ["newest", "price", "-price"]},
            "ShelfSort": {"enum": ["newest", "mostLiked"]},
            "Number": {"enum": [1, 2]},
        });
        name_values(schemas.as_object_mut().unwrap());
        let names = |schema: &str| schemas[schema]["x-enum-varnames"].clone();
        assert_eq!(names("BookSort"), json!(["BOOK_SORT_NEWEST", "PRICE", "PRICE_DESCENDING"]));
        assert_eq!(names("ShelfSort"), json!(["SHELF_SORT_NEWEST", "MOST_LIKED"]));
        assert_eq!(names("Number"), json!(null));
    }
}
