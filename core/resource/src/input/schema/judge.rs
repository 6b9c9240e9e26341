//! Holds a value against the nodes of a compiled schema. A valid one costs no allocation, unless forms contain
//! forms.

use std::{cell::RefCell, collections::HashMap, ptr};

use serde_json::{Map, Value};

use super::{
    at::At,
    node::{Alternatives, Members, Rule, SchemaNode},
    rules::{Limit, exact},
    unknown,
};
use crate::{Invalid, faults::Faults};

/// A sink for faults.
pub(super) trait Findings {
    /// Whether the faults are reported. If not, the caller only needs to know that there are some.
    const ARE_READ: bool;

    /// Whether no more faults are needed.
    fn suffice(&self) -> bool;

    /// Takes a fault. Its location and message are made only if faults are reported.
    fn add(&mut self, at: &At<'_>, code: &'static str, message: impl FnOnce() -> String);
}

/// Whether there is any fault.
struct Any(bool);

/// A schema, as far as values are held against it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Judge<'s> {
    nodes: &'s [SchemaNode],
    /// Absent until there are forms to choose from.
    tried: Option<&'s Tried>,
}

/// Whether a value passes a node, by the node's index and the value's address, where that has been found out. Forms that
/// contain each other would otherwise be tried anew for each form around them: with every level twice as often.
type Tried = RefCell<HashMap<(usize, *const Value), bool>>;

// === impl Findings ===

impl Findings for Faults {
    const ARE_READ: bool = true;

    fn suffice(&self) -> bool {
        false
    }

    fn add(&mut self, at: &At<'_>, code: &'static str, message: impl FnOnce() -> String) {
        Self::add(self, || Invalid::content(at.pointer(), code, message()));
    }
}

impl Findings for Any {
    const ARE_READ: bool = false;

    fn suffice(&self) -> bool {
        self.0
    }

    fn add(&mut self, _: &At<'_>, _: &'static str, _: impl FnOnce() -> String) {
        self.0 = true;
    }
}

// === impl Judge ===

impl<'s> Judge<'s> {
    pub(super) fn new(nodes: &'s [SchemaNode]) -> Self {
        Self { nodes, tried: None }
    }

    /// Tells everything that is wrong with a value.
    pub(super) fn judge(self, rule: Rule, value: &Value, at: &At<'_>, faults: &mut impl Findings) {
        let node = match rule {
            Rule::Anything => return,
            Rule::Nothing => return faults.add(at, "false", || "must not be there".to_owned()),
            Rule::Node(index) => &self.nodes[index],
        };
        if let Some(types) = &node.types
            && !types.pass(value)
        {
            return faults.add(at, "type", || types.message.clone());
        }
        if let Some((allowed, message)) = &node.allowed
            && !allowed.contains(value)
        {
            faults.add(at, "enum", || message.clone());
        }
        if let Some((constant, message)) = &node.constant
            && constant != value
        {
            faults.add(at, "const", || message.clone());
        }
        match value {
            Value::Number(number) => {
                bound(&node.bounds, || number.as_f64().unwrap_or(f64::NAN), at, faults);
            }
            Value::String(text) => bound(&node.lengths, || exact(text.chars().count() as u64), at, faults),
            Value::Array(items) => {
                bound(&node.counts, || exact(items.len() as u64), at, faults);
                self.judge_items(node.items, items, at, faults);
            }
            Value::Object(members) => self.judge_members(&node.members, members, at, faults),
            Value::Null | Value::Bool(_) => {}
        }
        if faults.suffice() {
            return;
        }
        for rule in &node.all {
            self.judge(*rule, value, at, faults);
        }
        for alternatives in &node.alternatives {
            self.judge_alternatives(alternatives, value, at, faults);
        }
    }

    fn passes(self, rule: Rule, value: &Value) -> bool {
        let Rule::Node(index) = rule else { return rule == Rule::Anything };
        let Some(tried) = self.tried else {
            return Judge { nodes: self.nodes, tried: Some(&Tried::default()) }.tries(index, value);
        };
        if !matches!(value, Value::Array(_) | Value::Object(_)) {
            return self.tries(index, value);
        }
        let key = (index, ptr::from_ref(value));
        let known = tried.borrow().get(&key).copied();
        known.unwrap_or_else(|| {
            let passes = self.tries(index, value);
            tried.borrow_mut().insert(key, passes);
            passes
        })
    }

    fn tries(self, index: usize, value: &Value) -> bool {
        let mut any = Any(false);
        self.judge(Rule::Node(index), value, &At::Root, &mut any);
        !any.0
    }

    fn judge_items(self, rule: Option<Rule>, items: &[Value], at: &At<'_>, faults: &mut impl Findings) {
        let Some(rule) = rule else { return };
        for (i, item) in items.iter().enumerate() {
            self.judge(rule, item, &At::Item(at, i), faults);
        }
    }

    fn judge_members(
        self,
        known: &Members,
        members: &Map<String, Value>,
        at: &At<'_>,
        faults: &mut impl Findings,
    ) {
        for name in known.required.iter().filter(|name| !members.contains_key(*name)) {
            faults.add(&At::Member(at, name), "required", || "must be there".to_owned());
        }
        if known.are_free() {
            return;
        }
        for (name, member) in members {
            let at = At::Member(at, name);
            match known.property(name).unwrap_or(known.others) {
                Rule::Nothing => faults.add(&at, "additionalProperties", || unknown(name, known.names())),
                rule => self.judge(rule, member, &at, faults),
            }
        }
    }

    fn judge_alternatives<F: Findings>(
        self,
        alternatives: &Alternatives,
        value: &Value,
        at: &At<'_>,
        faults: &mut F,
    ) {
        let mut passed = alternatives.rules.iter().filter(|rule| self.passes(**rule, value));
        let found = passed.next().is_some();
        if found && alternatives.exclusive && passed.next().is_some() {
            faults.add(at, "oneOf", || "matches several of the forms that it may have".to_owned());
        }
        if found {
            return;
        }
        match (&alternatives.listed, alternatives.meant) {
            (Some(message), _) => faults.add(at, "enum", || message.clone()),
            // Only for who reads it: where a type contains itself, a second look at each level would double with each.
            (None, Some(meant)) if F::ARE_READ => self.judge(meant, value, at, faults),
            (None, _) => {
                faults.add(at, "oneOf", || "matches none of the forms that it may have".to_owned());
            }
        }
    }
}

fn bound(bounds: &[Limit], number: impl FnOnce() -> f64, at: &At<'_>, faults: &mut impl Findings) {
    if bounds.is_empty() {
        return;
    }
    let number = number();
    for bound in bounds.iter().filter(|bound| !bound.holds(number)) {
        faults.add(at, bound.keyword, || bound.message.clone());
    }
}
