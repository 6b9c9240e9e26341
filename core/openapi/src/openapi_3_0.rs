//! The document in OpenAPI 3.0, for tools that know no newer one.

use serde_json::{Map, Value, json};

/// Members that hold schemas by name: their own members' names are no keywords.
const NAMED: [&str; 2] = ["properties", "schemas"];

/// Members that hold values, which contain no schema.
const VALUES: [&str; 3] = ["default", "enum", "x-enum-descriptions"];

/// The same document in the terms of 3.0.
pub(crate) fn in_version_3_0(mut document: Value) -> Value {
    document["openapi"] = "3.0.4".into();
    // There, a licence is named alone.
    if let Some(licence) = document.pointer_mut("/info/license").and_then(Value::as_object_mut) {
        licence.remove("identifier");
    }
    walk(&mut document, false);
    document
}

/// Rewrites every schema below. Schemas are the values of a member `schema`, and those under a name in `components`.
fn walk(value: &mut Value, is_schema: bool) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| walk(value, is_schema)),
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                match &**name {
                    name if NAMED.contains(&name) => named(member),
                    name if VALUES.contains(&name) || name.starts_with("example") => {}
                    "schema" => walk(member, true),
                    _ => walk(member, is_schema),
                }
            }
            if is_schema {
                rewrite(members);
            }
        }
        _ => {}
    }
}

fn named(schemas: &mut Value) {
    let schemas = schemas.as_object_mut().into_iter().flatten();
    schemas.for_each(|(_, schema)| walk(schema, true));
}

fn rewrite(schema: &mut Map<String, Value>) {
    // There are no words for it.
    schema.retain(|keyword, _| !["if", "then", "else"].contains(&&**keyword));
    null(schema);
    null_form(schema);
    example(schema);
    bound(schema, "exclusiveMinimum", "minimum");
    bound(schema, "exclusiveMaximum", "maximum");
    // Members beside a reference are ignored there.
    if schema.len() > 1
        && let Some(reference) = schema.remove("$ref")
    {
        schema.insert("allOf".to_owned(), json!([{ "$ref": reference }]));
    }
}

/// Null is no type, but a property of other types.
fn null(schema: &mut Map<String, Value>) {
    let Some(Value::Array(types)) = schema.get_mut("type") else { return };
    let before = types.len();
    types.retain(|name| name != "null");
    let may_be_null = types.len() < before;
    if let [only] = &types[..] {
        let only = only.clone();
        schema.insert("type".to_owned(), only);
    } else {
        let each: Vec<_> = types.iter().map(|name| json!({ "type": name })).collect();
        schema.remove("type");
        schema.insert("anyOf".to_owned(), each.into());
    }
    if may_be_null {
        schema.insert("nullable".to_owned(), true.into());
    }
}

/// Nor is it one of several forms. A reference that may be null is written as the tools of that time read it.
fn null_form(schema: &mut Map<String, Value>) {
    for keyword in ["anyOf", "oneOf"] {
        let Some(Value::Array(forms)) = schema.get_mut(keyword) else { continue };
        let before = forms.len();
        forms.retain(|form| *form != json!({ "type": "null" }));
        if forms.len() == before {
            continue;
        }
        if forms.len() == 1
            && let Some(only) = schema.remove(keyword)
        {
            schema.insert("allOf".to_owned(), only);
        }
        schema.insert("nullable".to_owned(), true.into());
    }
}

/// There is one example, not several.
fn example(schema: &mut Map<String, Value>) {
    if let Some(Value::Array(examples)) = schema.remove("examples")
        && let Some(first) = examples.into_iter().next()
    {
        schema.insert("example".to_owned(), first);
    }
}

/// Whether a bound itself is outside is a property of the bound.
fn bound(schema: &mut Map<String, Value>, exclusive: &str, bound: &str) {
    if let Some(value) = schema.get(exclusive).filter(|value| value.is_number()).cloned() {
        schema.insert(bound.to_owned(), value);
        schema.insert(exclusive.to_owned(), true.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn older(schema: &Value) -> Value {
        let document = json!({ "info": {}, "components": { "schemas": { "It": schema } } });
        in_version_3_0(document)["components"]["schemas"]["It"].take()
    }

    #[test]
    fn what_has_other_words_there_is_said_in_these() {
        for (newer, said) in [
            (json!({"type": ["string", "null"]}), json!({"type": "string", "nullable": true})),
            (
                json!({"type": ["string", "integer"]}),
                json!({"anyOf": [{"type": "string"}, {"type": "integer"}]}),
            ),
            (
                json!({"anyOf": [{"$ref": "#/a"}, {"type": "null"}]}),
                json!({"allOf": [{"$ref": "#/a"}], "nullable": true}),
            ),
            (
                json!({"oneOf": [{"$ref": "#/a"}, {"type": "null"}, {"$ref": "#/b"}]}),
                json!({"oneOf": [{"$ref": "#/a"}, {"$ref": "#/b"}], "nullable": true}),
            ),
            (json!({"examples": ["a", "b"]}), json!({"example": "a"})),
            (json!({"exclusiveMinimum": 0}), json!({"minimum": 0, "exclusiveMinimum": true})),
            (json!({"exclusiveMaximum": 1}), json!({"maximum": 1, "exclusiveMaximum": true})),
            (json!({"$ref": "#/a"}), json!({"$ref": "#/a"})),
            (
                json!({"type": "object", "if": {"required": ["a"]}, "then": {}, "else": {}}),
                json!({"type": "object"}),
            ),
            (
                json!({"$ref": "#/a", "description": "It."}),
                json!({"allOf": [{"$ref": "#/a"}], "description": "It."}),
            ),
        ] {
            assert_eq!(older(&newer), said, "{newer}");
            let within = json!({"type": "object", "properties": {"type": newer, "schema": {"type": "array", "items": newer}}});
            let said_within = json!({"type": "object", "properties": {"type": said, "schema": {"type": "array", "items": said}}});
            assert_eq!(older(&within), said_within);
        }
    }

    #[test]
    fn values_stay_as_they_are() {
        let schema = json!({"default": {"$ref": "a", "b": 1}, "enum": [{"type": ["string", "null"]}]});
        assert_eq!(older(&schema), schema);
    }
}
