//! The metrics of limits: each has a counter of the clients that it held back.

use metrics::{Counter, Gauge, counter, describe_counter, describe_gauge, gauge};

/// Counts the clients that a limit held back, by `limit`.
pub const LIMITED: &str = "ogrom_limited_total";

/// How many connections are open.
pub const CONNECTIONS: &str = "ogrom_connections";

macro_rules! limits {
    ($($(#[$doc:meta])* $limit:ident = $label:literal;)+) => {
        /// A limit that holds clients back.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Limit {
            $($(#[$doc])* $limit,)+
        }

        /// The labels of all, in their order.
        const LABELS: &[&str] = &[$($label),+];
    };
}

limits! {
    /// Too many connections: it waits.
    Connections = "connections";
    /// Too many connections of one client: one is closed.
    ClientConnections = "client-connections";
    /// Too many requests at once: 503.
    Requests = "requests";
    /// Too many requests of one client: 429.
    ClientRate = "client-rate";
    /// Too many requests of one user: 429.
    UserRate = "user-rate";
    /// A head that does not come: the connection is closed.
    HeadTime = "head-time";
    /// A connection on which nothing is asked, or nothing moves: it is closed.
    IdleTime = "idle-time";
    /// Content that does not come: 408.
    ContentTime = "content-time";
    /// An answer that is not taken: the connection is closed.
    AnswerTime = "answer-time";
    /// A head that is too large: 431 or 414.
    HeadBytes = "head-bytes";
    /// Content that is too large: 413.
    ContentBytes = "content-bytes";
    /// A connection of HTTP/2 that gives itself up too often: it is closed.
    Resets = "resets";
}

/// The metrics of limits. They belong to the recorder that the process has when they are made.
#[derive(Debug)]
pub struct LimitMetrics {
    limited: Vec<Counter>,
    connections: Gauge,
}

// === impl LimitMetrics ===

impl LimitMetrics {
    /// Counts a client that this limit held back.
    pub fn count(&self, limit: Limit) {
        self.limited[limit as usize].increment(1);
    }

    /// A connection was opened.
    pub fn connected(&self) {
        self.connections.increment(1);
    }

    /// A connection was closed.
    pub fn disconnected(&self) {
        self.connections.decrement(1);
    }
}

impl Default for LimitMetrics {
    fn default() -> Self {
        describe_counter!(LIMITED, "Clients that a limit held back, by the limit");
        describe_gauge!(CONNECTIONS, "Connections that are open");
        let limited = LABELS.iter().map(|label| counter!(LIMITED, "limit" => *label));
        Self { limited: limited.collect(), connections: gauge!(CONNECTIONS) }
    }
}
