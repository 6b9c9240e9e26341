//! Paths, operations, parameters, responses: the parts of them that must stay.

use serde_json::Value;

use super::{Comparison, Direction, member, members, schemas::compare};

/// The methods that a path may have.
pub(super) const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Compares all operations.
pub(super) fn operations(comparison: &mut Comparison<'_>) {
    let base = |document: &Value| document.pointer("/servers/0/url").cloned();
    if base(comparison.before) != base(comparison.after) {
        comparison.breaks("/servers/0/url", "all paths have moved");
    }
    for (path, item) in members(comparison.before, "paths") {
        let pointer = member("/paths", path);
        let Some(now) = comparison.after.pointer(&pointer) else {
            comparison.breaks(&pointer, "the path is gone");
            continue;
        };
        let operations = METHODS.into_iter().filter_map(|method| Some((method, item.get(method)?)));
        for (method, before) in operations {
            let pointer = member(&pointer, method);
            match now.get(method) {
                None => comparison.breaks(&pointer, "the operation is gone"),
                Some(after) => operation(comparison, (before, item), (after, now), &pointer),
            }
        }
    }
}

/// One operation, each with the item of its path, which may hold parameters too.
fn operation<'a>(
    comparison: &mut Comparison<'a>,
    before: (&'a Value, &'a Value),
    after: (&'a Value, &'a Value),
    pointer: &str,
) {
    let id = |operation: &'a Value| operation.get("operationId").and_then(Value::as_str);
    if id(before.0) != id(after.0) {
        let (old, new) = (id(before.0).unwrap_or_default(), id(after.0).unwrap_or_default());
        comparison.breaks(&member(pointer, "operationId"), format!("'{old}' is now called '{new}'"));
    }
    let open =
        |operation: &Value| operation.get("security").and_then(Value::as_array).is_none_or(Vec::is_empty);
    if open(before.0) && !open(after.0) {
        comparison.breaks(&member(pointer, "security"), "credentials are newly needed");
    }
    parameters(comparison, before, after, pointer);
    content_of_request(comparison, before.0, after.0, pointer);
    responses(comparison, before.0, after.0, pointer);
}

/// The parameters of an operation and its path, each with its location.
fn listed<'a>(
    resolve: impl Fn(&'a Value, String) -> (&'a Value, String),
    (operation, item): (&'a Value, &'a Value),
    pointer: &str,
) -> Vec<(&'a Value, String)> {
    let of = |holder: &'a Value, pointer: String| {
        let parameters = holder.get("parameters").and_then(Value::as_array).into_iter().flatten().enumerate();
        parameters.map(move |(i, parameter)| (parameter, format!("{pointer}/parameters/{i}")))
    };
    let path = pointer.rsplit_once('/').map_or("", |(path, _)| path);
    let all = of(operation, pointer.to_owned()).chain(of(item, path.to_owned()));
    all.map(|(parameter, pointer)| resolve(parameter, pointer)).collect()
}

fn parameters<'a>(
    comparison: &mut Comparison<'a>,
    before: (&'a Value, &'a Value),
    after: (&'a Value, &'a Value),
    pointer: &str,
) {
    let old = listed(|value, pointer| comparison.before(value, pointer), before, pointer);
    let new = listed(|value, pointer| comparison.after(value, pointer), after, pointer);
    let same =
        |one: &Value, other: &Value| one.get("name") == other.get("name") && one.get("in") == other.get("in");
    let required = |parameter: &Value| parameter.get("required").is_some_and(|required| *required == true);
    for (parameter, pointer) in &old {
        let name = parameter["name"].as_str().unwrap_or_default();
        let Some((now, there)) = new.iter().find(|(now, _)| same(parameter, now)) else {
            comparison.breaks(pointer, format!("the parameter '{name}' is gone"));
            continue;
        };
        if required(now) && !required(parameter) {
            comparison.breaks(there, format!("the parameter '{name}' is newly required"));
        }
        if let (Some(was), Some(is)) = (parameter.get("schema"), now.get("schema")) {
            let there = (member(pointer, "schema"), member(there, "schema"));
            compare(comparison, was, is, there, Direction::Sent);
        }
    }
    for (parameter, pointer) in new.iter().filter(|(now, _)| required(now)) {
        if !old.iter().any(|(known, _)| same(known, parameter)) {
            let name = parameter["name"].as_str().unwrap_or_default();
            comparison.breaks(pointer, format!("the new parameter '{name}' is required"));
        }
    }
}

fn content_of_request<'a>(
    comparison: &mut Comparison<'a>,
    before: &'a Value,
    after: &'a Value,
    pointer: &str,
) {
    let pointer = member(pointer, "requestBody");
    match (before.get("requestBody"), after.get("requestBody")) {
        (Some(was), Some(is)) => {
            let ((was, old), (is, new)) =
                (comparison.before(was, pointer.clone()), comparison.after(is, pointer));
            if is.get("required").is_some_and(|is| *is == true)
                && was.get("required").is_none_or(|was| *was != true)
            {
                comparison.breaks(&new, "the request body is newly required");
            }
            contents(comparison, was, is, (old, new), Direction::Sent);
        }
        (Some(_), None) => comparison.breaks(&pointer, "the request body is no longer accepted"),
        (None, Some(is)) if is.get("required").is_some_and(|is| *is == true) => {
            comparison.breaks(&pointer, "the request body is newly required");
        }
        (None, _) => {}
    }
}

/// The media types of a message, with their schemas.
fn contents<'a>(
    comparison: &mut Comparison<'a>,
    before: &'a Value,
    after: &'a Value,
    (old, new): (String, String),
    direction: Direction,
) {
    for (media_type, was) in members(before, "content") {
        let there = |pointer: &str| member(&member(pointer, "content"), media_type);
        let Some(is) = after.get("content").and_then(|content| content.get(media_type)) else {
            comparison.breaks(&there(&old), "the media type is gone");
            continue;
        };
        if let (Some(was), Some(is)) = (was.get("schema"), is.get("schema")) {
            let there = (member(&there(&old), "schema"), member(&there(&new), "schema"));
            compare(comparison, was, is, there, direction);
        }
    }
}

fn responses<'a>(comparison: &mut Comparison<'a>, before: &'a Value, after: &'a Value, pointer: &str) {
    let pointer = member(pointer, "responses");
    for (status, was) in members(before, "responses") {
        let pointer = member(&pointer, status);
        let Some(is) = after.get("responses").and_then(|responses| responses.get(status)) else {
            comparison.breaks(&pointer, format!("the status {status} is gone"));
            continue;
        };
        let ((was, old), (is, new)) =
            (comparison.before(was, pointer.clone()), comparison.after(is, pointer));
        headers(comparison, was, is, (&old, &new));
        contents(comparison, was, is, (old, new), Direction::Answered);
    }
}

fn headers<'a>(
    comparison: &mut Comparison<'a>,
    before: &'a Value,
    after: &'a Value,
    (old, new): (&str, &str),
) {
    for (name, was) in members(before, "headers") {
        let pointer = |there: &str| member(&member(there, "headers"), name);
        let Some(is) = after.get("headers").and_then(|headers| headers.get(name)) else {
            comparison.breaks(&pointer(old), format!("the header '{name}' is gone"));
            continue;
        };
        let ((was, _), (is, there)) =
            (comparison.before(was, pointer(old)), comparison.after(is, pointer(new)));
        let always = |header: &Value| header.get("required").is_some_and(|required| *required == true);
        if always(was) && !always(is) {
            comparison.breaks(&there, format!("the header '{name}' is no longer always there"));
        }
    }
}
