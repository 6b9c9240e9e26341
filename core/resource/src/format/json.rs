//! Reads JSON (RFC 8259).

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value, map::Entry};

use super::read::{Twice, Unreadable};

/// Why content is no value.
#[derive(Debug)]
pub(crate) struct Broken {
    /// The error of the parser.
    pub(crate) error: serde_json::Error,
    /// A JSON Pointer (RFC 6901) to the duplicate member, if there is one.
    pub(crate) twice: Option<String>,
}

/// Reads content as one value.
pub(crate) fn read(content: &[u8]) -> Result<Value, Broken> {
    let twice = Twice::default();
    // Some programs begin every text with a byte order mark, which readers may ignore (RFC 8259 §8.1).
    let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
    let mut deserializer = serde_json::Deserializer::from_slice(content);
    let value = Once(&twice).deserialize(&mut deserializer);
    let value = value.and_then(|value| deserializer.end().map(|()| value));
    value.map_err(|error| Broken { error, twice: twice.into_pointer() })
}

/// Makes a value in which each name is there once.
#[derive(Clone, Copy)]
struct Once<'t>(&'t Twice);

// === impl Broken ===

impl From<Broken> for Unreadable {
    fn from(Broken { error, twice }: Broken) -> Self {
        match twice {
            Some(pointer) => Self::twice("the content", pointer),
            None => format!("the content is no JSON: {error}").into(),
        }
    }
}

// === impl Once ===

impl<'de> DeserializeSeed<'de> for Once<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Once<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Number::from_f64(number).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rest: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) =
            rest.next_element_seed(self).inspect_err(|_| self.0.within_item(items.len()))?
        {
            items.push(item);
        }
        Ok(items.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut rest: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(name) = rest.next_key()? {
            match members.entry::<String>(name) {
                Entry::Vacant(place) => {
                    let value = rest.next_value_seed(self).inspect_err(|_| self.0.within(place.key()))?;
                    place.insert(value);
                }
                Entry::Occupied(place) => {
                    self.0.found(place.key());
                    return Err(A::Error::custom("a member is there more than once"));
                }
            }
        }
        Ok(members.into())
    }
}
