//! The keywords of JSON Schema that the checker knows.

use serde_json::{Map, Value};

/// Keywords that say nothing about validity.
const ANNOTATIONS: [&str; 10] = [
    "$schema",
    "$defs",
    "title",
    "description",
    "default",
    "examples",
    "format",
    "readOnly",
    "writeOnly",
    "deprecated",
];

/// Keywords that are judged here.
const RULES: [&str; 19] = [
    "$ref",
    "type",
    "enum",
    "const",
    "anyOf",
    "oneOf",
    "allOf",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "items",
    "properties",
    "required",
    "additionalProperties",
];

/// The mark of parameters that are read from elsewhere than the query. It is taken off where it is heeded, and has no meaning
/// anywhere else.
pub(crate) const MARK: &str = "x-in";

/// The mark of the member that holds the items of a page. Documents leave it out.
pub(crate) const PAGE_ITEMS: &str = "x-page-items";

/// Whether a keyword says nothing about validity.
pub(super) fn is_annotation(keyword: &str) -> bool {
    ANNOTATIONS.contains(&keyword) || (keyword.starts_with("x-") && keyword != MARK)
}

/// A keyword of the schema, or of one in it, that the checker does not know.
pub(super) fn unknown_keyword(schema: &Value) -> Option<&str> {
    let Value::Object(keywords) = schema else { return None };
    let unknown = keywords.keys().find(|key| !is_annotation(key) && !RULES.contains(&key.as_str()));
    let named = ["properties", "$defs"].into_iter().filter_map(|key| keywords.get(key)?.as_object());
    let listed = ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|key| keywords.get(key)?.as_array());
    let single = ["items", "additionalProperties"].into_iter().filter_map(|key| keywords.get(key));
    let mut subschemas = named.flat_map(Map::values).chain(listed.flatten()).chain(single);
    unknown.map(String::as_str).or_else(|| subschemas.find_map(unknown_keyword))
}
