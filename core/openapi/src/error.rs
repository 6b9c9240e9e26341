//! Why endpoints make no document.

use std::{error, fmt};

/// Why endpoints make no document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DocumentError {
    /// Two operations have one name.
    Operation(String),
    /// Two endpoints are at one path, below different servers.
    Path(String),
    /// Two types have one name, so that one of them would get a number.
    Schema(String),
}

// === impl DocumentError ===

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operation(id) => {
                write!(
                    f,
                    "two operations are called '{id}': an endpoint that is mounted twice has two documents"
                )
            }
            Self::Path(path) => {
                write!(f, "two endpoints are at '{path}' below different servers: hide one of them")
            }
            Self::Schema(name) => {
                write!(f, "two types are called '{name}': rename one with #[schemars(rename = …)]")
            }
        }
    }
}

impl error::Error for DocumentError {}
