//! The decision graph of HTTP: which question is asked when, and where each answer leads.
//!
//! The graph is data. An exchange walks it, answering each question from the request or by asking the resource; tests walk
//! it without either; drawings, documentation and traces read it. The order is that of RFC 9110: what can be told without
//! looking at the target comes first (§15.6, §15.5), preconditions come just before the content is processed (§13.2.1),
//! and the content is judged last.

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
#[expect(missing_docs, reason = "each is the word itself; the questions say what it means")]
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
    /// To the next question.
    Ask(Decision),
    /// To a response of this status.
    Respond(u16),
}

/// A question with all that is known of it before any request.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Node {
    /// The question.
    pub decision: Decision,
    /// The question in words.
    pub question: &'static str,
    /// The sections that it stands on.
    pub source: &'static str,
    /// The fields of the request that it looks at, in lower case; `:method` and `:path` as in RFC 9113 §8.3.1.
    /// The header fields that a resource has as parameters come on top of them.
    pub sees: &'static [&'static str],
    /// Every branch that it has, and where it leads.
    pub edges: &'static [(Branch, Next)],
}

// === impl Branch ===

impl Branch {
    /// How many there are.
    const COUNT: usize = Self::Unsatisfiable as usize + 1;
}

#[cfg(test)]
mod tests;
