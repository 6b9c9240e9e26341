//! The order of members as they are written: by name, and of media types JSON first, since many tools take the first.

use std::fmt;

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Map, Value};

/// The members that are written before all others: the media types that every client supports.
const FIRST: [&str; 2] = ["application/json", "application/merge-patch+json"];

/// A value that is written in this order.
pub(crate) struct Ordered<'a>(pub(crate) &'a Value);

/// The members of an object in this order.
pub(crate) fn ordered(members: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    let first = FIRST.iter().filter_map(|name| members.get_key_value(*name));
    first.chain(members.iter().filter(|(name, _)| !FIRST.contains(&name.as_str())))
}

// === impl Ordered ===

impl Serialize for Ordered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, member) in ordered(members) {
                    map.serialize_entry(name, &Self(member))?;
                }
                map.end()
            }
            Value::Array(items) => serializer.collect_seq(items.iter().map(Self)),
            other => other.serialize(serializer),
        }
    }
}

/// In JSON, over several lines in the alternate form.
impl fmt::Display for Ordered<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text =
            if f.alternate() { serde_json::to_string_pretty(self) } else { serde_json::to_string(self) };
        f.write_str(&text.map_err(|_| fmt::Error)?)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn json_comes_first_and_all_else_by_name() {
        let value =
            json!({"content": {"application/cbor": 1, "application/json": [{"b": 1, "a": null}], "a": 2}});
        let written = Ordered(&value).to_string();
        let expected = r#"{"content":{"application/json":[{"a":null,"b":1}],"a":2,"application/cbor":1}}"#;
        assert_eq!(written, expected);
        let patches = json!({"application/json-patch+json": 1, "application/merge-patch+json": 2});
        let names: Vec<_> = ordered(patches.as_object().unwrap()).map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["application/merge-patch+json", "application/json-patch+json"]);
    }
}
