//! Where the walks of one method can end: the graph, less the answers that the method and its resource never give.

use super::{Documented, Shape};
use crate::{
    Method, Problem, Resource,
    bound::Bound,
    graph::{Branch, Decision, GRAPH, Next},
    problem::of::{self, DEFAULT_RETRY},
};

/// An end of a walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    pub(super) decision: Decision,
    pub(super) answer: Branch,
    pub(super) status: u16,
}

/// The facts about a method that are known before any request and limit the walks.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each limits other walks")]
pub(super) struct Known<'a> {
    pub(super) method: Method,
    pub(super) documented: &'a Documented,
    pub(super) streams: bool,
    pub(super) receives: bool,
    pub(super) creates: bool,
    pub(super) demands_condition: bool,
    pub(super) has_path: bool,
}

// === impl Known ===

impl<'a> Known<'a> {
    pub(super) fn of<R: Resource>(
        bound: &Bound<R>,
        method: Method,
        shape: &Shape<R>,
        documented: &'a Documented,
    ) -> Self {
        Self {
            method,
            documented,
            streams: shape.streams,
            receives: shape.receives,
            creates: matches!(method, Method::Put | Method::Post) && bound.resource.creates(method),
            demands_condition: bound.resource.demands_condition() && !method.is_safe(),
            has_path: !bound.info.parameters.is_empty(),
        }
    }

    /// Every end, in the order of the graph, and every decision on the way.
    pub(super) fn walk(&self) -> (Vec<End>, Vec<Decision>) {
        let (mut ends, mut asked) = (Vec::new(), vec![Decision::Available]);
        // Every edge leads forward, so all edges to a decision are seen before its turn.
        for node in &GRAPH {
            if !asked.contains(&node.decision) {
                continue;
            }
            for (answer, next) in node.edges.iter().filter(|(answer, _)| self.may(node.decision, *answer)) {
                match *next {
                    Next::Ask(decision) if asked.contains(&decision) => {}
                    Next::Ask(decision) => asked.push(decision),
                    Next::Respond(status) => {
                        ends.push(End { decision: node.decision, answer: *answer, status });
                    }
                }
            }
        }
        (ends, asked)
    }

    /// Whether the decision may take this branch.
    fn may(&self, decision: Decision, answer: Branch) -> bool {
        use Branch::{Conflict, Created, Done, Found, Granted, Malformed, Missing, No, Ok, TooLarge, Yes};
        let reads = self.method.is_read();
        let content = self.method.has_content();
        let says = |answer| self.documented.may_answer(self.method, answer);
        match (decision, answer) {
            (Decision::MethodKnown | Decision::MethodAllowed, No) | (Decision::Options, Yes) => false,
            (Decision::ContentFits | Decision::ContentTypeKnown, No) => content,
            (Decision::ContentWhole, No) => self.method == Method::Put,
            (Decision::Access | Decision::Permitted, Granted) | (Decision::Existence, Found) => true,
            (Decision::Existence, Missing) => self.has_path || says(Missing),
            (Decision::CreatesHere, Yes) => self.creates,
            (Decision::CreatesHere, No) => self.has_path || !self.creates,
            (Decision::ConditionGiven, No) => self.demands_condition,
            (Decision::Conditions, Branch::Unmodified) | (Decision::Reads, Yes) => reads,
            (Decision::Reads, No) => !reads,
            (Decision::ContentReadable, Malformed | TooLarge) | (Decision::ContentValid, No) => {
                content && !self.receives
            }
            (Decision::ContentValid, Malformed | Conflict) => self.method == Method::Patch,
            (Decision::Act, _) if reads => answer == Ok,
            // `Prefer: return=minimal` replaces content by 204 (RFC 7240 §4.2).
            (Decision::Act, Done) => says(Done) || says(Ok),
            (Decision::Act, Created) if self.method == Method::Put => self.creates && says(Created),
            (Decision::Access | Decision::Permitted | Decision::Existence | Decision::Act, _) => says(answer),
            (Decision::Range, Branch::Part | Branch::Unsatisfiable) => reads && !self.streams,
            (Decision::ConditionLost, No) => !self.demands_condition || self.creates,
            _ => true,
        }
    }
}

// === impl End ===

impl End {
    /// Whether the walk ends only after the representation was negotiated.
    pub(super) fn is_negotiated(self) -> bool {
        self.decision as usize >= Decision::Acceptable as usize
    }

    /// The problem of this end, if it is one.
    pub(super) fn problem(self) -> Option<Problem> {
        use Branch::{Forbidden, Limited, Malformed, No, Unauthenticated};
        Some(match (self.decision, self.answer) {
            (Decision::Available, _) => of::unavailable().retry_after(DEFAULT_RETRY),
            (Decision::MethodKnown, _) => of::not_implemented(),
            (Decision::UriFits, _) => of::uri_too_long(),
            (Decision::HeadersFit, _) => of::headers_too_large(),
            (Decision::MethodAllowed, _) => of::method_not_allowed(),
            (Decision::Access | Decision::Permitted, Unauthenticated) => of::unauthenticated(),
            (Decision::Access | Decision::Permitted, Limited) => {
                of::too_many_requests().retry_after(DEFAULT_RETRY)
            }
            (Decision::Access | Decision::Permitted, Forbidden) => of::forbidden(),
            (Decision::ContentFits, _) | (Decision::ContentReadable, Branch::TooLarge) => {
                Problem::content_too_large(0)
            }
            (Decision::ContentWhole, _) => of::partial_content(),
            (Decision::ContentTypeKnown, _) => of::unsupported_media_type(),
            (Decision::Acceptable, _) => of::not_acceptable(),
            (Decision::ParametersValid, _) | (Decision::Existence, Malformed) => of::invalid_query(),
            (Decision::Existence, Branch::Gone) => of::gone(),
            (Decision::Existence, Branch::Nowhere) | (Decision::CreatesHere, _) => Problem::not_found(),
            (Decision::ConditionGiven, _) => of::precondition_required(),
            (Decision::Conditions, Branch::Failed) | (Decision::ConditionLost, Branch::Yes) => {
                of::precondition_failed()
            }
            (Decision::ContentReadable | Decision::ContentValid, Malformed) => Problem::malformed(""),
            (Decision::ContentValid, No) | (Decision::Act, Branch::Invalid) => of::invalid_content(),
            (Decision::ContentValid | Decision::Act, Branch::Conflict) | (Decision::ConditionLost, No) => {
                of::conflict()
            }
            (Decision::Range, Branch::Unsatisfiable) => of::range_not_satisfiable(),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_end_of_the_graph_is_told_as_what_it_is() {
        for node in &GRAPH {
            for (answer, next) in node.edges {
                let Next::Respond(status) = *next else { continue };
                let end = End { decision: node.decision, answer: *answer, status };
                let told = end.problem().map(|problem| problem.status().as_u16());
                assert_eq!(told, (status >= 400).then_some(status), "{end:?}");
            }
        }
    }
}
