//! Judges a JSON value by a JSON Schema, and names all faults.
//!
//! It knows the keywords that `schemars` derives. A schema with any other is refused when the endpoint is built, so that
//! no rule that a document promises goes unchecked.

mod at;
mod compile;
mod judge;
mod keywords;
mod node;
mod reference;
mod rules;

use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde_json::{Map, Value};

pub(crate) use self::{
    at::At,
    keywords::{MARK, PAGE_ITEMS},
    rules::TypeSet,
};
use self::{
    judge::Judge,
    keywords::unknown_keyword,
    node::{Members, Rule, SchemaNode},
};
use crate::faults::Faults;

/// The longest name that may be another one mistyped, in bytes.
const LONGEST_MISTAKE: usize = 64;

/// A schema that values are held against. It is compiled, so that judging what is valid costs next to nothing.
#[derive(Debug)]
pub(crate) struct Checker {
    root: Rule,
    nodes: Vec<SchemaNode>,
    is_of_nothing: bool,
    passes_empty: bool,
}

/// The shape of a parameter, as needed to parse its text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form {
    /// Whether it is an array.
    pub(crate) list: bool,
    /// Whether it is an array of names of an enumeration.
    pub(crate) of_names: bool,
    /// The types of the value, or of each item.
    pub(crate) types: TypeSet,
}

// === impl Checker ===

impl Checker {
    /// The checker of a type.
    ///
    /// # Panics
    ///
    /// Where the type's schema has a keyword that is not judged here.
    pub(crate) fn of<T: JsonSchema>() -> Self {
        Self::new(&schema_of::<T>())
    }

    /// The checker that lets everything pass.
    pub(crate) fn anything() -> &'static Self {
        const { &Self { root: Rule::Anything, nodes: Vec::new(), is_of_nothing: false, passes_empty: true } }
    }

    /// The checker of a schema.
    pub(super) fn new(schema: &Schema) -> Self {
        let schema = schema.as_value();
        if let Some(keyword) = unknown_keyword(schema) {
            panic!("the schema of an input has the keyword '{keyword}', which the engine does not check");
        }
        let (root, nodes) = compile::compile(schema);
        let is_of_nothing = schema.get("type").is_some_and(|name| name == "null");
        let mut checker = Self { root, nodes, is_of_nothing, passes_empty: false };
        checker.passes_empty = checker.check(&Value::Object(Map::new())).is_empty();
        checker
    }

    /// Whether it stands for content that is not there.
    pub(crate) fn is_of_nothing(&self) -> bool {
        self.is_of_nothing
    }

    /// The form of a property of the root.
    pub(crate) fn property(&self, name: &str) -> Option<Form> {
        let rule = self.members()?.property(name)?;
        let items = self.items(rule);
        let of_names = items.is_some_and(|items| self.is_named(items));
        Some(Form { list: items.is_some(), of_names, types: self.types(items.unwrap_or(rule)) })
    }

    /// The names of all properties of the root.
    pub(crate) fn properties(&self) -> impl Iterator<Item = &str> {
        self.members().into_iter().flat_map(Members::names)
    }

    /// Whether no object may have a member of this name.
    pub(crate) fn refuses(&self, name: &str) -> bool {
        self.is_of_nothing
            || self
                .members()
                .is_some_and(|members| members.property(name).unwrap_or(members.others) == Rule::Nothing)
    }

    /// Whether an object without members is valid. Found out once: most requests have no parameters.
    pub(crate) fn passes_empty(&self) -> bool {
        self.passes_empty
    }

    /// Everything that is wrong with a value; nothing where it is valid.
    pub(crate) fn check(&self, value: &Value) -> Faults {
        let mut faults = Faults::default();
        Judge::new(&self.nodes).judge(self.root, value, &At::Root, &mut faults);
        faults
    }

    fn node(&self, rule: Rule) -> Option<&SchemaNode> {
        if let Rule::Node(index) = rule { self.nodes.get(index) } else { None }
    }

    fn members(&self) -> Option<&Members> {
        self.node(self.root).map(|node| &node.members)
    }

    /// The rule of each item, where the values of a rule are arrays.
    fn items(&self, rule: Rule) -> Option<Rule> {
        let node = self.node(rule)?;
        node.items.or_else(|| node.forms().find_map(|form| self.items(form)))
    }

    fn is_named(&self, rule: Rule) -> bool {
        let names = |node: &SchemaNode| {
            node.allowed.is_some() || node.alternatives.iter().any(|forms| forms.listed.is_some())
        };
        self.node(rule).is_some_and(|node| names(node) || node.forms().any(|form| self.is_named(form)))
    }

    fn types(&self, rule: Rule) -> TypeSet {
        let Some(node) = self.node(rule) else { return TypeSet::default() };
        let of_forms = || node.forms().map(|form| self.types(form)).fold(TypeSet::default(), TypeSet::or);
        node.types.as_ref().map_or_else(of_forms, |types| types.set)
    }
}

/// The schema of what a client sends as this type.
pub(crate) fn schema_of<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_deserialize().into_generator().into_root_schema_for::<T>()
}

/// The message about a name that is not known, with the nearest one that is. Nothing is near a name that is far too long,
/// and to find that out would take the longer, the longer it is.
pub(crate) fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let nearest = known
        .filter(|_| name.len() <= LONGEST_MISTAKE)
        .map(|known| (strsim::jaro_winkler(name, known), known))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match nearest {
        Some((likeness, known)) if likeness > 0.7 => format!("is not known; did you mean '{known}'?"),
        _ => "is not known".to_owned(),
    }
}

#[cfg(test)]
#[path = "schema/tests.rs"]
mod tests;
