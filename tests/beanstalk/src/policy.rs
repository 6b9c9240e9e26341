//! A policy of IAM, enforced: which calls are allowed on which resources.
//!
//! An element of a policy that the double cannot evaluate is refused when the policy is read. A condition that is
//! ignored would allow what AWS does not.

#[cfg(test)]
mod tests;

use serde::Deserialize;
use serde_json::Value;

/// A policy document.
#[derive(Clone, Debug)]
pub struct Policy {
    statements: Vec<Statement>,
}

#[derive(Clone, Debug)]
struct Statement {
    allows: bool,
    /// In small letters.
    actions: Vec<String>,
    resources: Vec<String>,
}

/// Why a policy cannot be enforced.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// It is no policy document, or has an element that the double cannot evaluate.
    #[error("the policy cannot be enforced: {0}")]
    Document(#[from] serde_json::Error),
    /// Its `Effect` is neither of both.
    #[error("the policy cannot be enforced: the effect '{0}' is neither Allow nor Deny")]
    Effect(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Document {
    #[serde(rename = "Version")]
    _version: Option<String>,
    #[serde(rename = "Id")]
    _id: Option<String>,
    statement: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Written {
    #[serde(rename = "Sid")]
    _sid: Option<String>,
    effect: String,
    action: OneOrMore<String>,
    resource: OneOrMore<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore<T> {
    More(Vec<T>),
    One(T),
}

// === impl Policy ===

impl Policy {
    /// Reads a document.
    pub fn read(document: &Value) -> Result<Self, PolicyError> {
        // Not through `untagged`, whose error would not name the unknown element.
        let mut document = document.clone();
        if let Some(statement) = document.get_mut("Statement").filter(|statement| statement.is_object()) {
            *statement = Value::Array(vec![statement.take()]);
        }
        let Document { statement, .. } = serde_json::from_value(document)?;
        let statements = statement.into_iter().map(Statement::read).collect::<Result<_, _>>()?;
        Ok(Self { statements })
    }

    /// Whether an action, such as `s3:GetObject`, is allowed on a resource: some statement allows it, and none denies it.
    pub(crate) fn allows(&self, action: &str, resource: &str) -> bool {
        let action = action.to_lowercase();
        let concerning = || self.statements.iter().filter(|statement| statement.concerns(&action, resource));
        concerning().any(|statement| statement.allows) && concerning().all(|statement| statement.allows)
    }
}

// === impl Statement ===

impl Statement {
    fn read(written: Written) -> Result<Self, PolicyError> {
        let allows = match written.effect.as_str() {
            "Allow" => true,
            "Deny" => false,
            _ => return Err(PolicyError::Effect(written.effect)),
        };
        let actions = written.action.into_iter().map(|action| action.to_lowercase()).collect();
        Ok(Self { allows, actions, resources: written.resource.into_iter().collect() })
    }

    fn concerns(&self, action: &str, resource: &str) -> bool {
        self.actions.iter().any(|pattern| matches(pattern, action))
            && self.resources.iter().any(|pattern| matches(pattern, resource))
    }
}

/// Whether a pattern matches a text: `*` is any characters, `?` any one.
fn matches(pattern: &str, text: &str) -> bool {
    let Some(first) = pattern.chars().next() else { return text.is_empty() };
    let rest = &pattern[first.len_utf8()..];
    let mut characters = text.chars();
    match first {
        '*' => text.char_indices().map(|(at, _)| at).chain([text.len()]).any(|at| matches(rest, &text[at..])),
        '?' => characters.next().is_some() && matches(rest, characters.as_str()),
        _ => characters.next() == Some(first) && matches(rest, characters.as_str()),
    }
}

// === impl OneOrMore ===

impl<T> IntoIterator for OneOrMore<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        match self {
            Self::More(more) => more.into_iter(),
            Self::One(one) => vec![one].into_iter(),
        }
    }
}
