//! Typed input: content and parameters, judged by the very schema that describes them.
//!
//! Deserialisation stops at the first fault, and a client wants to see all of them. So what a client sends is first
//! taken as a JSON value, held against the schema of the type, which names every fault with its place, and only then
//! turned into the type.

pub(crate) mod parameters;
pub(crate) mod read_only;
pub(crate) mod schema;
mod whole;

use schemars::JsonSchema;
use serde::de::{DeserializeOwned, value::MapDeserializer};
use serde_json::{Map, Value};

use self::schema::Checker;
use crate::{Invalid, faults::Faults};

/// A type that a client can send. Everything that deserialises and has a schema is one.
pub trait Input: DeserializeOwned + JsonSchema + Send + Sync + 'static {}

impl<T: DeserializeOwned + JsonSchema + Send + Sync + 'static> Input for T {}

/// Turns a value into the type, or lists all that is wrong with it.
pub(crate) fn convert<T: Input>(mut value: Value, checker: &Checker) -> Result<T, Faults> {
    let faults = fit(&mut value, checker);
    if faults.is_empty() { deserialise(value) } else { Err(faults) }
}

/// Holds a value against the schema, and writes it as that wants it where it only says the same in another way.
pub(crate) fn fit(value: &mut Value, checker: &Checker) -> Faults {
    let faults = checker.check(value);
    if faults.is_empty() {
        return faults;
    }
    // Some clients have no way to send nothing, and send an object of nothing.
    if checker.is_of_nothing() && value.as_object().is_some_and(Map::is_empty) {
        *value = Value::Null;
        return Faults::default();
    }
    // To JSON Schema, 5.0 is an integer, and some clients write all their numbers so.
    if whole::write(value) | checker.write_references(value) { checker.check(value) } else { faults }
}

/// The type where a client sends nothing of it and its schema lets that pass, without a value in between.
fn nothing<T: Input>() -> Result<T, Faults> {
    let nothing = MapDeserializer::<_, serde::de::value::Error>::new(std::iter::empty::<(&str, &str)>());
    T::deserialize(nothing).map_err(|error| Invalid::content("", "type", error.to_string()).into())
}

/// Turns a value that passes the schema into the type.
pub(crate) fn deserialise<T: Input>(value: Value) -> Result<T, Faults> {
    // The schema of a type lets pass only what deserialises; where a hand-written one does not, the client still learns.
    serde_json::from_value(value).map_err(|error| Invalid::content("", "type", error.to_string()).into())
}
