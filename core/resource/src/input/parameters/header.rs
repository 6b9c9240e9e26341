//! Header fields as parameters: which a type marks, and what is in them (RFC 9110 §5.5, §5.6.1).

use std::{hash::Hasher, str};

use http::{HeaderMap, HeaderName, HeaderValue};
use schemars::Schema;
use serde_json::Value;
use xxhash_rust::xxh3::Xxh3;

use crate::{graph::GRAPH, input::schema::MARK, list::split};

/// Where a parameter that is marked so is read from.
const PLACE: &str = "header";

/// Fields by which servers decide, beside those that the graph sees.
const FRAMING: [&str; 9] = [
    "accept-charset",
    "accept-encoding",
    "connection",
    "expect",
    "host",
    "keep-alive",
    "te",
    "trailer",
    "upgrade",
];

/// Marks a field of [`Resource::Parameters`](crate::Resource::Parameters) as one that is read from the header field of
/// its name, not from the query:
///
/// ```
/// use ogrom_core_resource::in_header;
///
/// #[derive(serde::Deserialize, schemars::JsonSchema)]
/// struct Parameters {
///     limit: Option<u8>,
///     #[serde(rename = "x-device")]
///     #[schemars(transform = in_header)]
///     device: Option<String>,
/// }
/// ```
pub fn in_header(schema: &mut Schema) {
    schema.insert(MARK.to_owned(), PLACE.into());
}

/// Takes the marks off a schema, and tells the fields that were marked.
pub(super) fn unmark(schema: &mut Schema) -> Vec<HeaderName> {
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    let marked = properties.into_iter().flatten().filter_map(|(name, schema)| {
        let keywords = schema.as_object_mut().filter(|keywords| keywords.get(MARK) == Some(&PLACE.into()));
        keywords?.remove(MARK).map(|_| field(name))
    });
    marked.collect()
}

fn field(name: &str) -> HeaderName {
    let Ok(field) = HeaderName::from_lowercase(name.as_bytes()) else {
        panic!("the parameter '{name}' is marked as a header field, but is no name of one in lower case");
    };
    let decisive = FRAMING.contains(&name) || GRAPH.iter().any(|node| node.sees.contains(&name));
    assert!(
        !decisive,
        "the parameter '{name}' is marked as a header field, but by that one the engine decides"
    );
    field
}

/// The fields as one list.
pub(super) fn names(fields: &[HeaderName]) -> Option<HeaderValue> {
    let names: Vec<_> = fields.iter().map(HeaderName::as_str).collect();
    HeaderValue::try_from(names.join(", ")).ok().filter(|_| !names.is_empty())
}

/// A fingerprint of these fields; `None` if the request has none of them.
pub(super) fn fingerprint(fields: &[HeaderName], headers: &HeaderMap) -> Option<u64> {
    let given =
        || fields.iter().flat_map(|field| headers.get_all(field).iter().map(move |line| (field, line)));
    given().next()?;
    let mut hasher = Xxh3::new();
    for (field, line) in given() {
        for text in [field.as_str().as_bytes(), line.as_bytes()] {
            hasher.write_usize(text.len());
            hasher.write(text);
        }
    }
    Some(hasher.finish())
}

/// The text of a line; absent where it is none.
pub(super) fn text(line: &HeaderValue) -> Option<&str> {
    str::from_utf8(line.as_bytes()).ok().map(without_space)
}

/// RFC 9110 §5.6.1.2: the elements of a list, the empty ones left out. What is quoted stays whole, in its quotes.
pub(super) fn elements(text: &str) -> impl Iterator<Item = &str> {
    split(text, ',').map(without_space).filter(|element| !element.is_empty())
}

fn without_space(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}
