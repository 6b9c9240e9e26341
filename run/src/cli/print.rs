//! The arguments of the commands that print: the graph and the document.

use clap::{Args, ValueEnum};
use ogrom_protocols_model::Locales;

use super::parsers::{LOCALES, locales};

/// How to draw.
#[derive(Debug, Clone, Args)]
pub struct GraphCommand {
    /// What to draw it in
    #[arg(long, value_enum, default_value_t = GraphFormat::Text)]
    pub format: GraphFormat,
}

/// What the graph is drawn in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GraphFormat {
    /// Lines to read
    Text,
    /// The language of Graphviz
    Dot,
    /// A picture for browsers
    Svg,
}

/// How to print the document.
#[derive(Debug, Clone, Args)]
pub struct DocumentCommand {
    /// What to print it in
    #[arg(long, value_enum, default_value_t = DocumentFormat::Json)]
    pub format: DocumentFormat,
    /// The version of OpenAPI that it is written in
    #[arg(long = "version", value_enum, default_value_t = OpenapiVersion::V3_1)]
    pub openapi: OpenapiVersion,
    /// The locales, the default first, each as `tag; currency; fallbacks`, separated by `|`
    #[arg(long, value_name = "LIST", env, default_value = LOCALES, value_parser = locales, hide_default_value = true)]
    pub locales: Locales,
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

/// What the document is printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DocumentFormat {
    /// JSON
    Json,
    /// YAML
    Yaml,
}
