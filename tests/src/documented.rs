//! Checks the responses of a service against its own document.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex},
};

use jsonschema::{Validator, error::ValidationErrorKind};
use ogrom_core_openapi::Detail;
use ogrom_protocols_model::Locales;
use ogrom_run::{Cli, Command, routes, sources::Sources};
use ogrom_server::Services;
use ogrom_sources_fashion_memory::Memory;
use serde_json::{Value, json};

use crate::client::Answer;

/// The document of the service, with its default locales.
static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let Ok(Command::Openapi(command)) = Cli::from_arguments(["ogrom", "openapi"]).map(Cli::into_command)
    else {
        unreachable!("this is the command that prints the document")
    };
    document(command.locales)
});

/// The validators of content, by the pointer to its schema.
static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);

fn document(locales: Locales) -> Value {
    let services = Services::of_system(locales);
    let service = routes::service(&Sources::all_from(&Arc::new(Memory::default())), &services);
    let document = routes::document(&service.expect("the routes fit together"), Detail::Full);
    document.expect("the service has a document").value().clone()
}

/// How a response contradicts the document; absent if it does not, and if the document does not have the target.
pub fn contradiction(method: &str, target: &str, answer: &Answer) -> Option<String> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let item = item(path)?;
    let operation = match method {
        "HEAD" => "get".to_owned(),
        other if other == other.to_uppercase() => other.to_lowercase(),
        _ => return None,
    };
    let pointer = format!("{item}/{operation}");
    let operation = DOCUMENT.pointer(&pointer)?;
    // The table's decisions come before any operation: another spelling, and an invalid prefix.
    let of_table = answer.status == 308 || answer.json["type"] == "/problems/unknown-locale";
    if of_table {
        return None;
    }
    let id = operation["operationId"].as_str().unwrap_or_default();
    let Some((response, pointer)) = resolve(format!("{pointer}/responses/{}", answer.status)) else {
        return Some(format!("{id} has no status {}", answer.status));
    };
    // The document says that members may be absent then, which no schema can.
    let is_sparse = query.split('&').any(|parameter| parameter.starts_with("fields="));
    headers(response, answer)
        .or_else(|| content(method, response, &pointer, answer, is_sparse))
        .map(|told| format!("{id}: {told}"))
}

/// The value of the document at a pointer, or the one that it refers to, and its place.
fn resolve(pointer: String) -> Option<(&'static Value, String)> {
    let value = DOCUMENT.pointer(&pointer)?;
    match value.get("$ref").and_then(Value::as_str) {
        Some(reference) => resolve(reference.trim_start_matches('#').to_owned()),
        None => Some((value, pointer)),
    }
}

/// The pointer to the item of a path.
fn item(path: &str) -> Option<String> {
    let items = DOCUMENT["paths"].as_object()?;
    let here = |(template, item): (&String, &Value)| {
        let servers = item.get("servers").unwrap_or(&DOCUMENT["servers"]);
        let server = &servers[0];
        let base = server["url"].as_str()?;
        let whole = format!("{}{template}", base.trim_end_matches('/'));
        fits(&whole, path, &server["variables"]).then(|| format!("/paths/{}", template.replace('/', "~1")))
    };
    items.iter().find_map(here)
}

fn fits(template: &str, path: &str, variables: &Value) -> bool {
    let mut segments = path.split('/');
    let fits = |expected: &str| {
        let Some(found) = segments.next() else { return false };
        match expected.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            None => expected == found,
            Some(name) => match variables[name]["enum"].as_array() {
                Some(values) => values.iter().any(|value| value == found),
                None => !found.is_empty(),
            },
        }
    };
    template.split('/').all(fits) && segments.next().is_none()
}

fn headers(response: &Value, answer: &Answer) -> Option<String> {
    for (name, header) in response["headers"].as_object().into_iter().flatten() {
        let header = header["$ref"].as_str().and_then(|at| DOCUMENT.pointer(&at[1..])).unwrap_or(header);
        if header["required"] == true && !answer.headers.contains_key(name.as_str()) {
            return Some(format!("{} comes without {name}", answer.status));
        }
    }
    None
}

fn content(
    method: &str,
    response: &Value,
    pointer: &str,
    answer: &Answer,
    is_sparse: bool,
) -> Option<String> {
    let Some(media_type) = answer.header("content-type") else {
        let lacks = method != "HEAD" && !answer.content.is_empty();
        return lacks.then(|| format!("{} has content without a type", answer.status));
    };
    let Some(described) = response["content"].get(media_type) else {
        return Some(format!("{} does not come in {media_type}", answer.status));
    };
    let schema = described.get("schema").filter(|_| method != "HEAD")?;
    let validator = validator(&format!("{pointer}/content/{media_type}"), schema);
    let counts =
        |kind: &ValidationErrorKind| !is_sparse || !matches!(kind, ValidationErrorKind::Required { .. });
    let faults = validator.iter_errors(&answer.json).filter(|fault| counts(fault.kind()));
    let faults: Vec<_> = faults.map(|fault| fault.to_string()).collect();
    (!faults.is_empty()).then(|| format!("{} has other content: {}", answer.status, faults.join("; ")))
}

/// The validator of a schema in the document.
fn validator(name: &str, schema: &Value) -> Arc<Validator> {
    let mut known = VALIDATORS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let make = || {
        let whole = json!({"allOf": [schema], "components": DOCUMENT["components"]});
        Arc::new(jsonschema::validator_for(&whole).expect("the document's schemas are schemas"))
    };
    Arc::clone(known.entry(name.to_owned()).or_insert_with(make))
}
