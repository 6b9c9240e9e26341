//! What a document says that no table and no endpoint knows.

use ogrom_core_resource::describe::Field;

/// The words around a document.
#[derive(Debug, Clone)]
pub struct Info {
    /// What the API is called.
    pub title: &'static str,
    /// Its version.
    pub version: &'static str,
    /// What it is, in Markdown.
    pub about: &'static str,
    /// Who answers questions about it.
    pub contact: &'static str,
    /// The SPDX expression of its licence.
    pub licence: &'static str,
    /// What to do to get a bearer token, in Markdown.
    pub token: &'static str,
    /// What bearer tokens are, for those who look into them: a hint.
    pub token_format: &'static str,
    /// Header fields that every answer has.
    pub on_every_answer: Vec<Field>,
}
