//! The arguments of the commands that print: the graph and the document.

use clap::{Args, ValueEnum};
use ogrom_core_openapi::Document;

/// How to draw.
#[derive(Debug, Clone, Args)]
pub struct GraphCommand {
    /// The format to draw it in
    #[arg(long, value_enum, default_value_t = GraphFormat::Text)]
    pub format: GraphFormat,
}

/// A format of the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GraphFormat {
    /// Lines to read
    Text,
    /// The language of Graphviz
    Dot,
    /// A picture for browsers
    Svg,
}

/// How to print the document of an API.
#[derive(Debug, Clone, Args)]
pub struct DocumentOptions {
    /// The format to print it in
    #[arg(long, value_enum, default_value_t = DocumentFormat::Json)]
    pub format: DocumentFormat,
    /// The version of OpenAPI that it is written in
    #[arg(long = "version", value_enum, default_value_t = OpenapiVersion::V3_1)]
    pub openapi: OpenapiVersion,
}

/// A version of OpenAPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OpenapiVersion {
    /// The one that the document is made in
    #[value(name = "3.1")]
    V3_1,
    /// An older one, for tools that know no newer
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
