//! The pure machine that walks the graph.

use std::fmt;

use super::{
    Answer, Decision, GRAPH,
    Next::{self, Ask},
};

/// One walk through the graph. Remembers its path.
#[derive(Clone)]
pub struct Walk {
    at: Decision,
    steps: [Option<Answer>; GRAPH.len()],
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
    pub fn answer(&mut self, answer: Answer) -> Option<Next> {
        let (_, next) = self.at.node().edges.iter().find(|(label, _)| *label == answer)?;
        self.steps[self.at as usize] = Some(answer);
        if let Ask(decision) = next {
            self.at = *decision;
        }
        Some(*next)
    }

    /// The questions that were answered, in their order. Every edge leads forward, so the order is that of the graph.
    pub fn steps(&self) -> impl Iterator<Item = (Decision, Answer)> {
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
