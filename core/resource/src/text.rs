//! A text as a view, of which all answers share one copy.

use std::{borrow::Cow, fmt};

use bytes::Bytes;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer, ser::Error};

/// A text that is there before anybody asks for it. As a view that is written by [`Codec::Text`](crate::Codec::Text) it is
/// not copied: however many clients are sent it at once, it is in memory once.
#[derive(Clone, PartialEq, Eq)]
pub struct Text(Bytes);

// === impl Text ===

impl Text {
    /// Its bytes, which are not copied.
    pub(crate) fn shared(&self) -> Bytes {
        self.0.clone()
    }
}

impl From<&'static str> for Text {
    fn from(text: &'static str) -> Self {
        Self(Bytes::from_static(text.as_bytes()))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} bytes)", self.0.len())
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // It is made of texts alone.
        serializer.serialize_str(std::str::from_utf8(&self.0).map_err(S::Error::custom)?)
    }
}

impl JsonSchema for Text {
    fn inline_schema() -> bool {
        String::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        String::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
}
