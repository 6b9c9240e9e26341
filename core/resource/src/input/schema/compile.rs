//! From a schema as JSON to the nodes that values are held against.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{
    keywords::is_annotation,
    node::{Alternatives, Members, Rule, SchemaNode},
    reference::is_identifier,
    rules::{Limit, Types},
};

/// Compiles a schema whose keywords are all known: its rule, and the nodes that rules name.
///
/// # Panics
///
/// Where it refers to what is not in it.
pub(super) fn compile(schema: &Value) -> (Rule, Vec<SchemaNode>) {
    let mut compiler = Compiler { root: schema, nodes: Vec::new(), known: HashMap::new() };
    let rule = compiler.rule(schema);
    (rule, compiler.nodes)
}

struct Compiler<'s> {
    root: &'s Value,
    nodes: Vec<SchemaNode>,
    /// The nodes of what references name, by their pointers.
    known: HashMap<&'s str, usize>,
}

// === impl Compiler ===

impl<'s> Compiler<'s> {
    fn rule(&mut self, schema: &'s Value) -> Rule {
        match (schema, lone_reference(schema)) {
            (Value::Bool(false), _) => Rule::Nothing,
            (_, Some(reference)) => self.reference(reference),
            (Value::Object(keywords), None) => {
                let index = self.reserve();
                self.nodes[index] = self.node(keywords);
                Rule::Node(index)
            }
            _ => Rule::Anything,
        }
    }

    /// The rule of what stands at a pointer. Its node is known before it is compiled: it may contain itself.
    fn referred(&mut self, pointer: &'s str, schema: &'s Value) -> Rule {
        let Value::Object(keywords) = schema else { return self.rule(schema) };
        let index = self.reserve();
        self.known.insert(pointer, index);
        self.nodes[index] = self.node(keywords);
        Rule::Node(index)
    }

    fn reference(&mut self, reference: &'s str) -> Rule {
        let target =
            reference.strip_prefix('#').and_then(|pointer| Some((pointer, self.root.pointer(pointer)?)));
        let Some((pointer, schema)) = target else {
            panic!("the schema of an input refers to '{reference}', which is not in it");
        };
        match self.known.get(pointer) {
            Some(index) => Rule::Node(*index),
            None => self.referred(pointer, schema),
        }
    }

    fn reserve(&mut self) -> usize {
        self.nodes.push(SchemaNode::default());
        self.nodes.len() - 1
    }

    fn node(&mut self, schema: &'s Map<String, Value>) -> SchemaNode {
        let reference = schema.get("$ref").and_then(Value::as_str);
        let mut all: Vec<_> = reference.map(|reference| self.reference(reference)).into_iter().collect();
        all.extend(self.rules(listed(schema, "allOf")));
        let values = listed(schema, "enum");
        SchemaNode {
            types: schema.get("type").map(Types::compile),
            is_identifier: is_identifier(schema.get("format")),
            allowed: schema.contains_key("enum").then(|| (values.to_vec(), one_of(&texts(values)))),
            constant: schema.get("const").map(|value| (value.clone(), format!("must be {value}"))),
            bounds: Limit::of_number(schema),
            lengths: Limit::of_length(schema),
            counts: Limit::of_count(schema),
            items: schema.get("items").map(|items| self.rule(items)),
            members: self.members(schema),
            all,
            alternatives: ["anyOf", "oneOf"]
                .into_iter()
                .filter(|keyword| schema.contains_key(*keyword))
                .map(|keyword| self.alternatives(listed(schema, keyword), keyword == "oneOf"))
                .collect(),
        }
    }

    fn rules(&mut self, schemas: &'s [Value]) -> Vec<Rule> {
        schemas.iter().map(|schema| self.rule(schema)).collect()
    }

    fn members(&mut self, schema: &'s Map<String, Value>) -> Members {
        let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
        let mut properties: Vec<_> =
            properties.map(|(name, schema)| (name.clone(), self.rule(schema))).collect();
        properties.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        let required = listed(schema, "required").iter().filter_map(Value::as_str);
        Members {
            required: required.map(str::to_owned).collect(),
            properties,
            others: schema.get("additionalProperties").map_or(Rule::Anything, |others| self.rule(others)),
        }
    }

    fn alternatives(&mut self, schemas: &'s [Value], exclusive: bool) -> Alternatives {
        let rules = self.rules(schemas);
        let values: Option<Vec<_>> = schemas.iter().map(enumerated).collect();
        let is_null = |schema: &Value| schema.get("type").is_some_and(|name| name == "null");
        let mut meant = rules.iter().zip(schemas).filter(|(_, schema)| !is_null(schema));
        let only =
            if let (Some((rule, _)), None) = (meant.next(), meant.next()) { Some(*rule) } else { None };
        Alternatives { exclusive, listed: values.map(|values| one_of(&values.concat())), meant: only, rules }
    }
}

/// The target of a schema that is only a reference.
fn lone_reference(schema: &Value) -> Option<&str> {
    let keywords = schema.as_object()?;
    let others = keywords.keys().filter(|keyword| *keyword != "$ref");
    others.into_iter().all(|keyword| is_annotation(keyword)).then(|| keywords.get("$ref")?.as_str())?
}

fn listed<'s>(schema: &'s Map<String, Value>, keyword: &str) -> &'s [Value] {
    schema.get(keyword).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The values that a schema lists.
fn enumerated(schema: &Value) -> Option<Vec<String>> {
    match (schema.get("const"), schema.get("enum")) {
        (Some(constant), _) => Some(vec![constant.to_string()]),
        (None, Some(Value::Array(values))) => Some(texts(values)),
        _ => None,
    }
}

fn texts(values: &[Value]) -> Vec<String> {
    values.iter().map(Value::to_string).collect()
}

fn one_of(values: &[String]) -> String {
    format!("must be one of {}", values.join(", "))
}
