//! Where the endpoints of a table are, each with its description: all that a document is made from.

use std::collections::BTreeMap;

use http::header;
use ogrom_core_path::Key;
use ogrom_core_resource::{
    Endpoint, Problem,
    describe::{Description, Operation},
};
use ogrom_core_route::Table;

/// The endpoints of a table, described. It keeps no reference to the table.
#[derive(Debug, Clone)]
pub struct DescribedRoutes {
    pub(crate) routes: Vec<DescribedRoute>,
    /// The prefix of all templates.
    pub(crate) below: String,
}

/// An endpoint at a template.
#[derive(Debug, Clone)]
pub(crate) struct DescribedRoute {
    pub(crate) template: String,
    pub(crate) base: Base,
    pub(crate) description: Description,
    /// The routes that it may lead to, by their keys.
    pub(crate) leads: Vec<(Key, usize)>,
}

/// The beginning of a template whose parameters have few values: a server, in the terms of OpenAPI.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Base {
    pub(crate) prefix: String,
    /// The values of each parameter, the usual one first.
    pub(crate) variables: BTreeMap<String, Vec<String>>,
}

// === impl DescribedRoutes ===

impl DescribedRoutes {
    /// Those of a table. `values` knows the values that a guard lets pass, the usual one first; where it knows none, the
    /// parameter of its prefix is one of the path like any other.
    pub fn of<G>(table: &Table<Endpoint, G>, values: impl Fn(&G) -> Vec<String>) -> Self {
        let route = |(leaf, found): (usize, &ogrom_core_route::Leaf<Endpoint>)| {
            let (template, mut description) = (found.template(), found.value.describe());
            description.operations.iter_mut().for_each(without_parts);
            let guards = table.guards(leaf).map(|(guard, first)| (first, values(guard)));
            let base = Base::of(&template, guards.filter(|(_, values)| !values.is_empty()).collect());
            let targets = description.operations.iter().flat_map(|operation| &operation.leads);
            let leads = targets.filter_map(|lead| Some((lead.to, table.linked(leaf, lead.to)?))).collect();
            DescribedRoute { template, base, description, leads }
        };
        Self { routes: table.leaves().enumerate().map(route).collect(), below: String::new() }
    }

    /// The same, where something in front takes this prefix off the path: `/shop`.
    #[must_use]
    pub fn with_prefix(self, prefix: &str) -> Self {
        Self { below: prefix.to_owned(), ..self }
    }

    /// The same, with the problems that the guards of this table refuse with, each for all that is below its guard.
    #[must_use]
    pub fn guarded<G>(mut self, table: &Table<Endpoint, G>, problems: impl Fn(&G) -> Vec<Problem>) -> Self {
        for (leaf, route) in self.routes.iter_mut().enumerate() {
            for problem in table.guards(leaf).flat_map(|(guard, _)| problems(guard)) {
                let operations = route.description.operations.iter_mut();
                operations.for_each(|operation| operation.add_problem(problem.clone()));
            }
        }
        self
    }

    /// The same, if a layer in front responds to some requests itself; `tell` adds these responses to an operation.
    #[must_use]
    pub fn with_gateway_responses(mut self, tell: fn(&mut Operation)) -> Self {
        let operations = self.routes.iter_mut().flat_map(|route| &mut route.description.operations);
        operations.for_each(tell);
        self
    }

    /// The base that most have in common.
    pub(crate) fn usual_base(&self) -> Base {
        let mut counts: BTreeMap<&Base, usize> = BTreeMap::new();
        for route in self.shown() {
            *counts.entry(&route.base).or_default() += 1;
        }
        counts.into_iter().max_by_key(|(_, count)| *count).map(|(base, _)| base.clone()).unwrap_or_default()
    }

    /// Those that documents show.
    pub(crate) fn shown(&self) -> impl Iterator<Item = &DescribedRoute> {
        self.routes.iter().filter(|route| !route.description.hidden)
    }
}

// === impl Base ===

impl Base {
    /// `guarded` has the numbers of parameters, with their values.
    fn of(template: &str, guarded: Vec<(usize, Vec<String>)>) -> Self {
        let Some(last) = guarded.iter().map(|(first, _)| *first).max() else { return Self::default() };
        let (mut prefix, mut names) = (String::new(), Vec::new());
        for segment in template.split('/').skip(1) {
            prefix.push('/');
            prefix.push_str(segment);
            names.extend(parameter(segment));
            if names.len() > last {
                break;
            }
        }
        let variables = guarded
            .into_iter()
            .filter_map(|(number, values)| Some(((*names.get(number)?).to_owned(), values)));
        Self { prefix, variables: variables.collect() }
    }
}

/// Leaves out partial representations, which a client gets only if it sends `Range`. Clients that want parts know
/// them from RFC 9110 §14 and `Accept-Ranges`. A part has no schema, and next to a response without one, most tools
/// type no read at all.
fn without_parts(operation: &mut Operation) {
    operation.responses.retain(|response| !matches!(response.status, 206 | 416));
    operation.fields.retain(|field| ![header::RANGE, header::IF_RANGE].contains(&field.name));
}

/// The name of the parameter that a segment is.
pub(crate) fn parameter(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}
