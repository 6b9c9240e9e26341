//! From routes to a table, with every check that can be made before the first request.

use std::collections::HashMap;

use ogrom_core_path::{Captures, Key, LinkTo};

use crate::{
    BuildError, BuildErrors, Leaf, Table, TableBuilder,
    builder::Entry,
    table::{Link, Scope},
    template::Template,
};

struct Building<T, G> {
    leaves: Vec<Leaf<T>>,
    scopes: Vec<Scope<G>>,
    /// The endpoints that are left out on purpose.
    absent: Vec<Key>,
    errors: Vec<BuildError>,
}

/// Why a link leads nowhere.
enum Lost {
    Dangling,
    Ambiguous(Vec<String>),
}

// === impl TableBuilder ===

impl<T, G> TableBuilder<T, G> {
    /// The table of these routes, or all that is wrong with them.
    pub fn build(self) -> Result<Table<T, G>, BuildErrors> {
        let root = Scope { parent: None, template: None, guard: None, guarded: Vec::new() };
        let mut building =
            Building { leaves: Vec::new(), scopes: vec![root], absent: Vec::new(), errors: Vec::new() };
        building.flatten(self, 0, "");
        let matcher = building.matcher();
        let links = building.links();
        match building.errors {
            errors if errors.is_empty() => {
                Ok(Table { matcher, leaves: building.leaves, scopes: building.scopes, links })
            }
            errors => Err(BuildErrors(errors)),
        }
    }
}

// === impl Building ===

impl<T, G> Building<T, G> {
    fn flatten(&mut self, routes: TableBuilder<T, G>, scope: usize, before: &str) {
        self.absent.extend(routes.absent);
        for entry in routes.entries {
            match entry {
                Entry::Leaf { template, target, value } => {
                    if let Some(template) = self.template(format!("{before}{template}")) {
                        self.leaves.push(Leaf { value, target, template, scope });
                    }
                }
                Entry::Nest { prefix, guard, routes } => {
                    let prefix = format!("{before}{prefix}");
                    let template = if prefix.ends_with('/') {
                        self.refuse(prefix.clone(), "is a prefix and must not end with a slash")
                    } else {
                        self.template(prefix.clone())
                    };
                    let first = self.prefix_parameters(scope);
                    let mut guarded = self.scopes[scope].guarded.clone();
                    if guard.is_some() {
                        // It would get a parameter of a route below, and check that.
                        if template.as_ref().is_some_and(|template| template.parameters().count() == first) {
                            self.refuse(prefix.clone(), "has a guard and no parameter of its own for it");
                        }
                        guarded.push((self.scopes.len(), first));
                    }
                    self.scopes.push(Scope { parent: Some(scope), template, guard, guarded });
                    self.flatten(routes, self.scopes.len() - 1, &prefix);
                }
            }
        }
    }

    fn template(&mut self, text: String) -> Option<Template> {
        match Template::parse(&text) {
            Ok(template) if template.parameters().count() > Captures::MAX => {
                self.refuse(text, "has more than 8 parameters")
            }
            Ok(template) => Some(template),
            Err(reason) => self.refuse(text, reason),
        }
    }

    fn refuse(&mut self, template: String, reason: &'static str) -> Option<Template> {
        self.errors.push(BuildError::Template { template, reason });
        None
    }

    fn matcher(&mut self) -> matchit::Router<usize> {
        let mut matcher = matchit::Router::new();
        for (i, leaf) in self.leaves.iter().enumerate() {
            let template = leaf.template();
            let has: Vec<_> = leaf.template.parameters().map(str::to_owned).collect();
            let takes: Vec<String> = leaf.target.parameters.iter().map(|name| (*name).to_owned()).collect();
            // The parameters before the endpoint's own belong to the prefixes.
            if has.len().checked_sub(takes.len()) != Some(self.prefix_parameters(leaf.scope))
                || !has.ends_with(&takes)
            {
                let (endpoint, template) = (leaf.target.key.name(), template.clone());
                self.errors.push(BuildError::Parameters { endpoint, template, takes, has });
            }
            if let Err(error) = matcher.insert(template.clone(), i) {
                self.errors.push(match error {
                    matchit::InsertError::Conflict { with } => BuildError::Conflict { template, other: with },
                    _ => BuildError::Template { template, reason: "cannot be matched" },
                });
            }
        }
        matcher
    }

    fn prefix_parameters(&self, scope: usize) -> usize {
        self.scopes[scope].template.as_ref().map_or(0, |template| template.parameters().count())
    }

    fn links(&mut self) -> HashMap<(usize, Key), Link> {
        let mut links = HashMap::new();
        let mut lost = Vec::new();
        for (from, leaf) in self.leaves.iter().enumerate() {
            let to_itself = LinkTo { key: leaf.target.key, through: 0 };
            for declared in leaf.target.links.iter().chain([&to_itself]) {
                let (endpoint, template, target) =
                    (leaf.target.key.name(), leaf.template(), declared.key.name());
                match self.resolve(leaf.scope, *declared) {
                    Ok(link) => drop(links.insert((from, declared.key), link)),
                    // Links to itself are never declared, so that one exists only if it can.
                    Err(_) if declared.key == leaf.target.key => {}
                    Err(Lost::Dangling) if self.absent.contains(&declared.key) => {}
                    Err(Lost::Dangling) => lost.push(BuildError::Dangling { endpoint, template, target }),
                    Err(Lost::Ambiguous(places)) => {
                        lost.push(BuildError::Ambiguous { endpoint, template, target, places });
                    }
                }
            }
        }
        self.errors.extend(lost);
        links
    }

    /// The nearest endpoint of this key: below the same prefix, else below the one around it, and so on.
    fn resolve(&self, from: usize, declared: LinkTo) -> Result<Link, Lost> {
        let LinkTo { key, through } = declared;
        for around in self.chain(from) {
            let reachable = |leaf: &&Leaf<T>| {
                leaf.target.key == key && self.chain(leaf.scope).any(|scope| scope == around)
            };
            let shared = self.prefix_parameters(around);
            let found: Vec<_> = self.leaves.iter().enumerate().filter(|(_, leaf)| reachable(leaf)).collect();
            match found[..] {
                [] => {}
                // A prefix in between cannot be filled in if its parameters are not given.
                [(_, leaf)] if self.prefix_parameters(leaf.scope) != shared + through => {
                    return Err(Lost::Dangling);
                }
                [(to, _)] => return Ok(Link { to, shared }),
                _ => return Err(Lost::Ambiguous(found.iter().map(|(_, leaf)| leaf.template()).collect())),
            }
        }
        Err(Lost::Dangling)
    }

    fn chain(&self, scope: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(scope), |scope| self.scopes[*scope].parent)
    }
}

#[cfg(test)]
#[path = "build/tests.rs"]
mod tests;
