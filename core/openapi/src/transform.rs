//! From the schemas that types derive to schemas that generators of clients understand.

use serde_json::{Map, Value, json};

/// Keywords with one schema, with a list, and with named ones.
const ONE: [&str; 3] = ["items", "additionalProperties", "not"];
const MANY: [&str; 4] = ["anyOf", "oneOf", "allOf", "prefixItems"];
const NAMED: [&str; 3] = ["properties", "patternProperties", "$defs"];

/// All changes to a schema of responses and those in it.
pub(crate) fn answer(schema: &mut Value) {
    each(schema, &absent_instead_of_null);
    request(schema);
}

/// All changes to a schema of requests and those in it: optional values may be null, too, since many clients write
/// so.
pub(crate) fn request(schema: &mut Value) {
    each(schema, &|keywords| {
        one_enumeration(keywords);
        known_format(keywords);
        // It has a meaning for the engine alone.
        keywords.remove("x-page-items");
        // Nothing is said by either, and some generators cannot write a list.
        if keywords.get("default").is_some_and(|default| default.is_null() || *default == json!([])) {
            keywords.remove("default");
        }
    });
}

/// Does this to a schema, after those in it.
fn each(schema: &mut Value, change: &impl Fn(&mut Map<String, Value>)) {
    let Some(keywords) = schema.as_object_mut() else { return };
    for keyword in ONE {
        keywords.get_mut(keyword).into_iter().for_each(|schema| each(schema, change));
    }
    for keyword in MANY {
        let schemas = keywords.get_mut(keyword).and_then(Value::as_array_mut).into_iter().flatten();
        schemas.for_each(|schema| each(schema, change));
    }
    for keyword in NAMED {
        let schemas = keywords.get_mut(keyword).and_then(Value::as_object_mut).into_iter().flatten();
        schemas.for_each(|(_, schema)| each(schema, change));
    }
    change(keywords);
}

/// An optional value is left out rather than null.
fn absent_instead_of_null(keywords: &mut Map<String, Value>) {
    let required = keywords.get("required").cloned().unwrap_or_default();
    let properties = keywords.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten();
    properties.filter(|(name, _)| !lists(&required, name)).for_each(|(_, property)| without_null(property));
}

/// Whether a list of names, such as `required`, has this one.
pub(crate) fn lists(names: &Value, name: &str) -> bool {
    names.as_array().is_some_and(|names| names.iter().any(|known| known == name))
}

/// The same schema, but for null.
pub(crate) fn without_null(schema: &mut Value) {
    let Some(keywords) = schema.as_object_mut() else { return };
    if let Some(types) = keywords.get_mut("type")
        && let Some(names) = types.as_array_mut()
    {
        names.retain(|name| name != "null");
        if let [only] = &names[..] {
            *types = only.clone();
        }
    }
    if let Some(values) = keywords.get_mut("enum").and_then(Value::as_array_mut) {
        values.retain(|value| !value.is_null());
    }
    let Some(forms) = keywords.get_mut("anyOf").and_then(Value::as_array_mut) else { return };
    forms.retain(|form| form.get("type").is_none_or(|name| name != "null"));
    if let [Value::Object(only)] = &mut forms[..] {
        let only = std::mem::take(only);
        keywords.remove("anyOf");
        for (keyword, value) in only {
            keywords.entry(keyword).or_insert(value);
        }
    }
}

/// The same schema, and null.
pub(crate) fn with_null(schema: &mut Value) {
    let Some(keywords) = schema.as_object_mut() else { return };
    if keywords.get("anyOf").is_some_and(lists_null) {
        return;
    }
    match keywords.get_mut("type") {
        Some(Value::Array(names)) if names.contains(&"null".into()) => {}
        Some(Value::Array(names)) => names.push("null".into()),
        Some(name) => *name = json!([name, "null"]),
        None => *schema = json!({"anyOf": [schema.take(), {"type": "null"}]}),
    }
}

/// Whether one of these forms is null.
fn lists_null(forms: &Value) -> bool {
    forms.as_array().into_iter().flatten().any(|form| form.get("type").is_some_and(|name| name == "null"))
}

/// Constants that are listed one by one, for the sake of their descriptions, become one list.
fn one_enumeration(keywords: &mut Map<String, Value>) {
    let Some(forms) = keywords.get("oneOf").and_then(Value::as_array) else { return };
    let (mut values, mut words) = (Vec::new(), Vec::new());
    for form in forms {
        let about = form.get("description").and_then(Value::as_str);
        match (form.get("const"), form.get("enum").and_then(Value::as_array)) {
            (Some(value), _) => values.push(value.clone()),
            (None, Some(listed)) => values.extend(listed.iter().cloned()),
            (None, None) => return,
        }
        // One for each value: tools read the two lists side by side.
        words.resize(values.len(), about.unwrap_or_default().to_owned());
    }
    if !values.iter().all(Value::is_string) {
        return;
    }
    keywords.remove("oneOf");
    keywords.insert("type".to_owned(), "string".into());
    keywords.insert("enum".to_owned(), values.into());
    if words.iter().any(|about| !about.is_empty()) {
        keywords.insert("x-enum-descriptions".to_owned(), json!(words));
    }
}

/// The formats of numbers that OpenAPI knows.
fn known_format(keywords: &mut Map<String, Value>) {
    let format = match keywords.get("format").and_then(Value::as_str) {
        Some("int8" | "int16" | "uint8" | "uint16") => "int32",
        Some("uint32" | "uint64" | "int" | "uint") => "int64",
        _ => return,
    };
    // The bounds still express the range that the format had.
    keywords.insert("format".to_owned(), format.into());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_an_enumeration_stand_beside_its_values() {
        let mut schema = json!({"oneOf": [
            {"const": "newest", "description": "The newest first."},
            {"enum": ["price", "-price"], "type": "string"},
            {"const": "name", "description": "By name."},
        ]});
        answer(&mut schema);
        assert_eq!(
            schema,
            json!({
                "type": "string",
                "enum": ["newest", "price", "-price", "name"],
                "x-enum-descriptions": ["The newest first.", "", "", "By name."],
            })
        );
        let mut bare = json!({"oneOf": [{"const": "a"}, {"const": "b"}]});
        answer(&mut bare);
        assert_eq!(bare, json!({"type": "string", "enum": ["a", "b"]}));
    }
}
