//! Examples: the links in them, from where the API is mounted, since a resource does not know its own path; and those of
//! requests, for tools that look for no example behind a reference.

use serde_json::{Map, Value};

/// The beginning of a link in an example: the base of the API, without a slash at its end.
const BASE: &str = "{base}";

/// The beginning of the type of a problem in an example.
const PROBLEMS: &str = "{problems}";

/// Puts the base, and the beginning of the types of problems, into the examples of these schemas.
pub(crate) fn mount(schemas: &mut Map<String, Value>, base: &str, problems: &str) {
    for schema in schemas.values_mut() {
        if let Some(examples) = schema.get_mut("examples") {
            put(examples, &[(BASE, base), (PROBLEMS, problems)]);
        }
    }
}

/// Gives the content of each request of these operations the example of its schema.
pub(crate) fn of_requests(paths: &mut Value, schemas: &Map<String, Value>) {
    for operation in members(paths).flat_map(members) {
        let Some(content) = operation.pointer_mut("/requestBody/content") else { continue };
        for media_type in members(content) {
            let schema =
                media_type["schema"]["$ref"].as_str().and_then(|reference| reference.rsplit('/').next());
            let example = schema.and_then(|name| schemas.get(name)?.pointer("/examples/0"));
            if let Some(example) = example.cloned() {
                media_type["example"] = example;
            }
        }
    }
}

fn members(value: &mut Value) -> impl Iterator<Item = &mut Value> {
    value.as_object_mut().into_iter().flatten().map(|(_, member)| member)
}

fn put(example: &mut Value, beginnings: &[(&str, &str)]) {
    match example {
        Value::String(text) => {
            let put = |(place, beginning)| Some([beginning, text.strip_prefix(place)?].concat());
            if let Some(whole) = beginnings.iter().copied().find_map(put) {
                *text = whole;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| put(item, beginnings)),
        Value::Object(members) => members.values_mut().for_each(|member| put(member, beginnings)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_request_has_the_example_of_its_schema() {
        let content = json!({"schema": {"$ref": "#/components/schemas/Book"}});
        let mut paths = json!({"/books": {"post": {"requestBody": {"content": {"application/json": content}}}, "get": {}}});
        let schemas = json!({"Book": {"examples": [{"title": "Emma"}]}});
        of_requests(&mut paths, schemas.as_object().unwrap());
        let example = &paths["/books"]["post"]["requestBody"]["content"]["application/json"]["example"];
        assert_eq!(*example, json!({"title": "Emma"}));
        assert_eq!(paths["/books"]["get"], json!({}));
    }

    #[test]
    fn a_link_in_an_example_is_a_path_that_a_client_can_request() {
        let example = |base: &str| json!({"Shelf": {"examples": [{"links": {"self": format!("{base}/shelf")}, "books": ["/{base}"]}]}});
        let mut schemas = example(BASE);
        mount(schemas.as_object_mut().unwrap(), "/v1/en-GB", "");
        assert_eq!(schemas, example("/v1/en-GB"));
    }

    #[test]
    fn a_type_in_an_example_leads_to_the_problem() {
        let example = |start: &str| json!({"Problem": {"examples": [{"type": format!("{start}conflict")}]}});
        let mut schemas = example(PROBLEMS);
        mount(schemas.as_object_mut().unwrap(), "", "/problems/");
        assert_eq!(schemas, example("/problems/"));
    }
}
