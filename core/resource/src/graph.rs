//! The decision graph of HTTP: which question is asked when, and where each answer leads.
//!
//! The graph is data. The shell walks it, answering each question from the request or by asking the resource; tests walk
//! it without either. The order is that of RFC 9110: what can be told without looking at the target comes first (§15.6,
//! §15.5), preconditions come just before the content is processed (§13.2.1), and the content is judged last.

use std::fmt;

use Answer::{
    Accepted, Conflict, Created, Done, Failed, Forbidden, Found, Gone, Granted, Invalid, Limited, Malformed,
    Met, Missing, Moved, MovedTemporarily, No, Nowhere, Ok, Part, SeeOther, Stale, TooLarge, Unauthenticated,
    Unmodified, Unsatisfiable, Whole, Yes,
};
use Next::{Ask, Respond};

/// A question of the graph. The doc comment of each names what it stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Decision {
    /// Can the service answer at all now? RFC 9110 §15.6.4.
    Available,
    /// Is the method one that we know? RFC 9110 §15.6.2.
    MethodKnown,
    /// Is the target URI of a bearable length? RFC 9110 §15.5.15.
    UriFits,
    /// Are the header fields of a bearable size? RFC 6585 §5.
    HeadersFit,
    /// Does the resource support the method? RFC 9110 §15.5.6.
    MethodAllowed,
    /// May this client use this method here, as far as can be told without looking? RFC 9110 §15.5.2, §15.5.4, RFC 6585 §4.
    Access,
    /// Does the request only ask what can be done? RFC 9110 §9.3.7.
    Options,
    /// Is the announced content of a bearable size? RFC 9110 §15.5.14.
    ContentFits,
    /// Is the content whole, not a range of it? RFC 9110 §14.5.
    ContentWhole,
    /// Is the content in a format and coding that the method takes? RFC 9110 §15.5.16.
    ContentTypeKnown,
    /// Is there a representation that the client accepts? RFC 9110 §12.5.1, §15.5.7.
    Acceptable,
    /// Are the parameters of the query understood? RFC 9110 §15.5.1.
    QueryValid,
    /// Is there something at the target? RFC 9110 §15.5.5, §15.5.11, §15.4.
    Existence,
    /// May the method make something where nothing is? RFC 9110 §9.3.3, §9.3.4.
    CreatesHere,
    /// May this client do this to what was found? RFC 9110 §15.5.4.
    Permitted,
    /// Is a condition there, if the resource demands one? RFC 6585 §3.
    ConditionGiven,
    /// Do the conditions hold? RFC 9110 §13.2.2.
    Conditions,
    /// Does the method read? RFC 9110 §9.3.1.
    Reads,
    /// Can the content be read? RFC 9110 §15.5.1, §15.5.14.
    ContentReadable,
    /// Is the content meaningful? RFC 9110 §15.5.21.
    ContentValid,
    /// What came of the action? RFC 9110 §15.3, §15.4.4, §15.5.10.
    Act,
    /// Is a part of the representation asked for? RFC 9110 §14.2.
    Range,
    /// Did the client make the change conditional on what has meanwhile changed? RFC 9110 §13.1.1.
    ConditionLost,
}

/// An answer to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the word itself; the questions say what it means")]
pub enum Answer {
    Yes,
    No,
    Granted,
    Unauthenticated,
    Limited,
    Forbidden,
    Found,
    Missing,
    Nowhere,
    Gone,
    Moved,
    MovedTemporarily,
    Met,
    Unmodified,
    Failed,
    Malformed,
    TooLarge,
    Ok,
    Created,
    Accepted,
    Done,
    SeeOther,
    Invalid,
    Conflict,
    Stale,
    Whole,
    Part,
    Unsatisfiable,
}

/// Where an answer leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// To the next question.
    Ask(Decision),
    /// To a response of this status.
    Respond(u16),
}

/// A question with its edges.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// The question.
    pub decision: Decision,
    /// Every answer that it has, and where it leads.
    pub edges: &'static [(Answer, Next)],
}

const fn node(decision: Decision, edges: &'static [(Answer, Next)]) -> Node {
    Node { decision, edges }
}

/// How many questions there are.
const LENGTH: usize = 23;

/// The whole graph, in the order of [`Decision`]; it begins at the first node.
pub static GRAPH: [Node; LENGTH] = {
    use Decision as D;
    [
        node(D::Available, &[(Yes, Ask(D::MethodKnown)), (No, Respond(503))]),
        node(D::MethodKnown, &[(Yes, Ask(D::UriFits)), (No, Respond(501))]),
        node(D::UriFits, &[(Yes, Ask(D::HeadersFit)), (No, Respond(414))]),
        node(D::HeadersFit, &[(Yes, Ask(D::MethodAllowed)), (No, Respond(431))]),
        node(D::MethodAllowed, &[(Yes, Ask(D::Access)), (No, Respond(405))]),
        node(
            D::Access,
            &[
                (Granted, Ask(D::Options)),
                (Unauthenticated, Respond(401)),
                (Limited, Respond(429)),
                (Forbidden, Respond(403)),
            ],
        ),
        node(D::Options, &[(No, Ask(D::ContentFits)), (Yes, Respond(204))]),
        node(D::ContentFits, &[(Yes, Ask(D::ContentWhole)), (No, Respond(413))]),
        node(D::ContentWhole, &[(Yes, Ask(D::ContentTypeKnown)), (No, Respond(400))]),
        node(D::ContentTypeKnown, &[(Yes, Ask(D::Acceptable)), (No, Respond(415))]),
        node(D::Acceptable, &[(Yes, Ask(D::QueryValid)), (No, Respond(406))]),
        node(D::QueryValid, &[(Yes, Ask(D::Existence)), (No, Respond(400))]),
        node(
            D::Existence,
            &[
                (Found, Ask(D::Permitted)),
                (Missing, Ask(D::CreatesHere)),
                (Nowhere, Respond(404)),
                (Malformed, Respond(400)),
                (Gone, Respond(410)),
                (Moved, Respond(308)),
                (MovedTemporarily, Respond(307)),
            ],
        ),
        node(D::CreatesHere, &[(Yes, Ask(D::Permitted)), (No, Respond(404))]),
        node(
            D::Permitted,
            &[
                (Granted, Ask(D::ConditionGiven)),
                (Unauthenticated, Respond(401)),
                (Limited, Respond(429)),
                (Forbidden, Respond(403)),
            ],
        ),
        node(D::ConditionGiven, &[(Yes, Ask(D::Conditions)), (No, Respond(428))]),
        node(D::Conditions, &[(Met, Ask(D::Reads)), (Unmodified, Respond(304)), (Failed, Respond(412))]),
        node(D::Reads, &[(Yes, Ask(D::Act)), (No, Ask(D::ContentReadable))]),
        node(
            D::ContentReadable,
            &[(Yes, Ask(D::ContentValid)), (Malformed, Respond(400)), (TooLarge, Respond(413))],
        ),
        node(
            D::ContentValid,
            &[(Yes, Ask(D::Act)), (Malformed, Respond(400)), (No, Respond(422)), (Conflict, Respond(409))],
        ),
        node(
            D::Act,
            &[
                (Ok, Ask(D::Range)),
                (Created, Respond(201)),
                (Accepted, Respond(202)),
                (Done, Respond(204)),
                (SeeOther, Respond(303)),
                (Invalid, Respond(422)),
                (Conflict, Respond(409)),
                (Stale, Ask(D::ConditionLost)),
            ],
        ),
        node(D::Range, &[(Whole, Respond(200)), (Part, Respond(206)), (Unsatisfiable, Respond(416))]),
        node(D::ConditionLost, &[(Yes, Respond(412)), (No, Respond(409))]),
    ]
};

/// One walk through the graph. Remembers its path.
#[derive(Clone)]
pub struct Walk {
    at: Decision,
    steps: [Option<Answer>; LENGTH],
}

// === impl Decision ===

impl Decision {
    /// The question's node.
    pub const fn node(self) -> &'static Node {
        &GRAPH[self as usize]
    }
}

// === impl Walk ===

impl Walk {
    /// A walk that stands at the first question.
    pub const fn new() -> Self {
        Self { at: Decision::Available, steps: [None; LENGTH] }
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

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_node_stands_at_its_decision() {
        for (i, node) in GRAPH.iter().enumerate() {
            assert_eq!(node.decision as usize, i);
        }
    }

    #[test]
    fn every_edge_leads_forward() {
        for node in GRAPH {
            for (answer, next) in node.edges {
                if let Ask(decision) = next {
                    assert!(*decision as usize > node.decision as usize, "{:?} {answer:?}", node.decision);
                }
            }
        }
    }

    #[test]
    fn every_decision_is_reached_and_every_answer_distinct() {
        let targets = GRAPH.iter().flat_map(|node| node.edges).filter_map(|(_, next)| match next {
            Ask(decision) => Some(*decision),
            Respond(_) => None,
        });
        let reached: HashSet<_> = targets.chain([Walk::new().at()]).collect();
        assert_eq!(reached.len(), LENGTH);
        for node in GRAPH {
            let answers: HashSet<_> = node.edges.iter().map(|(answer, _)| answer).collect();
            assert_eq!(answers.len(), node.edges.len(), "{:?}", node.decision);
        }
    }

    #[test]
    fn the_front_page_shows_the_graph() {
        let page = include_str!("../README.md");
        let rows: Vec<Vec<_>> = page
            .lines()
            .filter(|line| line.starts_with("| `"))
            .map(|line| line.split('|').map(str::trim).collect())
            .collect();
        assert_eq!(rows.len(), LENGTH);
        for (node, row) in GRAPH.iter().zip(rows) {
            let ends = node.edges.iter().filter_map(|(answer, next)| match next {
                Ask(_) => None,
                Respond(status) => Some(format!("`{answer:?}` {status}")),
            });
            let ends: Vec<_> = ends.collect();
            assert_eq!((row[1], row[3]), (&*format!("`{:?}`", node.decision), &*ends.join(", ")));
        }
    }

    #[test]
    fn a_walk_remembers_its_path() {
        let mut walk = Walk::new();
        assert_eq!(walk.answer(Granted), None, "no such answer");
        assert_eq!(walk.answer(Yes), Some(Ask(Decision::MethodKnown)));
        assert_eq!(walk.answer(No), Some(Respond(501)));
        let steps: Vec<_> = walk.steps().collect();
        assert_eq!(steps, [(Decision::Available, Yes), (Decision::MethodKnown, No)]);
    }
}
