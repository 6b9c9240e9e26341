//! The schemas of views: the objects that a value of such a schema may be.

use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::{Map, Value};

/// The limit of references and forms between a schema and an object.
const MOST_FORMS: usize = 8;

/// The schema of what is written of this type.
pub(crate) fn schema_of<V: JsonSchema>() -> Value {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<V>().to_value()
}

/// Visits the schema of each object that a value of this schema may be, or may hold as an item of an array.
pub(crate) fn each_object<'s>(
    root: &'s Value,
    schema: &'s Value,
    visit: &mut impl FnMut(&'s Map<String, Value>),
) {
    within(root, schema, MOST_FORMS, visit);
}

fn within<'s>(
    root: &'s Value,
    schema: &'s Value,
    forms: usize,
    visit: &mut impl FnMut(&'s Map<String, Value>),
) {
    let (Some(deeper), Value::Object(keywords)) = (forms.checked_sub(1), schema) else { return };
    if keywords.contains_key("properties") || keywords.contains_key("additionalProperties") {
        visit(keywords);
    }
    let reference = keywords.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
    let listed = ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|key| keywords.get(key)?.as_array());
    let others = reference.and_then(|pointer| root.pointer(pointer)).into_iter().chain(keywords.get("items"));
    for form in listed.flatten().chain(others) {
        within(root, form, deeper, visit);
    }
}
