//! Each promise, broken once; and each way to grow, which breaks none.

use serde_json::{Value, json};

use super::{breaking_changes, report};

fn released() -> Value {
    json!({
        "servers": [{"url": "/v1"}],
        "paths": {"/books/{book}": {
            "parameters": [{"name": "book", "in": "path", "required": true, "schema": {"type": "string"}}],
            "get": {
                "operationId": "getBook",
                "parameters": [
                    {"$ref": "#/components/parameters/Limit"},
                    {"name": "sort", "in": "query", "schema": {"enum": ["new", "old"]}}
                ],
                "security": [],
                "responses": {
                    "200": {
                        "headers": {"ETag": {"required": true, "schema": {"type": "string"}}},
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Book"}},
                            "application/cbor": {"schema": {"$ref": "#/components/schemas/Book"}}
                        }
                    },
                    "404": {"description": "no"}
                }
            },
            "put": {
                "operationId": "putBook",
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/BookBody"}}}},
                "responses": {"204": {"description": "done"}}
            }
        }},
        "components": {
            "parameters": {"Limit": {
                "name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 100}
            }},
            "schemas": {
                "Book": {
                    "type": "object",
                    "properties": {
                        "id": {"type": "string"},
                        "title": {"type": "string"},
                        "kind": {"type": "string", "enum": ["novel", "poem"]},
                        "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Book"}}
                    },
                    "required": ["id"]
                },
                "BookBody": {
                    "type": "object",
                    "properties": {"title": {"type": "string", "maxLength": 200}, "pages": {"type": "integer"}},
                    "required": ["title"]
                }
            }
        }
    })
}

/// The breaking changes once this place holds another value; none means that nothing is there.
fn after(pointer: &str, value: Option<Value>) -> Vec<String> {
    let mut now = released();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let name = name.replace("~1", "/").replace("~0", "~");
    match (now.pointer_mut(parent).unwrap(), value) {
        (Value::Object(members), Some(value)) => drop(members.insert(name, value)),
        (Value::Object(members), None) => drop(members.remove(&name).unwrap()),
        (Value::Array(items), Some(value)) if name == "-" => items.push(value),
        (Value::Array(items), Some(value)) => items[name.parse::<usize>().unwrap()] = value,
        (Value::Array(items), None) => drop(items.remove(name.parse().unwrap())),
        _ => panic!("{pointer}"),
    }
    breaking_changes(&released(), &now).iter().map(ToString::to_string).collect()
}

const BOOK: &str = "/components/schemas/Book";
const BODY: &str = "/components/schemas/BookBody";
const GET: &str = "/paths/~1books~1{book}/get";
const PUT: &str = "/paths/~1books~1{book}/put";

#[track_caller]
fn breaks(pointer: &str, value: Option<Value>, said: &str) {
    let found = after(pointer, value);
    assert!(found.iter().any(|line| line == said), "{found:#?}");
}

#[test]
fn what_is_the_same_breaks_nothing() {
    assert_eq!(breaking_changes(&released(), &released()), []);
    assert_eq!(report(&[]), None);
}

#[test]
fn a_path_stays() {
    breaks("/paths/~1books~1{book}", None, "/paths/~1books~1{book}: the path is gone");
}

#[test]
fn all_paths_stay_where_they_are() {
    breaks("/servers/0/url", Some(json!("/v2")), "/servers/0/url: all paths have moved");
}

#[test]
fn an_operation_stays() {
    breaks(PUT, None, &format!("{PUT}: the operation is gone"));
}

#[test]
fn an_operation_keeps_its_name() {
    let said = format!("{GET}/operationId: 'getBook' is now called 'showBook'");
    breaks(&format!("{GET}/operationId"), Some(json!("showBook")), &said);
}

#[test]
fn what_is_open_stays_open() {
    breaks(
        &format!("{GET}/security"),
        Some(json!([{"bearer": []}])),
        &format!("{GET}/security: credentials are newly needed"),
    );
}

#[test]
fn a_parameter_stays() {
    breaks(
        &format!("{GET}/parameters/0"),
        None,
        "/components/parameters/Limit: the parameter 'limit' is gone",
    );
}

#[test]
fn a_parameter_stays_optional() {
    let said = "/components/parameters/Limit: the parameter 'limit' is newly required";
    breaks("/components/parameters/Limit/required", Some(json!(true)), said);
}

#[test]
fn a_new_parameter_is_optional() {
    let new = |required: bool| Some(json!({"name": "shelf", "in": "query", "required": required}));
    let said = format!("{GET}/parameters/2: the new parameter 'shelf' is required");
    breaks(&format!("{GET}/parameters/-"), new(true), &said);
    assert_eq!(after(&format!("{GET}/parameters/-"), new(false)), [""; 0]);
}

#[test]
fn a_parameter_keeps_its_range() {
    let schema = "/components/parameters/Limit/schema";
    breaks(
        &format!("{schema}/maximum"),
        Some(json!(50)),
        &format!("{schema}/maximum: it was 100, and is narrowed to 50"),
    );
    breaks(
        &format!("{schema}/minimum"),
        Some(json!(2)),
        &format!("{schema}/minimum: it was 1, and is narrowed to 2"),
    );
    breaks(
        &format!("{schema}/pattern"),
        Some(json!("^1")),
        &format!("{schema}/pattern: the rule is another one than before"),
    );
    assert_eq!(after(&format!("{schema}/maximum"), Some(json!(200))), [""; 0]);
    assert_eq!(after(&format!("{schema}/minimum"), None), [""; 0]);
}

#[test]
fn a_value_of_an_enumeration_stays() {
    breaks(
        &format!("{GET}/parameters/1/schema/enum/1"),
        None,
        &format!("{GET}/parameters/1/schema/enum: the value \"old\" is gone"),
    );
    breaks(
        &format!("{BOOK}/properties/kind/enum/1"),
        None,
        &format!("{BOOK}/properties/kind/enum: the value \"poem\" is gone"),
    );
    assert_eq!(after(&format!("{BOOK}/properties/kind/enum/-"), Some(json!("essay"))), [""; 0]);
}

#[test]
fn a_status_stays() {
    breaks(&format!("{GET}/responses/404"), None, &format!("{GET}/responses/404: the status 404 is gone"));
}

#[test]
fn a_media_type_stays() {
    let pointer = format!("{GET}/responses/200/content/application~1cbor");
    breaks(&pointer, None, &format!("{pointer}: the media type is gone"));
    let pointer = format!("{PUT}/requestBody/content/application~1json");
    breaks(&pointer, None, &format!("{pointer}: the media type is gone"));
}

#[test]
fn a_header_stays() {
    let pointer = format!("{GET}/responses/200/headers/ETag");
    breaks(&pointer, None, &format!("{pointer}: the header 'ETag' is gone"));
    breaks(
        &format!("{pointer}/required"),
        None,
        &format!("{pointer}: the header 'ETag' is no longer always there"),
    );
}

#[test]
fn a_property_of_an_answer_stays() {
    breaks(
        &format!("{BOOK}/properties/title"),
        None,
        &format!("{BOOK}/properties/title: the property 'title' is gone"),
    );
    breaks(
        &format!("{BOOK}/required/0"),
        None,
        &format!("{BOOK}/required: the property 'id' is no longer always there"),
    );
    assert_eq!(after(&format!("{BOOK}/required/-"), Some(json!("title"))), [""; 0]);
    assert_eq!(after(&format!("{BOOK}/properties/year"), Some(json!({"type": "integer"}))), [""; 0]);
}

#[test]
fn a_property_of_a_request_stays_taken() {
    breaks(
        &format!("{BODY}/properties/pages"),
        None,
        &format!("{BODY}/properties/pages: the property 'pages' is gone"),
    );
    breaks(
        &format!("{BODY}/required/-"),
        Some(json!("pages")),
        &format!("{BODY}/required: the property 'pages' is newly required"),
    );
    let refused = format!("{BODY}/additionalProperties: unknown members were ignored, and are newly refused");
    breaks(&format!("{BODY}/additionalProperties"), Some(json!(false)), &refused);
    assert_eq!(after(&format!("{BODY}/required/0"), None), [""; 0]);
}

#[test]
fn a_request_keeps_no_further_rule() {
    let further = Some(json!([{"required": ["pages"]}]));
    let said = format!("{BODY}/allOf: the rule is another one than before");
    breaks(&format!("{BODY}/allOf"), further.clone(), &said);
    assert_eq!(after(&format!("{BOOK}/allOf"), further), [""; 0]);
}

#[test]
fn a_type_stays() {
    let sent = format!("{BODY}/properties/pages/type");
    breaks(&sent, Some(json!("string")), &format!("{sent}: it was integer, and is string"));
    assert_eq!(after(&sent, Some(json!("number"))), [""; 0]);
    let answered = format!("{BOOK}/properties/title/type");
    breaks(
        &answered,
        Some(json!(["string", "null"])),
        &format!("{answered}: it was string, and is string or null"),
    );
}

#[test]
fn content_does_not_become_required() {
    breaks(
        &format!("{PUT}/requestBody/required"),
        Some(json!(true)),
        &format!("{PUT}/requestBody: the request body is newly required"),
    );
    breaks(
        &format!("{PUT}/requestBody"),
        None,
        &format!("{PUT}/requestBody: the request body is no longer accepted"),
    );
    let content = Some(json!({"required": true, "content": {}}));
    breaks(
        &format!("{GET}/requestBody"),
        content,
        &format!("{GET}/requestBody: the request body is newly required"),
    );
}

#[test]
fn the_report_says_what_where_and_what_to_do_instead() {
    let mut now = released();
    now["paths"] = json!({});
    let told = report(&breaking_changes(&released(), &now)).unwrap();
    for part in ["/paths/~1books~1{book}", "the path is gone", "beside", "Deprecation", "Sunset"] {
        assert!(told.contains(part), "{told}");
    }
}
