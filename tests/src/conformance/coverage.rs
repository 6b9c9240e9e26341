//! Which edges of the graph a table takes, and how often.

use std::{collections::HashMap, fmt};

use ogrom_core_resource::graph::{Branch, Decision, GRAPH, Next};

use super::{Case, walk};

/// How many cases take each edge.
#[derive(Debug, Clone, Default)]
pub struct Coverage(HashMap<(Decision, Branch), usize>);

/// Edges that no table can take, since format 1 cannot say what leads there. They have cases in Rust.
pub const BEYOND_FORMAT_1: [(Decision, Branch); 9] = [
    (Decision::Existence, Branch::Nowhere),
    (Decision::Existence, Branch::Malformed),
    (Decision::Permitted, Branch::Unauthenticated),
    (Decision::Permitted, Branch::Limited),
    (Decision::Permitted, Branch::Forbidden),
    (Decision::Act, Branch::Invalid),
    (Decision::Act, Branch::Stale),
    (Decision::ConditionLost, Branch::Yes),
    (Decision::ConditionLost, Branch::No),
];

// === impl Coverage ===

impl Coverage {
    /// The coverage of these cases.
    pub fn of<'a>(cases: impl IntoIterator<Item = &'a Case>) -> Self {
        let mut taken = HashMap::new();
        for step in cases.into_iter().filter_map(walk).flat_map(|path| path.steps) {
            *taken.entry(step).or_default() += 1;
        }
        Self(taken)
    }

    /// How many cases take an edge.
    pub fn count(&self, decision: Decision, answer: Branch) -> usize {
        self.0.get(&(decision, answer)).copied().unwrap_or_default()
    }

    /// The edges that no case takes.
    pub fn missing(&self) -> Vec<(Decision, Branch)> {
        let edges =
            GRAPH.iter().flat_map(|node| node.edges.iter().map(|(answer, _)| (node.decision, *answer)));
        edges.filter(|(decision, answer)| self.count(*decision, *answer) == 0).collect()
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for node in &GRAPH {
            let count = |answer| self.count(node.decision, answer);
            let total: usize = node.edges.iter().map(|(answer, _)| count(*answer)).sum();
            writeln!(f, "{:?}: {total}", node.decision)?;
            for (answer, next) in node.edges {
                let to = match next {
                    Next::Ask(decision) => format!("{decision:?}"),
                    Next::Respond(status) => status.to_string(),
                };
                let note = if BEYOND_FORMAT_1.contains(&(node.decision, *answer)) {
                    "  (beyond format 1)"
                } else {
                    ""
                };
                writeln!(f, "  {:16} -> {to:17} {:5}{note}", format!("{answer:?}"), count(*answer))?;
            }
        }
        Ok(())
    }
}
