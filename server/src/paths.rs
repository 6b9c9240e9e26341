//! Where the platform's own pages are.

/// The paths of the platform's own pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paths {
    /// The pages below which problems are explained, with a slash in the end.
    pub problems: &'static str,
    /// The plain document that describes the API, in JSON.
    pub document: &'static str,
    /// The same in YAML.
    pub document_yaml: &'static str,
    /// The same in OpenAPI 3.0.
    pub document_3_0: &'static str,
    /// The document with each status and header field.
    pub document_full: &'static str,
    /// The collection of requests for Postman.
    pub collection: &'static str,
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

impl Paths {
    /// Whether the response at this path tells the origin: the forms of the document, and the page for developers of clients.
    pub(crate) fn tells_origin(&self, path: &str) -> bool {
        [self.document, self.document_yaml, self.document_3_0, self.document_full, self.collection]
            .contains(&path)
            || path.strip_prefix(self.docs) == Some("/")
    }
}

impl Default for Paths {
    fn default() -> Self {
        Self {
            problems: "/problems/",
            document: "/openapi.json",
            document_yaml: "/openapi.yaml",
            document_3_0: "/openapi-3.0.json",
            document_full: "/openapi-full.json",
            collection: "/postman.json",
            docs: "/docs",
            health: "/health/",
            version: "/version",
            metrics: "/metrics",
            traces: "/_trace",
        }
    }
}
