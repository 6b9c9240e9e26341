//! Defaults, in words. Of the keyword, some generators make a value that their clients send with every call, and others a
//! member that must be sent.

use serde_json::{Map, Value};

/// Replaces the keyword `default` of all schemas in `value` by a sentence in the description.
pub(crate) fn describe(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(describe),
        Value::Object(members) => {
            // The description of a parameter is beside its schema.
            let of_parameter = members.get_mut("schema").and_then(Value::as_object_mut).and_then(take);
            if let Some(default) = of_parameter.or_else(|| take(members)) {
                append(members, &default);
            }
            for (name, member) in members {
                match (name.as_str(), member) {
                    // The names of these are no keywords.
                    ("properties", Value::Object(properties)) => properties.values_mut().for_each(describe),
                    ("example" | "examples", _) => {}
                    (_, member) => describe(member),
                }
            }
        }
        _ => {}
    }
}

fn take(schema: &mut Map<String, Value>) -> Option<Value> {
    schema.remove("default").filter(|default| !default.is_null())
}

fn append(described: &mut Map<String, Value>, default: &Value) {
    if let Some(Value::String(text)) = described.get_mut("description")
        && !text.contains("default")
    {
        *text = format!("{text} The default is {default}.");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::describe;

    #[test]
    fn a_default_is_a_sentence() {
        let mut value = json!({
            "parameters": [{"name": "limit", "description": "The page size.", "schema": {"type": "integer", "default": 20}}],
            "schema": {
                "properties": {
                    "default": {"type": "string", "example": {"default": 1}},
                    "layer": {"description": "The height.", "type": ["integer", "null"], "default": null},
                    "sort": {"description": "The order; the default is `newest`.", "default": "newest"},
                },
            },
        });
        describe(&mut value);
        assert_eq!(
            value,
            json!({
                "parameters": [{"name": "limit", "description": "The page size. The default is 20.", "schema": {"type": "integer"}}],
                "schema": {
                    "properties": {
                        "default": {"type": "string", "example": {"default": 1}},
                        "layer": {"description": "The height.", "type": ["integer", "null"]},
                        "sort": {"description": "The order; the default is `newest`."},
                    },
                },
            })
        );
    }
}
