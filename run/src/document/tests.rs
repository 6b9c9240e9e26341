//! The committed document is the service's, keeps what was released, and is sound.

use std::{fs, path::PathBuf};

use ogrom_core_openapi::{Detail, Document, compatibility};
use serde_json::{Value, json};

use crate::{Cli, Command, command, routes};

/// How the committed document is made again.
const MEND: &str = "cargo run -q -- openapi > run/openapi/v1.json";

/// The document that clients are generated from.
fn now() -> Document {
    in_detail(Detail::Plain)
}

fn in_detail(detail: Detail) -> Document {
    let Ok(Command::Openapi(command)) = Cli::from_arguments(["ogrom", "openapi"]).map(Cli::into_command)
    else {
        panic!("it prints the document")
    };
    routes::document(&command::over_nothing(command.locales).unwrap(), detail).unwrap()
}

fn committed(file: &str) -> String {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("openapi").join(file);
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// Every value of this name below a value.
fn each<'a>(value: &'a Value, name: &str, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get(name));
            members.values().for_each(|member| each(member, name, found));
        }
        Value::Array(items) => items.iter().for_each(|item| each(item, name, found)),
        _ => {}
    }
}

/// The schema at a pointer of the document, with all that it refers to.
fn schema(document: &Value, pointer: &str) -> Value {
    json!({"$ref": format!("#{pointer}"), "components": document["components"]})
}

#[test]
fn the_committed_document_is_that_of_the_service() {
    assert!(now().to_json() == committed("v1.json"), "the API has changed. To have it so: {MEND}");
}

/// The full document holds all promises, so that it is compared with the released one.
#[test]
fn the_document_only_grows() {
    let released = serde_json::from_str(&committed("released/v1.json")).unwrap();
    let full = in_detail(Detail::Full);
    if let Some(report) = compatibility::report(&compatibility::breaking_changes(&released, full.value())) {
        panic!("{report}");
    }
}

#[test]
fn the_plain_document_promises_nothing_that_the_full_one_does_not() {
    let (mut plain, full) = (now().value().clone(), in_detail(Detail::Full));
    // It lists them one by one.
    plain["servers"] = full.value()["servers"].clone();
    if let Some(report) = compatibility::report(&compatibility::breaking_changes(&plain, full.value())) {
        panic!("{report}");
    }
}

#[test]
fn every_example_keeps_to_its_schema() {
    let document = now();
    let document = document.value();
    let mut checked = 0;
    for (name, component) in document["components"]["schemas"].as_object().unwrap() {
        let schema = schema(document, &format!("/components/schemas/{name}"));
        let validator = jsonschema::validator_for(&schema).unwrap();
        for example in component["examples"].as_array().into_iter().flatten() {
            let faults: Vec<_> = validator.iter_errors(example).map(|fault| fault.to_string()).collect();
            assert!(faults.is_empty(), "{name}: {faults:?}");
            checked += 1;
        }
    }
    assert!(checked >= 11, "{checked}");
}

#[test]
fn what_clients_are_made_from_is_there() {
    let document = now();
    let document = document.value();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if ["parameters", "servers"].contains(&method.as_str()) {
                continue;
            }
            for word in ["operationId", "summary", "description"] {
                assert!(
                    operation[word].as_str().is_some_and(|text| text.len() > 2),
                    "{method} {path}: {word}"
                );
            }
            assert!(operation["security"].is_array() && operation["responses"]["500"].is_object(), "{path}");
        }
    }
    let mut found = Vec::new();
    each(document, "anyOf", &mut found);
    assert!(found.is_empty(), "generators of clients do not understand {found:?}");
}

#[test]
fn every_link_names_what_is_in_the_answer() {
    let document = now();
    let document = document.value();
    let mut checked = 0;
    for item in document["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values() {
            for response in
                operation["responses"].as_object().into_iter().flatten().map(|(_, response)| response)
            {
                for link in response["links"].as_object().into_iter().flatten().map(|(_, link)| link) {
                    let content = &response["content"]["application/json"]["schema"];
                    for value in link["parameters"].as_object().unwrap().values() {
                        let Some(pointer) = value.as_str().unwrap().strip_prefix("$response.body#") else {
                            continue;
                        };
                        assert!(leads(document, content, pointer), "{link} in {content}");
                        checked += 1;
                    }
                }
            }
        }
    }
    assert!(checked > 10, "{checked}");
}

/// Whether values of this schema have something at the pointer.
fn leads(document: &Value, schema: &Value, pointer: &str) -> bool {
    let mut schema = schema;
    for segment in pointer.split('/').skip(1) {
        while let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            schema = document.pointer(reference.trim_start_matches('#')).unwrap();
        }
        schema = if segment == "0" { &schema["items"] } else { &schema["properties"][segment] };
    }
    schema["type"] == "string"
}
