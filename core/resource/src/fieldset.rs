//! Sparse fieldsets: the members of a representation that a client asks for, as in `?fields=id,name,price.amount`.
//!
//! The name of a member stands for all that is in it. A path leads into a member. Arrays are no step of a path: it leads
//! into each of their items. In a page, it begins in each item.

mod outline;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

pub(crate) use self::outline::Outline;
pub use self::outline::page_items;
use crate::{Fault, fault::Result};

/// The query parameter that lists the members.
pub(crate) const FIELDS: &str = "fields";

/// The limit of members that the query parameter `fields` lists.
pub const MOST_FIELDS: usize = 100;

/// The members that a client asks for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fieldset {
    /// The member that holds the items, where the representation is a page. The other members of a page are always there.
    page: Option<String>,
    members: MemberTree,
}

/// Members by their names, each with those in it; without names, all.
#[derive(Debug, Clone, Default, PartialEq)]
struct MemberTree(BTreeMap<String, Self>);

// === impl Fieldset ===

impl Fieldset {
    /// The part of a view that has these members.
    pub(crate) fn part_of(&self, view: &impl Serialize) -> Result<Value> {
        let mut whole = serde_json::to_value(view).map_err(Fault::internal)?;
        let shown = match &self.page {
            Some(items) => whole.get_mut(items),
            None => Some(&mut whole),
        };
        if let Some(shown) = shown {
            self.members.retain_in(shown);
        }
        Ok(whole)
    }

    /// Whether this member is shown, at least in part.
    pub(crate) fn shows(&self, member: &str) -> bool {
        self.members.0.contains_key(member)
    }
}

// === impl MemberTree ===

impl MemberTree {
    /// Adds what a path leads to. A part of what is there as a whole is there already.
    fn add(&mut self, path: &str) {
        let (name, rest) = match path.split_once('.') {
            Some((name, rest)) => (name, Some(rest)),
            None => (path, None),
        };
        match (self.0.get_mut(name), rest) {
            (Some(known), None) => known.0.clear(),
            (Some(known), Some(_)) if known.0.is_empty() => {}
            (Some(known), Some(rest)) => known.add(rest),
            (None, rest) => {
                let mut members = Self::default();
                if let Some(rest) = rest {
                    members.add(rest);
                }
                self.0.insert(name.to_owned(), members);
            }
        }
    }

    fn retain_in(&self, value: &mut Value) {
        match value {
            _ if self.0.is_empty() => {}
            Value::Array(items) => items.iter_mut().for_each(|item| self.retain_in(item)),
            Value::Object(members) => members.retain(|name, member| match self.0.get(name) {
                Some(known) => {
                    known.retain_in(member);
                    true
                }
                None => false,
            }),
            _ => {}
        }
    }
}
