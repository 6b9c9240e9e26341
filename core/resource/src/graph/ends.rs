//! How walks end, counted for whoever watches the service.
//!
//! A number for each edge, in one place of the process: a walk pays for one addition, and nothing has to be passed along.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use super::{Branch, Decision, GRAPH, Next};

/// By question and answer; what comes after the last answer is a fault.
static ENDS: [[AtomicU64; Branch::COUNT + 1]; GRAPH.len()] =
    [const { [const { AtomicU64::new(0) }; Branch::COUNT + 1] }; GRAPH.len()];

/// How many walks of this process have ended in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ends {
    /// The last question.
    pub decision: Decision,
    /// Its answer; absent where a fault ended the walk instead.
    pub answer: Option<Branch>,
    /// The status that the answer leads to; absent for a fault.
    pub status: Option<u16>,
    /// How many.
    pub count: u64,
}

pub(super) fn count(decision: Decision, answer: Option<Branch>) {
    let answer = answer.map_or(Branch::COUNT, |answer| answer as usize);
    ENDS[decision as usize][answer].fetch_add(1, Relaxed);
}

/// Every way in which a walk can end, with how many have since the process began.
pub fn ends() -> impl Iterator<Item = Ends> {
    GRAPH.iter().flat_map(|node| {
        let decision = node.decision;
        let counted = move |at: usize| ENDS[decision as usize][at].load(Relaxed);
        let answers = node.edges.iter().filter_map(move |(answer, next)| match next {
            Next::Ask(_) => None,
            Next::Respond(status) => {
                let count = counted(*answer as usize);
                Some(Ends { decision, answer: Some(*answer), status: Some(*status), count })
            }
        });
        answers.chain([Ends { decision, answer: None, status: None, count: counted(Branch::COUNT) }])
    })
}
