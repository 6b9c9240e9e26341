//! References to secrets, which stand in files of their own or in variables, so that shared files hold none.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use toml::de::{DeTable, DeValue};

use super::variables::Variables;

/// How a reference is written.
pub(crate) const WRITTEN: &str = r#"{ file = "…" } or { env = "…" }"#;

/// Where a secret is.
pub(crate) enum Reference {
    /// The content of a file, without the line break at its end. The path is relative to the file that refers to it.
    File(PathBuf),
    /// The value of a variable.
    Variable(String),
}

// === impl Reference ===

impl Reference {
    /// The reference, if a table is one.
    pub(crate) fn of(table: &DeTable<'_>) -> Option<Self> {
        let mut entries = table.iter();
        let (Some((key, value)), None) = (entries.next(), entries.next()) else { return None };
        let DeValue::String(text) = value.get_ref() else { return None };
        match key.get_ref().as_ref() {
            "file" => Some(Self::File(PathBuf::from(text.as_ref()))),
            "env" => Some(Self::Variable(text.as_ref().to_owned())),
            _ => None,
        }
    }

    /// The secret. An error says why there is none, without a word of what was found.
    pub(crate) fn follow(&self, from: &Path, variables: &Variables) -> Result<OsString, String> {
        let (named, secret) = match self {
            Self::File(path) => {
                let path = from.parent().unwrap_or(from).join(path);
                let text = fs::read_to_string(&path);
                let text = text.map_err(|error| format!("cannot read {}: {error}", path.display()))?;
                let secret = text.strip_suffix('\n').unwrap_or(&text);
                (path.display().to_string(), OsString::from(secret.strip_suffix('\r').unwrap_or(secret)))
            }
            Self::Variable(name) => {
                let value = variables.get(name).ok_or_else(|| format!("the variable {name} is not set"))?;
                (name.clone(), value.to_owned())
            }
        };
        if secret.is_empty() { Err(format!("{named} is empty")) } else { Ok(secret) }
    }
}
