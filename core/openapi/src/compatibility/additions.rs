//! The additions of a later document, for a changelog.

use serde_json::Value;

use super::{member, members, operations::METHODS, resolve};

/// Something that a later document offers, and an earlier one did not.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Addition {
    /// Where: an operation, as `GET /products`, or the name of a schema.
    pub place: String,
    /// The addition, in words.
    pub what: String,
}

/// Everything that `now` adds to `released`: operations, their parameters, media types of their bodies and statuses of success,
/// members and values of schemas, and operations that are deprecated from now on.
pub fn additions(released: &Value, now: &Value) -> Vec<Addition> {
    let mut added = of_operations(released, now);
    for (name, schema) in schemas(now) {
        let Some((_, before)) = schemas(released).find(|(known, _)| *known == name) else { continue };
        let properties = members(schema, "properties").map(|(member, _)| member);
        let new = properties
            .filter(|member| before.get("properties").and_then(|known| known.get(member)).is_none());
        added.extend(new.map(|member| Addition::new(name, format!("member {member}"))));
        let new = listed(schema, "enum").filter(|value| !listed(before, "enum").any(|known| known == *value));
        added.extend(new.map(|value| Addition::new(name, format!("value {value}"))));
    }
    added
}

fn of_operations(released: &Value, now: &Value) -> Vec<Addition> {
    let mut added = Vec::new();
    for (path, item) in members(now, "paths") {
        for (method, operation) in METHODS.into_iter().filter_map(|method| Some((method, item.get(method)?)))
        {
            let place = format!("{} {path}", method.to_uppercase());
            let before = released.pointer(&member(&member("/paths", path), method));
            let mut add = |what: String| added.push(Addition::new(&place, what));
            let Some(before) = before else {
                let summary = operation.get("summary").and_then(Value::as_str).unwrap_or_default();
                add(format!("new operation. {summary}"));
                continue;
            };
            let known = parameters(released, before, path);
            let new = parameters(now, operation, path).into_iter().filter(|name| !known.contains(name));
            new.for_each(|name| add(format!("parameter {name}")));
            let known = bodies(released, before);
            bodies(now, operation)
                .into_iter()
                .filter(|kind| !known.contains(kind))
                .for_each(|kind| add(format!("body {kind}")));
            let is_new = |status: &&String| {
                status.starts_with('2') && before["responses"].get(status.as_str()).is_none()
            };
            let statuses = members(operation, "responses").map(|(status, _)| status);
            statuses.filter(is_new).for_each(|status| add(format!("status {status}")));
            let deprecated =
                |operation: &Value| operation.get("deprecated").is_some_and(|value| *value == true);
            if deprecated(operation) && !deprecated(before) {
                add("deprecated".to_owned());
            }
        }
    }
    added
}

/// The names of the parameters of an operation and its path.
fn parameters<'a>(document: &'a Value, operation: &'a Value, path: &str) -> Vec<&'a str> {
    let of_path = document.pointer(&member("/paths", path)).into_iter();
    let all = of_path.chain([operation]).flat_map(|holder| listed(holder, "parameters"));
    all.filter_map(|parameter| resolve(document, parameter, String::new()).0.get("name")?.as_str()).collect()
}

/// The media types of the body of an operation.
fn bodies<'a>(document: &'a Value, operation: &'a Value) -> Vec<&'a String> {
    let body = operation.get("requestBody").map(|body| resolve(document, body, String::new()).0);
    body.into_iter().flat_map(|body| members(body, "content")).map(|(kind, _)| kind).collect()
}

fn schemas(document: &Value) -> impl Iterator<Item = (&String, &Value)> {
    document.get("components").into_iter().flat_map(|components| members(components, "schemas"))
}

fn listed<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value.get(name).and_then(Value::as_array).into_iter().flatten()
}

// === impl Addition ===

impl Addition {
    fn new(place: &str, what: String) -> Self {
        Self { place: place.to_owned(), what }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn released() -> Value {
        json!({
            "paths": {"/a": {"get": {
                "parameters": [{"$ref": "#/components/parameters/Limit"}],
                "responses": {"200": {}, "404": {}},
            }}},
            "components": {
                "parameters": {"Limit": {"name": "limit", "in": "query"}},
                "schemas": {"A": {"properties": {"id": {}}}, "Order": {"enum": ["newest"]}},
            },
        })
    }

    fn texts(now: &Value) -> Vec<String> {
        let all = additions(&released(), now).into_iter();
        all.map(|Addition { place, what }| format!("{place}: {what}")).collect()
    }

    #[test]
    fn each_addition_is_told_with_its_place() {
        let now = json!({
            "paths": {
                "/a": {
                    "parameters": [{"name": "fields", "in": "query"}],
                    "get": {
                        "deprecated": true,
                        "parameters": [{"name": "limit", "in": "query"}],
                        "requestBody": {"content": {"application/json": {}}},
                        "responses": {"200": {}, "202": {}, "404": {}, "409": {}},
                    },
                    "post": {"summary": "Create an A", "responses": {}},
                },
            },
            "components": {"schemas": {
                "A": {"properties": {"id": {}, "name": {}}},
                "B": {"properties": {"id": {}}},
                "Order": {"enum": ["newest", "oldest"]},
            }},
        });
        let told = [
            "GET /a: parameter fields",
            "GET /a: body application/json",
            "GET /a: status 202",
            "GET /a: deprecated",
            "POST /a: new operation. Create an A",
            "A: member name",
            "Order: value \"oldest\"",
        ];
        assert_eq!(texts(&now), told);
    }

    #[test]
    fn the_same_document_adds_nothing() {
        assert_eq!(texts(&released()), [""; 0]);
    }
}
