//! The state of the content of a request, which a listener sets and the pipeline judges.

use std::sync::{
    Arc,
    atomic::{AtomicU8, Ordering::Relaxed},
};

use crate::limits::Refusal;

/// The state of the content of a request: an extension of each request that has content. Its clones are the same.
#[derive(Debug, Clone)]
pub struct ContentState(Arc<State>);

#[derive(Debug)]
struct State {
    fault: AtomicU8,
    limit: u64,
}

/// The content did not come in time.
const LATE: u8 = 1;

/// More content came than is ever taken.
const TOO_LARGE: u8 = 2;

// === impl ContentState ===

impl ContentState {
    /// The state of content that is on its way, of this many bytes at most.
    pub fn new(limit: u64) -> Self {
        Self(Arc::new(State { fault: AtomicU8::new(0), limit }))
    }

    /// The content does not come in time: the response is a 408.
    pub fn set_late(&self) {
        self.0.fault.store(LATE, Relaxed);
    }

    /// The content is larger than the limit: the response is a 413.
    pub fn set_too_large(&self) {
        self.0.fault.store(TOO_LARGE, Relaxed);
    }

    /// Whether it did not come in time.
    pub fn is_late(&self) -> bool {
        self.0.fault.load(Relaxed) == LATE
    }

    /// How many bytes are taken at most.
    pub fn limit(&self) -> u64 {
        self.0.limit
    }

    /// The refusal that its sender is given, if something is wrong with it.
    pub(super) fn refusal(&self) -> Option<Refusal> {
        match self.0.fault.load(Relaxed) {
            LATE => Some(Refusal::late()),
            TOO_LARGE => Some(Refusal::too_large(self.0.limit)),
            _ => None,
        }
    }
}
