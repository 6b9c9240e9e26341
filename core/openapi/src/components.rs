//! The parts that several operations share, written once and referred to.

use std::collections::BTreeMap;

use http::HeaderName;
use ogrom_core_resource::describe::Field;
use serde_json::{Map, Value, json};

use crate::schemas::Schemas;

/// The components of a document, as they are met.
#[derive(Debug)]
pub(crate) struct Components {
    pub(crate) schemas: Schemas,
    shared: BTreeMap<&'static str, Map<String, Value>>,
}

// === impl Components ===

impl Components {
    pub(crate) fn new() -> Self {
        Self { schemas: Schemas::new(), shared: BTreeMap::new() }
    }

    /// A reference to this component, or the component itself if another one has its name.
    pub(crate) fn share(&mut self, kind: &'static str, name: &str, component: Value) -> Value {
        let known = self.shared.entry(kind).or_default().entry(name).or_insert_with(|| component.clone());
        if *known == component { json!({"$ref": format!("#/components/{kind}/{name}")}) } else { component }
    }

    /// A header field of a response.
    pub(crate) fn header(&mut self, field: &Field) -> Value {
        let name = shown(&field.name);
        let name = if field.always { name } else { format!("Optional-{name}") };
        let mut header = json!({"description": field.about, "schema": schema(&field.name)});
        if field.always {
            header["required"] = true.into();
        }
        self.share("headers", &name, header)
    }

    /// A header field of a request.
    pub(crate) fn field(&mut self, field: &Field) -> Value {
        let name = shown(&field.name);
        let parameter = json!({
            "name": name,
            "in": "header",
            "description": field.about,
            "required": field.always,
            "schema": schema(&field.name),
        });
        // Where the same field is required here and optional there, the later one gets a longer name.
        let taken = self.shared.get("parameters").and_then(|known| known.get(&name));
        let other = if field.always { format!("Required-{name}") } else { format!("Optional-{name}") };
        let component = if taken.is_none_or(|known| *known == parameter) { name } else { other };
        self.share("parameters", &component, parameter)
    }

    pub(crate) fn finish(self) -> (Schemas, BTreeMap<&'static str, Map<String, Value>>) {
        (self.schemas, self.shared)
    }
}

/// The name of a field as people write it.
pub(crate) fn shown(name: &HeaderName) -> String {
    match name.as_str() {
        "etag" => "ETag".to_owned(),
        "www-authenticate" => "WWW-Authenticate".to_owned(),
        "ratelimit" => "RateLimit".to_owned(),
        "ratelimit-policy" => "RateLimit-Policy".to_owned(),
        other => pascal(other, "-"),
    }
}

/// The words between dashes, each with a capital.
pub(crate) fn pascal(text: &str, between: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    };
    text.split('-').map(capital).collect::<Vec<_>>().join(between)
}

fn schema(name: &HeaderName) -> Value {
    match name.as_str() {
        // The whole value may be in quotes; blanks or quotes alone are no name.
        "idempotency-key" => {
            json!({"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]*[!#-~][ -~]*$"})
        }
        "retry-after" => json!({"type": "integer", "format": "int64", "minimum": 0}),
        _ => json!({"type": "string"}),
    }
}
