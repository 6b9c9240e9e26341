//! A JSON object taken apart into its fields, values still unparsed.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    fmt,
};

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, Visitor},
};
use serde_json::value::RawValue;

use super::reason::shown;

/// The fields that are not `null`, by name. A name that is there twice is an error, whatever it is: one of the two would be
/// lost.
pub(super) struct Object<'a>(pub(super) BTreeMap<String, &'a RawValue>);

// === impl Object ===

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Self(BTreeMap::new()))
    }
}

impl<'de: 'a, 'a> Visitor<'de> for Object<'a> {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self, A::Error> {
        while let Some((name, value)) = map.next_entry::<String, &'de RawValue>()? {
            match self.0.entry(name) {
                Entry::Vacant(place) => place.insert(value),
                Entry::Occupied(there) => {
                    let name = shown(there.key());
                    return Err(A::Error::custom(format_args!("'{name}' is there twice")));
                }
            };
        }
        self.0.retain(|_, value| value.get() != "null");
        Ok(self)
    }
}
