//! Problems with the words of their pages.

use ogrom_core_resource::Problem;

/// A problem that a service adds, with the words of the page that explains it. The words are HTML of the service's own.
#[derive(Debug, Clone, Copy)]
pub struct Explained {
    /// Makes the problem. Its name must be none of the platform's; two of one name share the page of one of them.
    pub problem: fn() -> Problem,
    /// The meaning of the problem.
    pub meaning: &'static str,
    /// The remedy: how a client can proceed.
    pub remedy: &'static str,
}

/// A problem with the words of its page.
#[derive(Debug)]
pub struct Explanation {
    pub(super) problem: Problem,
    pub(super) meaning: &'static str,
    pub(super) remedy: &'static str,
}

// === impl Explained ===

impl Explained {
    pub(super) fn explain(&self) -> Explanation {
        Explanation { problem: (self.problem)(), meaning: self.meaning, remedy: self.remedy }
    }
}
