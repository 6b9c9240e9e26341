//! How values are written on the wire: texts that stand for identifiers, instants and versions.

use std::{fmt::Display, str::FromStr};

use ogrom_protocols_model::{Timestamp, Version};
use serde::{Deserialize, Deserializer, de::Error};

/// A value that is written as a text: an identifier, a language, a currency.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text<T>(
    /// The value.
    pub T,
);

/// A thing as other things show it, as far as it is of use here.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "T: FromStr<Err: Display>"))]
pub struct Brief<T> {
    /// Its identifier.
    pub id: Text<T>,
}

/// An instant of RFC 3339, for `deserialize_with`.
pub fn instant<'de, D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
    let Text(instant) = Text::<jiff::Timestamp>::deserialize(from)?;
    Ok(Timestamp::from_millis(instant.as_millisecond()))
}

/// A version's number, for `deserialize_with`.
pub fn version<'de, D: Deserializer<'de>>(from: D) -> Result<Version, D::Error> {
    u64::deserialize(from).map(Version::new)
}

// === impl Text ===

impl<'de, T: FromStr<Err: Display>> Deserialize<'de> for Text<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map(Self).map_err(D::Error::custom)
    }
}
