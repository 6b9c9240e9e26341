//! Where the endpoints of a table are, each with its description: all that a document is made from.

use std::collections::BTreeMap;

use ogrom_core_path::Key;
use ogrom_core_resource::{
    Endpoint, Problem, ProblemTypes,
    describe::{Description, Operation},
};
use ogrom_core_route::Table;

use crate::plain::{Detail, plain};

/// The endpoints of a table, described. It keeps no reference to the table.
#[derive(Debug, Clone)]
pub struct DescribedRoutes {
    pub(crate) routes: Vec<DescribedRoute>,
    /// The scheme and authority of servers, empty for paths alone.
    pub(crate) origin: String,
    /// The prefix that clients see before all paths.
    pub(crate) below: String,
    /// The beginning of each problem's type, below that prefix.
    problems: ProblemTypes,
    pub(crate) detail: Detail,
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
            let (template, description) = (found.template(), found.value.describe());
            let guards = table.guards(leaf).map(|(guard, first)| (first, values(guard)));
            let base = Base::of(&template, guards.filter(|(_, values)| !values.is_empty()).collect());
            let targets = description.operations.iter().flat_map(|operation| &operation.leads);
            let leads = targets.filter_map(|lead| Some((lead.to, table.linked(leaf, lead.to)?))).collect();
            DescribedRoute { template, base, description, leads }
        };
        Self {
            routes: table.leaves().enumerate().map(route).collect(),
            origin: String::new(),
            below: String::new(),
            problems: ProblemTypes::default(),
            detail: Detail::Full,
        }
    }

    /// The same, where clients see this prefix before all paths: `/shop`.
    #[must_use]
    pub fn with_prefix(self, prefix: &str) -> Self {
        Self { below: prefix.to_owned(), ..self }
    }

    /// The same, with absolute servers below this scheme and authority: `https://api.example`.
    #[must_use]
    pub fn with_origin(self, origin: &str) -> Self {
        Self { origin: origin.to_owned(), ..self }
    }

    /// The same, where pages below this prefix explain the problems: `/problems/`.
    #[must_use]
    pub fn with_problems_at(self, prefix: &'static str) -> Self {
        Self { problems: ProblemTypes::new(prefix), ..self }
    }

    /// The same, for a document with this much in it. Call it last: it leaves out what the others have added.
    #[must_use]
    pub fn in_detail(mut self, detail: Detail) -> Self {
        if detail == Detail::Plain {
            for route in &mut self.routes {
                let operations = std::mem::take(&mut route.description.operations);
                route.description.operations = operations.into_iter().map(plain).collect();
            }
        }
        Self { detail, ..self }
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

    /// The types of problems, below the prefix that clients see.
    pub(crate) fn problem_types(&self) -> ProblemTypes {
        self.problems.clone().below(&self.below)
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
    /// The path of this base below a prefix, with the usual value of each parameter.
    pub(crate) fn usual(&self, below: &str) -> String {
        let path = format!("{below}{}", self.prefix);
        let value = |path: String, (name, values): (&String, &Vec<String>)| {
            path.replace(&format!("{{{name}}}"), values.first().map_or("", String::as_str))
        };
        self.variables.iter().fold(path, value)
    }

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

/// The name of the parameter that a segment is.
pub(crate) fn parameter(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}
