//! Schemas as named components. Those of requests are apart from those of responses until it is known which are the
//! same.

use std::collections::{BTreeMap, BTreeSet};

use ogrom_core_resource::describe::SchemaOf;
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use crate::{DocumentError, transform};

const SCHEMAS: &str = "#/components/schemas/";
const REQUESTS: &str = "#/components/requests/";

/// The suffix of a type's name for its merge patch.
const PATCH: &str = "Patch";

/// The suffix of a type's name in requests if it differs in responses.
const INPUT: &str = "Input";

/// The schemas of a document, collected on demand.
#[derive(Debug)]
pub(crate) struct Schemas {
    answers: SchemaGenerator,
    requests: SchemaGenerator,
    /// The types of requests that there are merge patches of.
    patched: BTreeSet<String>,
}

// === impl Schemas ===

impl Schemas {
    pub(crate) fn new() -> Self {
        let settings = |path: &'static str| {
            SchemaSettings::draft2020_12().with(|settings| {
                settings.definitions_path = path.into();
                settings.meta_schema = None;
            })
        };
        Self {
            answers: settings("/components/schemas").for_serialize().into_generator(),
            requests: settings("/components/requests").for_deserialize().into_generator(),
            patched: BTreeSet::new(),
        }
    }

    /// The schema of a response.
    pub(crate) fn answer(&mut self, of: SchemaOf) -> Value {
        let mut schema = of(&mut self.answers).to_value();
        transform::without_null(&mut schema);
        transform::answer(&mut schema);
        schema
    }

    /// The schema of a request.
    pub(crate) fn request(&mut self, of: SchemaOf) -> Value {
        let mut schema = of(&mut self.requests).to_value();
        transform::request(&mut schema);
        schema
    }

    /// The properties of an object that is sent, each with whether it is required, in place of the object: parameters, for
    /// which there is no null.
    pub(crate) fn properties(&mut self, of: SchemaOf) -> Vec<(String, Value, bool)> {
        let schema = self.request(of);
        let mut schema = match referred_request(&schema) {
            Some(name) => self.requests.definitions().get(name).cloned().unwrap_or_default(),
            None => schema,
        };
        transform::answer(&mut schema);
        let required: BTreeSet<_> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let properties = schema["properties"].as_object().into_iter().flatten();
        properties.map(|(name, schema)| (name.clone(), schema.clone(), required.contains(&**name))).collect()
    }

    /// The schema of a merge patch (RFC 7396) of a request.
    pub(crate) fn merge_patch(&mut self, of: SchemaOf) -> Value {
        let schema = self.request(of);
        match referred_request(&schema) {
            Some(name) => {
                self.patched.insert(name.to_owned());
                json!({"$ref": format!("{REQUESTS}{name}{PATCH}")})
            }
            None => json!({}),
        }
    }

    /// The components that the document refers to; afterwards it refers to them by their final names.
    pub(crate) fn finish(mut self, document: &mut Value) -> Result<Map<String, Value>, DocumentError> {
        let mut answers = self.answers.take_definitions(true);
        let mut requests = self.requests.take_definitions(true);
        answers.values_mut().for_each(transform::answer);
        requests.values_mut().for_each(transform::request);
        for name in &self.patched {
            if let Some(source) = requests.get(name) {
                let patch = merge_patch_of(source);
                requests.insert(format!("{name}{PATCH}"), patch);
            }
        }
        if let Some(name) = numbered(&answers).or_else(|| numbered(&requests)) {
            return Err(DocumentError::Schema(name));
        }
        let names = names(&answers, &requests);
        requests.values_mut().for_each(|schema| rename(schema, &names));
        rename(document, &names);
        for (name, schema) in requests {
            let name = &names[&name];
            if name.ends_with(INPUT) && answers.contains_key(name) {
                return Err(DocumentError::Schema(name.clone()));
            }
            answers.insert(name.clone(), schema);
        }
        Ok(reachable(document, answers))
    }
}

/// The type of requests that a schema refers to.
fn referred_request(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix(REQUESTS)
}

/// A name that schemars has made unique by a number, if the same name exists without it.
fn numbered(schemas: &Map<String, Value>) -> Option<String> {
    let is_second = |name: &&String| {
        let bare = name.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        (bare..name.len()).any(|end| schemas.contains_key(&name[..end]))
    };
    schemas.keys().find(is_second).cloned()
}

/// The final name of each type of a request: its own, unless responses have a different type of that name.
fn names(answers: &Map<String, Value>, requests: &Map<String, Value>) -> BTreeMap<String, String> {
    let mut own: BTreeMap<String, String> =
        requests.keys().map(|name| (name.clone(), name.clone())).collect();
    loop {
        let differs = |name: &&String| {
            let mut schema = requests[*name].clone();
            rename(&mut schema, &own);
            own[*name] == **name && answers.get(*name).is_some_and(|answer| *answer != schema)
        };
        let others: Vec<_> = requests.keys().filter(differs).cloned().collect();
        if others.is_empty() {
            return own;
        }
        // A type that refers to one of these differs by that, as the next round finds.
        own.extend(others.into_iter().map(|name| (name.clone(), format!("{name}{INPUT}"))));
    }
}

/// Gives references to types of requests their final names.
fn rename(value: &mut Value, names: &BTreeMap<String, String>) {
    match value {
        Value::Object(members) => members.iter_mut().for_each(|(name, member)| match member {
            Value::String(text) if name == "$ref" => {
                if let Some(name) = text.strip_prefix(REQUESTS).and_then(|name| names.get(name)) {
                    *text = format!("{SCHEMAS}{name}");
                }
            }
            _ => rename(member, names),
        }),
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, names)),
        _ => {}
    }
}

/// The schemas that the document refers to, directly or by way of others.
fn reachable(document: &Value, mut all: Map<String, Value>) -> Map<String, Value> {
    let mut open = Vec::new();
    referred(document, &mut open);
    let mut found = Map::new();
    while let Some(name) = open.pop() {
        if let Some(schema) = all.remove(&name) {
            referred(&schema, &mut open);
            found.insert(name, schema);
        }
    }
    found
}

fn referred(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            let reference = members.get("$ref").and_then(Value::as_str);
            found.extend(reference.and_then(|text| text.strip_prefix(SCHEMAS)).map(str::to_owned));
            members.values().for_each(|member| referred(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| referred(item, found)),
        _ => {}
    }
}

/// RFC 7396: null removes an optional member, and no member is required.
fn merge_patch_of(source: &Value) -> Value {
    let mut patch = source.clone();
    let Some(keywords) = patch.as_object_mut() else { return patch };
    let required = keywords.remove("required").unwrap_or_default();
    for (name, property) in
        keywords.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten()
    {
        if !transform::lists(&required, name) {
            transform::with_null(property);
        }
    }
    let optional = |example: &mut Value| {
        if let Some(members) = example.as_object_mut() {
            members.retain(|name, _| !transform::lists(&required, name));
        }
    };
    keywords.get_mut("examples").and_then(Value::as_array_mut).into_iter().flatten().for_each(optional);
    let about = keywords.get("description").and_then(Value::as_str).unwrap_or_default();
    let about = format!(
        "{about} As a merge patch (RFC 7396): absent members stay as they are, and null removes one."
    );
    keywords.insert("description".to_owned(), about.trim().into());
    patch
}

#[cfg(test)]
mod tests {
    use schemars::JsonSchema;

    use super::*;

    #[derive(JsonSchema)]
    struct Sha256(#[expect(dead_code, reason = "only its schema matters")] String);

    mod other {
        #[derive(schemars::JsonSchema)]
        pub(super) struct Sha256(#[expect(dead_code, reason = "only its schema matters")] i64);
    }

    #[test]
    fn a_name_of_two_types_is_refused_and_one_that_ends_in_a_digit_is_not() {
        let mut schemas = Schemas::new();
        let schema = schemas.answer(SchemaGenerator::subschema_for::<Sha256>);
        let components = schemas.finish(&mut json!({ "schema": schema })).unwrap();
        assert_eq!(components.keys().collect::<Vec<_>>(), ["Sha256"]);

        let mut schemas = Schemas::new();
        schemas.answer(SchemaGenerator::subschema_for::<Sha256>);
        schemas.answer(SchemaGenerator::subschema_for::<other::Sha256>);
        let refused = schemas.finish(&mut json!({})).unwrap_err().to_string();
        assert!(refused.starts_with("two types are called 'Sha256"), "{refused}");
    }
}
