//! A JSON object taken apart into its fields, values still unparsed.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, Visitor},
};
use serde_json::value::RawValue;

/// The fields that are not `null`, in their order. A name that is there twice is an error: one of the two would be
/// lost.
pub(super) struct Object<'a>(pub(super) Vec<(String, &'a RawValue)>);

// === impl Object ===

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Self(Vec::new()))
    }
}

impl<'de: 'a, 'a> Visitor<'de> for Object<'a> {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self, A::Error> {
        while let Some((name, value)) = map.next_entry::<String, &'de RawValue>()? {
            if self.0.iter().any(|(present, _)| *present == name) {
                return Err(A::Error::custom(format_args!("'{name}' is there twice")));
            }
            if value.get() != "null" {
                self.0.push((name, value));
            }
        }
        Ok(self)
    }
}
