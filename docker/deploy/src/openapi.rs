//! The operations of a service that can be read without knowledge of its data, found in its OpenAPI document.

use serde_json::{Map, Value};

/// The paths of all GET operations that can be requested as they are. Their paths have no parameters, since an example need
/// not exist in the data, and they require neither a token nor a query parameter without an example or a default. Lists are requested with
/// one item. So each collection, and through it each source, is read once.
pub(crate) fn reads(document: &Value) -> Vec<String> {
    let Some(paths) = document.get("paths").and_then(Value::as_object) else { return Vec::new() };
    let items = paths.iter().filter_map(|(path, item)| read(document, path, item));
    let mut reads: Vec<String> = items.collect();
    reads.dedup();
    reads
}

fn read(document: &Value, path: &str, item: &Value) -> Option<String> {
    let operation = item.get("get")?;
    if needs_token(operation.get("security").or_else(|| document.get("security"))) {
        return None;
    }
    let parameters: Vec<&Value> = [operation, item]
        .into_iter()
        .filter_map(|holder| holder.get("parameters")?.as_array())
        .flatten()
        .map(|parameter| resolved(document, parameter))
        .collect();
    let base = server(operation).or_else(|| server(item)).or_else(|| server(document)).unwrap_or_default();
    let mut query = Vec::new();
    for parameter in &parameters {
        let name = parameter.get("name")?.as_str()?;
        let required = parameter.get("required").and_then(Value::as_bool).unwrap_or_default();
        match (parameter.get("in")?.as_str()?, sample(parameter)) {
            ("query", _) if name == "limit" => query.push("limit=1".to_owned()),
            ("query", sample) if required => query.push(format!("{name}={}", sample?)),
            _ if required => return None,
            _ => {}
        }
    }
    if path.contains('{') {
        return None;
    }
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    Some(format!("{}{path}{query}", base.trim_end_matches('/')))
}

/// Whether there is no way without credentials. An empty requirement is such a way.
fn needs_token(security: Option<&Value>) -> bool {
    let requirements = security.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let is_empty = |requirement: &Value| requirement.as_object().is_none_or(Map::is_empty);
    !requirements.is_empty() && !requirements.iter().any(is_empty)
}

/// The path of the first server, its variables set to their defaults. Servers elsewhere are not requested here.
fn server(holder: &Value) -> Option<String> {
    let server = holder.get("servers")?.as_array()?.first()?;
    let mut url = server.get("url")?.as_str()?.to_owned();
    for (name, variable) in server.get("variables").and_then(Value::as_object).unwrap_or(&Map::new()) {
        url = url.replace(&format!("{{{name}}}"), variable.get("default")?.as_str()?);
    }
    match url.split_once("://") {
        Some((_, rest)) => Some(rest.find('/').map_or(String::new(), |path| rest[path..].to_owned())),
        None => Some(url),
    }
}

fn resolved<'d>(document: &'d Value, parameter: &'d Value) -> &'d Value {
    let reference = parameter.get("$ref").and_then(Value::as_str);
    let pointer = reference.and_then(|reference| reference.strip_prefix('#'));
    pointer.and_then(|pointer| document.pointer(pointer)).unwrap_or(parameter)
}

fn sample(parameter: &Value) -> Option<String> {
    let examples = parameter.get("examples").and_then(Value::as_object);
    let value = parameter
        .get("example")
        .or_else(|| examples?.values().next()?.get("value"))
        .or_else(|| parameter.pointer("/schema/default"))?;
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
