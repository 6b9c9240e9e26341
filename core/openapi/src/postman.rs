//! The collection of Postman (format 2.1), which Bruno, Insomnia and others import, too.
//!
//! Each request works as it is imported: the path's examples are variables of the collection. A run from top to bottom works, as
//! well: the request that creates something puts its identifier into such a variable, and the one that deletes it resets the
//! variable.

use serde_json::{Map, Value, json};

const SCHEMA: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

/// The methods in the order of a run.
const METHODS: [&str; 5] = ["post", "put", "get", "patch", "delete"];

/// The collection of a plain document.
pub(crate) fn collection(document: &Value) -> Value {
    let mut variables = Map::new();
    let mut folders: Vec<Value> = Vec::new();
    for tag in list(document, "tags") {
        let operations = METHODS.iter().flat_map(|method| operations(document, method));
        let of_tag = operations.filter(|operation| operation.value["tags"][0] == tag["name"]);
        let items: Vec<_> = of_tag.map(|operation| operation.item(&mut variables)).collect();
        folders.push(json!({"name": tag["name"], "description": tag["description"], "item": items}));
    }
    let base = base(&document["servers"]);
    let own = [("baseUrl", &*base), ("token", "")].map(|(key, value)| (key.to_owned(), value.to_owned()));
    let variables = own.into_iter().chain(variables.into_iter().map(|(key, value)| (key, text(&value))));
    json!({
        "info": {"name": document["info"]["title"], "description": document["info"]["description"], "schema": SCHEMA},
        "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{token}}", "type": "string"}]},
        "event": [script(&["pm.test('The request succeeds', () => pm.expect(pm.response.code).to.be.below(400));".to_owned()])],
        "variable": variables.map(|(key, value)| json!({"key": key, "value": value})).collect::<Vec<_>>(),
        "item": folders,
    })
}

/// An operation with its surroundings.
struct Operation<'a> {
    document: &'a Value,
    path: &'a str,
    method: &'a str,
    item: &'a Value,
    value: &'a Value,
}

fn operations<'a>(document: &'a Value, method: &'a str) -> impl Iterator<Item = Operation<'a>> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths.filter_map(move |(path, item)| {
        Some(Operation { document, path, method, item, value: item.get(method)? })
    })
}

/// The URL of the first of these servers, with the default of each variable.
fn base(servers: &Value) -> String {
    let server = &servers[0];
    let variables = server["variables"].as_object().into_iter().flatten();
    let url = variables.fold(text(&server["url"]), |url, (name, variable)| {
        url.replace(&format!("{{{name}}}"), &text(&variable["default"]))
    });
    url.trim_end_matches('/').to_owned()
}

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value.get(name).and_then(Value::as_array).into_iter().flatten()
}

/// A value as parameters have it.
fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| if value.is_null() { String::new() } else { value.to_string() }, str::to_owned)
}

/// A script that runs after the response.
fn script(lines: &[String]) -> Value {
    json!({"listen": "test", "script": {"type": "text/javascript", "exec": lines}})
}

/// Sets a variable of the collection to the value of an expression.
fn set(name: &str, value: &str) -> String {
    format!("if (pm.response.code < 300) pm.collectionVariables.set('{name}', {value});")
}

// === impl Operation ===

impl Operation<'_> {
    /// The request, and the variables that it needs.
    fn item(&self, variables: &mut Map<String, Value>) -> Value {
        for parameter in self.parameters("path") {
            variables.entry(text(&parameter["name"])).or_insert_with(|| parameter["example"].clone());
        }
        let mut request = json!({
            "method": self.method.to_uppercase(),
            "description": self.value["description"],
            "url": self.url(),
            "header": self.headers(),
        });
        if list(self.value, "security").next().is_none() {
            request["auth"] = json!({"type": "noauth"});
        }
        if let Some((media_type, content)) = self.content() {
            let schema = self.resolved(&content["schema"]);
            let example = schema["examples"].get(0).cloned().unwrap_or_default();
            request["header"].as_array_mut().into_iter().for_each(|headers| {
                headers.push(json!({"key": "Content-Type", "value": media_type}));
            });
            request["body"] = json!({"mode": "raw", "raw": format!("{example:#}"), "options": {"raw": {"language": "json"}}});
        }
        let mut item = json!({"name": self.value["summary"], "request": request});
        let lines = self.script();
        if !lines.is_empty() {
            item["event"] = json!([script(&lines)]);
        }
        item
    }

    fn url(&self) -> Value {
        let own = self.item.get("servers").map(base);
        let host = own.as_deref().unwrap_or("{{baseUrl}}");
        let path = self.path.replace('{', "{{").replace('}', "}}");
        let query: Vec<_> = self
            .parameters("query")
            .map(|parameter| {
                let value = parameter.get("example").or_else(|| parameter.pointer("/schema/default"));
                let value = value.filter(|value| !value.is_array()).map(text).unwrap_or_default();
                let off = parameter["required"] != true;
                json!({"key": parameter["name"], "value": value, "description": parameter["description"], "disabled": off})
            })
            .collect();
        let segments: Vec<_> = path.split('/').skip(1).collect();
        json!({"raw": format!("{host}{path}"), "host": [host], "path": segments, "query": query})
    }

    fn headers(&self) -> Vec<Value> {
        let header = |parameter: &Value| {
            // An asterisk is each state of something that exists (RFC 9110 §13.1.1).
            let value = if parameter["name"] == "If-Match" { "*" } else { "{{$guid}}" };
            let off = parameter["required"] != true;
            json!({"key": parameter["name"], "value": value, "description": parameter["description"], "disabled": off})
        };
        self.parameters("header").map(header).collect()
    }

    /// Puts the identifier of something new into its variable, and resets the variable of something deleted.
    fn script(&self) -> Vec<String> {
        let links = self.value["responses"]["201"]["links"].as_object().into_iter().flatten();
        let of_links = links.flat_map(|(_, link)| link["parameters"].as_object().into_iter().flatten());
        let mut statements: Vec<_> = of_links
            .filter_map(|(name, value)| {
                let pointer = value.as_str()?.strip_prefix("$response.body#/")?;
                Some(set(name, &format!("pm.response.json().{}", pointer.replace('/', "."))))
            })
            .collect();
        statements.sort();
        statements.dedup();
        let deletes = self.method == "delete" && self.path.ends_with('}');
        let last = self.path.rsplit_once('{').map(|(_, name)| name.trim_end_matches('}'));
        if let Some(name) = last.filter(|_| deletes)
            && let Some(parameter) = self.parameters("path").find(|parameter| parameter["name"] == name)
        {
            statements.push(set(name, &parameter["example"].to_string()));
        }
        statements
    }

    /// Its parameters at this place, those of its path included.
    fn parameters(&self, place: &str) -> impl Iterator<Item = &Value> {
        let all = list(self.item, "parameters").chain(list(self.value, "parameters"));
        all.map(|parameter| self.resolved(parameter)).filter(move |parameter| parameter["in"] == place)
    }

    /// Its content, if it takes some.
    fn content(&self) -> Option<(&String, &Value)> {
        self.value.pointer("/requestBody/content")?.as_object()?.iter().next()
    }

    fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        let reference = value.get("$ref").and_then(Value::as_str);
        let target = reference.and_then(|reference| self.document.pointer(reference.trim_start_matches('#')));
        target.unwrap_or(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_complete_and_what_it_creates_is_used_by_the_next() {
        let shelf = json!([{"name": "shelf", "in": "path", "required": true, "example": "a"}]);
        let document = json!({
            "info": {"title": "Library"},
            "servers": [{"url": "http://a/{city}", "variables": {"city": {"default": "town"}}}],
            "tags": [{"name": "Shelves"}],
            "paths": {
                "/shelves": {"post": {
                    "tags": ["Shelves"], "summary": "Create a shelf", "security": [{"bearer": []}],
                    "requestBody": {"content": {"application/json": {"schema": {"examples": [{"books": 1}]}}}},
                    "responses": {"201": {"links": {"get": {"parameters": {"shelf": "$response.body#/id"}}}}},
                }},
                "/shelves/{shelf}": {"parameters": shelf, "delete": {
                    "tags": ["Shelves"], "summary": "Delete a shelf", "security": [],
                    "parameters": [{"name": "If-Match", "in": "header", "required": true}],
                }},
            },
        });
        let collection = collection(&document);
        assert_eq!(
            collection["variable"],
            json!([{"key": "baseUrl", "value": "http://a/town"}, {"key": "token", "value": ""}, {"key": "shelf", "value": "a"}])
        );
        let [create, delete] = [0, 1].map(|i| collection["item"][0]["item"][i].clone());
        assert_eq!(create["request"]["body"]["raw"], "{\n  \"books\": 1\n}");
        assert_eq!(
            create["request"]["header"],
            json!([{"key": "Content-Type", "value": "application/json"}])
        );
        let run = |item: &Value| text(&item["event"][0]["script"]["exec"][0]);
        assert!(run(&create).ends_with("set('shelf', pm.response.json().id);"), "{create}");
        assert!(run(&delete).ends_with("set('shelf', \"a\");"), "{delete}");
        assert_eq!(delete["request"]["url"]["raw"], "{{baseUrl}}/shelves/{{shelf}}");
        assert_eq!(
            (&delete["request"]["header"][0]["value"], &delete["request"]["auth"]["type"]),
            (&"*".into(), &"noauth".into())
        );
    }
}
