//! The arguments of the commands that print: the graph and the document.

use clap::{Args, ValueEnum};
use ogrom_core_openapi::{DescribedRoutes, Detail, Document, DocumentError, Info};

/// The options of the command `graph`.
#[derive(Debug, Clone, Args)]
pub struct GraphCommand {
    /// Output format
    #[arg(long, value_enum, default_value_t = GraphFormat::Text)]
    pub format: GraphFormat,
}

/// A format of the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GraphFormat {
    /// Lines of text
    Text,
    /// DOT, for Graphviz
    Dot,
    /// SVG, for browsers
    Svg,
}

/// The options of a command that prints the document of an API.
#[derive(Debug, Clone, Args)]
pub struct DocumentOptions {
    /// Output format
    #[arg(long, value_enum, default_value_t = DocumentFormat::Json)]
    pub format: DocumentFormat,
    /// The version of OpenAPI
    #[arg(long = "version", value_enum, default_value_t = OpenapiVersion::V3_1)]
    pub openapi: OpenapiVersion,
    /// Print each status and header field that is possible, not those alone that generators of clients use
    #[arg(long)]
    pub full: bool,
    /// The scheme and authority of the API, such as `https://api.example`, for absolute URLs of servers [default:
    /// paths alone, and this machine at port 8080 for Postman]
    #[arg(long, value_name = "URL")]
    pub origin: Option<String>,
}

/// A version of OpenAPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OpenapiVersion {
    /// OpenAPI 3.1
    #[value(name = "3.1")]
    V3_1,
    /// OpenAPI 3.0, for older tools
    #[value(name = "3.0")]
    V3_0,
}

/// A format of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DocumentFormat {
    /// JSON
    Json,
    /// YAML
    Yaml,
    /// A collection of requests, which Postman, Bruno and others import
    Postman,
}

/// The origin of a service that was started without options.
const LOCAL: &str = "http://127.0.0.1:8080";

// === impl DocumentOptions ===

impl DocumentOptions {
    /// The text of the document of these routes.
    pub fn text(&self, routes: DescribedRoutes, info: &Info) -> Result<String, DocumentError> {
        let usual = if self.format == DocumentFormat::Postman { LOCAL } else { "" };
        let origin = self.origin.as_deref().unwrap_or(usual).trim_end_matches('/');
        let detail = if self.full { Detail::Full } else { Detail::Plain };
        let document = Document::of(&routes.with_origin(origin).in_detail(detail), info)?;
        let document = match self.openapi {
            OpenapiVersion::V3_1 => document,
            OpenapiVersion::V3_0 => document.in_version_3_0(),
        };
        Ok(match self.format {
            DocumentFormat::Json => document.to_json(),
            DocumentFormat::Yaml => document.to_yaml(),
            DocumentFormat::Postman => document.to_postman(),
        })
    }
}
