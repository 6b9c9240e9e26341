//! A compiled schema: a table of nodes that name each other by index, so that a type may contain itself.

use serde_json::Value;

use super::rules::{Limit, Types};

/// The check of a value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Rule {
    /// Everything passes.
    #[default]
    Anything,
    /// Nothing passes.
    Nothing,
    /// A value passes if the node of this index accepts it.
    Node(usize),
}

/// Everything that one value must be. Messages are written once, when the endpoint is built.
#[derive(Debug, Default)]
pub(super) struct SchemaNode {
    pub(super) types: Option<Types>,
    /// Whether it is the text of an identifier.
    pub(super) is_identifier: bool,
    /// The values of `enum`, and the message.
    pub(super) allowed: Option<(Vec<Value>, String)>,
    /// The value of `const`, and the message.
    pub(super) constant: Option<(Value, String)>,
    /// Of a number.
    pub(super) bounds: Vec<Limit>,
    /// Of a text, in characters.
    pub(super) lengths: Vec<Limit>,
    /// Of an array, in items.
    pub(super) counts: Vec<Limit>,
    /// Each item of an array.
    pub(super) items: Option<Rule>,
    pub(super) members: Members,
    pub(super) all: Vec<Rule>,
    pub(super) alternatives: Vec<Alternatives>,
}

/// The checks of an object's members.
#[derive(Debug, Default)]
pub(super) struct Members {
    pub(super) required: Vec<String>,
    /// Sorted by name.
    pub(super) properties: Vec<(String, Rule)>,
    /// Those that are none of the properties.
    pub(super) others: Rule,
}

/// Forms of which a value must have one.
#[derive(Debug)]
pub(super) struct Alternatives {
    pub(super) rules: Vec<Rule>,
    /// Whether it must not have two.
    pub(super) exclusive: bool,
    /// The message, where all of them list values: the schema of an enumeration whose variants are documented.
    pub(super) listed: Option<String>,
    /// The most likely alternative: the only one that is not `null`.
    pub(super) meant: Option<Rule>,
}

// === impl SchemaNode ===

impl SchemaNode {
    /// The further checks of a value of this node, from `allOf` and `anyOf`.
    pub(super) fn forms(&self) -> impl Iterator<Item = Rule> {
        self.all.iter().chain(self.alternatives.iter().flat_map(|any| &any.rules)).copied()
    }
}

// === impl Members ===

impl Members {
    /// The rule of a property.
    pub(super) fn property(&self, name: &str) -> Option<Rule> {
        let found = self.properties.binary_search_by(|(known, _)| known.as_str().cmp(name));
        found.ok().and_then(|i| self.properties.get(i)).map(|(_, rule)| *rule)
    }

    /// The names of all properties.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.properties.iter().map(|(name, _)| name.as_str())
    }

    /// Whether an object may have any members.
    pub(super) fn are_free(&self) -> bool {
        self.properties.is_empty() && self.others == Rule::Anything
    }
}
