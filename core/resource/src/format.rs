//! The formats that representations are written in.

use bytes::Bytes;
use serde::Serialize;

use crate::{Fault, fault::Result};

/// A format for representations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// RFC 8259.
    Json,
}

/// What most representations fit into.
const USUAL_SIZE: usize = 1024;

// === impl Format ===

impl Format {
    /// All of them, in the order of our preference.
    pub(crate) const ALL: [Self; 1] = [Self::Json];

    /// Their media types, in the same order.
    pub(crate) const MEDIA_TYPES: [&'static str; 1] = [Self::Json.media_type()];

    /// The media type.
    pub(crate) const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
        }
    }

    /// How entity tags name it.
    pub(crate) const fn suffix(self) -> &'static str {
        match self {
            Self::Json => "json",
        }
    }

    /// Writes a view.
    pub(crate) fn write(self, view: &impl Serialize) -> Result<Bytes> {
        let mut content = Vec::with_capacity(USUAL_SIZE);
        match self {
            Self::Json => serde_json::to_writer(&mut content, view).map_err(Fault::internal)?,
        }
        Ok(content.into())
    }
}
