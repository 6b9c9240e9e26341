//! Links in examples, from where the API is mounted: a resource does not know its own path.

use serde_json::{Map, Value};

/// The beginning of a link in an example: the base of the API, without a slash at its end.
const BASE: &str = "{base}";

/// Puts the base into the examples of these schemas.
pub(crate) fn mount(schemas: &mut Map<String, Value>, base: &str) {
    for schema in schemas.values_mut() {
        if let Some(examples) = schema.get_mut("examples") {
            put(examples, base);
        }
    }
}

fn put(example: &mut Value, base: &str) {
    match example {
        Value::String(text) => {
            if let Some(rest) = text.strip_prefix(BASE) {
                *text = format!("{base}{rest}");
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| put(item, base)),
        Value::Object(members) => members.values_mut().for_each(|member| put(member, base)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_link_in_an_example_is_a_path_that_a_client_can_request() {
        let example = |base: &str| json!({"Shelf": {"examples": [{"links": {"self": format!("{base}/shelf")}, "books": ["/{base}"]}]}});
        let mut schemas = example(BASE);
        mount(schemas.as_object_mut().unwrap(), "/v1/en-GB");
        assert_eq!(schemas, example("/v1/en-GB"));
    }
}
