//! Where the platform's own pages are.

/// The paths of the platform's own pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paths {
    /// The pages below which problems are explained, with a slash in the end.
    pub problems: &'static str,
    /// The document that describes the API.
    pub document: &'static str,
    /// The prefix of the page for developers of clients.
    pub docs: &'static str,
    /// The prefix of health checks, with a slash in the end. Requests for these are never limited.
    pub health: &'static str,
    /// The release that runs.
    pub version: &'static str,
    /// All metrics.
    pub metrics: &'static str,
    /// The pages of traces, for development.
    pub traces: &'static str,
}

// === impl Paths ===

impl Default for Paths {
    fn default() -> Self {
        Self {
            problems: "/problems/",
            document: "/openapi.json",
            docs: "/docs",
            health: "/health/",
            version: "/version",
            metrics: "/metrics",
            traces: "/_trace",
        }
    }
}
