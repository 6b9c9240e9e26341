//! The arguments of the commands that print: the graph and the document.

use clap::{Args, ValueEnum};
use ogrom_core_openapi::Document;

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
}

// === impl DocumentOptions ===

impl DocumentOptions {
    /// The text of this document.
    pub fn text(&self, document: Document) -> String {
        let document = match self.openapi {
            OpenapiVersion::V3_1 => document,
            OpenapiVersion::V3_0 => document.in_version_3_0(),
        };
        match self.format {
            DocumentFormat::Json => document.to_json(),
            DocumentFormat::Yaml => document.to_yaml(),
        }
    }
}
