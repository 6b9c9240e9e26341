//! The facts of a document that no table and no endpoint has.

use ogrom_core_resource::describe::Field;

/// The words around a document.
#[derive(Debug, Clone)]
pub struct Info {
    /// The name of the API.
    pub title: &'static str,
    /// Its version.
    pub version: &'static str,
    /// Its description, in Markdown.
    pub about: &'static str,
    /// The contact for enquiries about it.
    pub contact: &'static str,
    /// The SPDX expression of its licence.
    pub licence: &'static str,
    /// How to get a bearer token, in Markdown.
    pub token: &'static str,
    /// The format of bearer tokens, for clients that look into them: a hint.
    pub token_format: &'static str,
    /// Header fields that every response has.
    pub on_every_answer: Vec<Field>,
}
