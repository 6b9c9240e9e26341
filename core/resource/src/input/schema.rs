//! Judges a JSON value by a JSON Schema, and names all faults.
//!
//! It knows the keywords that `schemars` derives. A schema with any other is refused when the endpoint is built, so that
//! no rule that a document promises goes unchecked.

mod keywords;
mod rules;

use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde_json::{Map, Value};

use self::{
    keywords::unknown_keyword,
    rules::{is_of, length_faults, number_faults, types},
};
use crate::Invalid;

/// A schema that values are held against.
#[derive(Debug, Clone)]
pub(crate) struct Checker {
    schema: Value,
    passes_empty: bool,
}

// === impl Checker ===

impl Checker {
    /// The checker of a type.
    ///
    /// # Panics
    ///
    /// Where the type's schema has a keyword that is not judged here.
    pub(crate) fn of<T: JsonSchema>() -> Self {
        let generator = SchemaSettings::draft2020_12().for_deserialize().into_generator();
        Self::new(&generator.into_root_schema_for::<T>())
    }

    /// The checker that lets everything pass.
    pub(crate) fn anything() -> &'static Self {
        const { &Self { schema: Value::Bool(true), passes_empty: true } }
    }

    fn new(schema: &Schema) -> Self {
        let schema = schema.as_value().clone();
        if let Some(keyword) = unknown_keyword(&schema) {
            panic!("the schema of an input has the keyword '{keyword}', which the engine does not check");
        }
        let mut checker = Self { schema, passes_empty: false };
        checker.passes_empty = checker.check(&Value::Object(Map::new())).is_empty();
        checker
    }

    /// Whether it stands for content that is not there.
    pub(crate) fn is_of_nothing(&self) -> bool {
        self.schema.get("type").is_some_and(|name| name == "null")
    }

    /// The schema of a property of the root, references followed.
    pub(crate) fn property(&self, name: &str) -> Option<&Value> {
        Some(self.resolve(self.schema.get("properties")?.get(name)?))
    }

    /// The names of all properties of the root.
    pub(crate) fn properties(&self) -> impl Iterator<Item = &str> {
        let properties = self.schema.get("properties").and_then(Value::as_object);
        properties.into_iter().flat_map(Map::keys).map(String::as_str)
    }

    /// Whether an object without members is valid. Found out once: most requests have no query.
    pub(crate) fn passes_empty(&self) -> bool {
        self.passes_empty
    }

    /// Everything that is wrong with a value; nothing where it is valid.
    pub(crate) fn check(&self, value: &Value) -> Vec<Invalid> {
        let mut faults = Vec::new();
        self.judge(&self.schema, value, &mut String::new(), &mut faults);
        faults
    }

    fn resolve<'s>(&'s self, schema: &'s Value) -> &'s Value {
        let target =
            schema.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix('#'));
        target.and_then(|pointer| self.schema.pointer(pointer)).unwrap_or(schema)
    }

    fn judge(&self, schema: &Value, value: &Value, at: &mut String, faults: &mut Vec<Invalid>) {
        let schema = match schema {
            Value::Bool(true) => return,
            Value::Bool(false) => return faults.push(Invalid::content(&*at, "false", "must not be there")),
            schema => self.resolve(schema),
        };
        let mut fault =
            |code: &'static str, message: String| faults.push(Invalid::content(&*at, code, message));
        if let Some(expected) = schema.get("type")
            && !is_of(value, expected)
        {
            return fault("type", format!("must be {}", types(expected)));
        }
        if let Some(allowed) = schema.get("enum").and_then(Value::as_array)
            && !allowed.contains(value)
        {
            let allowed: Vec<_> = allowed.iter().map(Value::to_string).collect();
            fault("enum", format!("must be one of {}", allowed.join(", ")));
        }
        if let Some(constant) = schema.get("const")
            && constant != value
        {
            fault("const", format!("must be {constant}"));
        }
        match value {
            Value::Number(number) => number_faults(schema, number.as_f64().unwrap_or(f64::NAN), &mut fault),
            Value::String(text) => {
                length_faults(schema, ["minLength", "maxLength"], text.chars().count(), &mut fault);
            }
            Value::Array(items) => length_faults(schema, ["minItems", "maxItems"], items.len(), &mut fault),
            _ => {}
        }
        match value {
            Value::Array(items) => self.judge_items(schema, items, at, faults),
            Value::Object(members) => self.judge_members(schema, members, at, faults),
            _ => {}
        }
        self.judge_combinations(schema, value, at, faults);
    }

    fn judge_items(&self, schema: &Value, items: &[Value], at: &mut String, faults: &mut Vec<Invalid>) {
        let Some(rule) = schema.get("items") else { return };
        for (i, item) in items.iter().enumerate() {
            self.judge_below(rule, item, at, &i.to_string(), faults);
        }
    }

    fn judge_members(
        &self,
        schema: &Value,
        members: &Map<String, Value>,
        at: &mut String,
        faults: &mut Vec<Invalid>,
    ) {
        let properties = schema.get("properties").and_then(Value::as_object);
        let required =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        for name in required.filter(|name| !members.contains_key(*name)) {
            faults.push(Invalid::content(below(at, name), "required", "must be there"));
        }
        for (name, member) in members {
            let rule =
                properties.and_then(|known| known.get(name)).or_else(|| schema.get("additionalProperties"));
            match rule {
                Some(Value::Bool(false)) => {
                    let known = properties.into_iter().flat_map(Map::keys).map(String::as_str);
                    faults.push(Invalid::content(
                        below(at, name),
                        "additionalProperties",
                        unknown(name, known),
                    ));
                }
                Some(rule) => self.judge_below(rule, member, at, name, faults),
                None => {}
            }
        }
    }

    fn judge_combinations(&self, schema: &Value, value: &Value, at: &mut String, faults: &mut Vec<Invalid>) {
        let alternatives = |keyword| schema.get(keyword).and_then(Value::as_array);
        for rule in alternatives("allOf").into_iter().flatten() {
            self.judge(rule, value, at, faults);
        }
        let valid = |rule: &&Value| {
            let mut own = Vec::new();
            self.judge(rule, value, &mut at.clone(), &mut own);
            own.is_empty()
        };
        let Some(rules) = alternatives("anyOf").or_else(|| alternatives("oneOf")) else { return };
        let count = rules.iter().filter(valid).count();
        if let (0, Some(values)) = (count, enumerated(rules)) {
            faults.push(Invalid::content(&*at, "enum", format!("must be one of {}", values.join(", "))));
        } else if count == 0 {
            // What the client most likely meant is the alternative that is not `null`.
            let meant = rules.iter().filter(|rule| rule.get("type") != Some(&Value::from("null")));
            match meant.collect::<Vec<_>>()[..] {
                [only] => self.judge(only, value, at, faults),
                _ => {
                    faults.push(Invalid::content(
                        &*at,
                        "oneOf",
                        "matches none of the forms that it may have",
                    ));
                }
            }
        } else if count > 1 && schema.get("oneOf").is_some() {
            faults.push(Invalid::content(&*at, "oneOf", "matches several of the forms that it may have"));
        }
    }

    fn judge_below(
        &self,
        rule: &Value,
        value: &Value,
        at: &mut String,
        name: &str,
        faults: &mut Vec<Invalid>,
    ) {
        let length = at.len();
        enter(at, name);
        self.judge(rule, value, at, faults);
        at.truncate(length);
    }
}

/// The message about a name that is not known, with the nearest one that is.
pub(crate) fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let nearest =
        known.map(|known| (strsim::jaro_winkler(name, known), known)).max_by(|a, b| a.0.total_cmp(&b.0));
    match nearest {
        Some((likeness, known)) if likeness > 0.7 => format!("is not known; did you mean '{known}'?"),
        _ => "is not known".to_owned(),
    }
}

/// The values that alternatives list, where all of them do: the schema of an enumeration whose variants are documented.
fn enumerated(rules: &[Value]) -> Option<Vec<String>> {
    let listed = |rule: &Value| match (rule.get("const"), rule.get("enum")) {
        (Some(constant), _) => Some(vec![constant.to_string()]),
        (None, Some(Value::Array(values))) => Some(values.iter().map(Value::to_string).collect()),
        _ => None,
    };
    let values: Option<Vec<_>> = rules.iter().map(listed).collect();
    values.map(|values| values.concat())
}

/// RFC 6901: the pointer to a member of what `at` points to.
fn below(at: &str, name: &str) -> String {
    let mut pointer = at.to_owned();
    enter(&mut pointer, name);
    pointer
}

/// Lengthens a pointer by the name of a member.
fn enter(at: &mut String, name: &str) {
    at.push('/');
    for character in name.chars() {
        match character {
            '~' => at.push_str("~0"),
            '/' => at.push_str("~1"),
            other => at.push(other),
        }
    }
}

#[cfg(test)]
#[path = "schema/tests.rs"]
mod tests;
