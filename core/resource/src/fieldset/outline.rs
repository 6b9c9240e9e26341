//! The members that representations have, as the schema of their type tells.

use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value};

use super::{FIELDS, Fieldset, MOST_FIELDS, MemberTree};
use crate::{
    Invalid,
    cut::cut,
    faults::{Faults, LONGEST_NAME},
    input::schema::{PAGE_ITEMS, unknown},
    view,
};

/// The limit of the steps of a path.
const MOST_STEPS: usize = 16;

/// The members that a representation may have.
#[derive(Debug)]
pub(crate) struct Outline {
    schema: Value,
    /// The member that holds the items, where the representation is a page.
    page: Option<String>,
}

/// Marks the member of a view that holds the items of a page: the query parameter `fields` lists members of each item.
///
/// ```
/// use ogrom_core_resource::page_items;
///
/// #[derive(serde::Serialize, schemars::JsonSchema)]
/// struct Page<T> {
///     #[schemars(transform = page_items)]
///     items: Vec<T>,
///     next: Option<String>,
/// }
/// ```
pub fn page_items(schema: &mut Schema) {
    schema.insert(PAGE_ITEMS.to_owned(), true.into());
}

// === impl Outline ===

impl Outline {
    /// The outline of a type.
    pub(crate) fn of<V: JsonSchema>() -> Self {
        let schema = view::schema_of::<V>();
        let mut page = None;
        view::each_object(&schema, &schema, &mut |object| {
            let marked = |(_, member): &(&String, &Value)| member.get(PAGE_ITEMS).is_some();
            page = properties(object).find(marked).map(|(name, _)| name.clone()).or_else(|| page.take());
        });
        Self { schema, page }
    }

    /// Whether there are any members.
    pub(crate) fn has_members(&self) -> bool {
        let mut any = false;
        view::each_object(&self.schema, self.start(), &mut |_| any = true);
        any
    }

    /// Adds the members that a text lists.
    pub(crate) fn select(&self, text: &str, fieldset: &mut Option<Box<Fieldset>>, faults: &mut Faults) {
        let wrong = |code, message| Invalid::query(FIELDS, code, message);
        let paths = text.split(',').map(str::trim).filter(|path| !path.is_empty());
        let count = paths.clone().take(MOST_FIELDS + 1).count();
        if count == 0 {
            return faults.add(|| wrong("minItems", "must have at least 1 item".to_owned()));
        }
        if count > MOST_FIELDS {
            return faults.add(|| wrong("maxItems", format!("must have at most {MOST_FIELDS} items")));
        }
        let empty = || Fieldset { page: self.page.clone(), members: MemberTree::default() };
        let fieldset = fieldset.get_or_insert_with(|| Box::new(empty()));
        for path in paths {
            match self.find(path) {
                Ok(()) => fieldset.members.add(path),
                Err(message) => faults.add(|| wrong("unknown", message)),
            }
        }
    }

    /// The schema of what paths begin in.
    fn start(&self) -> &Value {
        let mut start = &self.schema;
        if let Some(page) = &self.page {
            view::each_object(&self.schema, &self.schema, &mut |object| {
                start = properties(object).find(|(name, _)| *name == page).map_or(start, |(_, items)| items);
            });
        }
        start
    }

    /// Follows a path; says which step leads nowhere.
    fn find(&self, path: &str) -> Result<(), String> {
        let (mut places, mut followed) = (vec![self.start()], 0_usize);
        for (i, name) in path.split('.').enumerate() {
            let next = self.below(&places, name);
            if next.is_empty() || i == MOST_STEPS {
                let before = followed.checked_sub(1).map(|end| cut(&path[..end], LONGEST_NAME));
                let before = before.map(|before| format!(" in '{before}'")).unwrap_or_default();
                let message = unknown(name, self.names(&places));
                return Err(format!("'{}'{before} {message}", cut(name, LONGEST_NAME)));
            }
            places = next;
            followed += name.len() + 1;
        }
        Ok(())
    }

    /// The schemas of the members of this name.
    fn below<'s>(&'s self, places: &[&'s Value], name: &str) -> Vec<&'s Value> {
        let mut found = Vec::new();
        for place in places {
            if is_free(place) {
                found.push(*place);
            }
            view::each_object(&self.schema, place, &mut |object| {
                let known = object.get("properties").and_then(|properties| properties.get(name));
                let others = || object.get("additionalProperties").filter(|others| **others != false);
                found.extend(known.or_else(others));
            });
        }
        found
    }

    /// The names of all members.
    fn names<'s>(&'s self, places: &[&'s Value]) -> impl Iterator<Item = &'s str> + use<'s> {
        let mut names = Vec::new();
        for place in places {
            view::each_object(&self.schema, place, &mut |object| {
                names.extend(properties(object).map(|(name, _)| name.as_str()));
            });
        }
        names.into_iter()
    }
}

fn properties(object: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    object.get("properties").and_then(Value::as_object).into_iter().flatten()
}

/// Whether a schema lets every value pass.
fn is_free(schema: &Value) -> bool {
    matches!(schema, Value::Bool(true)) || schema.as_object().is_some_and(Map::is_empty)
}
