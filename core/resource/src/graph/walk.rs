//! The pure machine that walks the graph.

use std::fmt;

use super::{
    Branch, Decision, GRAPH,
    Next::{self, Ask, Respond},
    ends,
};

/// The edges of the graph, by question and answer: a request takes some twenty, and none is searched for.
static EDGES: [[Option<Next>; Branch::COUNT]; GRAPH.len()] = {
    let mut edges = [[None; Branch::COUNT]; GRAPH.len()];
    let mut node = 0;
    while node < GRAPH.len() {
        let mut edge = 0;
        while edge < GRAPH[node].edges.len() {
            let (answer, next) = GRAPH[node].edges[edge];
            edges[node][answer as usize] = Some(next);
            edge += 1;
        }
        node += 1;
    }
    edges
};

/// One walk through the graph. Remembers its path.
#[derive(Clone)]
pub struct Walk {
    at: Decision,
    steps: [Option<Branch>; GRAPH.len()],
}

// === impl Walk ===

impl Walk {
    /// A walk that stands at the first question.
    pub const fn new() -> Self {
        Self { at: Decision::Available, steps: [None; GRAPH.len()] }
    }

    /// The question to answer now.
    pub const fn at(&self) -> Decision {
        self.at
    }

    /// Takes the edge of this answer. Absent where the question has no such answer: a defect of whoever answers.
    #[inline]
    pub fn answer(&mut self, answer: Branch) -> Option<Next> {
        let step = &mut self.steps[self.at as usize];
        match &EDGES[self.at as usize][answer as usize] {
            Some(Ask(decision)) => {
                *step = Some(answer);
                self.at = *decision;
                Some(Ask(*decision))
            }
            Some(Respond(status)) => {
                *step = Some(answer);
                Some(Respond(*status))
            }
            None => None,
        }
    }

    /// Counts this walk among those that have [ended](super::ends) where it stands.
    pub(crate) fn count(&self) {
        ends::count(self.at, self.steps[self.at as usize]);
    }

    /// The questions that were answered, in their order. Every edge leads forward, so the order is that of the graph.
    pub fn steps(&self) -> impl Iterator<Item = (Decision, Branch)> {
        GRAPH.iter().filter_map(|node| Some((node.decision, self.steps[node.decision as usize]?)))
    }
}

impl Default for Walk {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Walk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.steps()).finish()
    }
}
