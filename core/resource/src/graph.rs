//! The decision graph of HTTP: the order of the decisions, and the target of each branch.
//!
//! The graph is data. An exchange walks it, and decides from the request or by calling the resource. Tests walk it without
//! either. Drawings, documents and traces read it. The order is that of RFC 9110: decisions that do not need the target
//! come first (§15.6, §15.5), preconditions come just before the content is processed (§13.2.1), and the content is
//! validated last.

mod ends;
mod table;
mod walk;

pub use self::{
    ends::{Ends, ends},
    table::{Decision, GRAPH},
    walk::Walk,
};

/// The result of a decision, by which the walk goes on: the label of an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
#[expect(missing_docs, reason = "each is the word itself; the decisions define it")]
pub enum Branch {
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

/// Where a branch leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// To the next decision.
    Ask(Decision),
    /// To a response of this status.
    Respond(u16),
}

/// A decision, with its static facts.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Node {
    /// The decision.
    pub decision: Decision,
    /// The decision in words, as a question.
    pub question: &'static str,
    /// The sections of the RFCs that define it.
    pub source: &'static str,
    /// The fields of the request that it reads, in lower case; `:method` and `:path` as in RFC 9113 §8.3.1.
    /// Header fields that are parameters of the resource are not listed.
    pub sees: &'static [&'static str],
    /// Its branches, each with its target.
    pub edges: &'static [(Branch, Next)],
}

// === impl Branch ===

impl Branch {
    /// How many there are.
    const COUNT: usize = Self::Unsatisfiable as usize + 1;
}

#[cfg(test)]
mod tests;
