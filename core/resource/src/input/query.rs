//! Queries as typed input: `?limit=5&sort=newest` becomes a struct.

use serde_json::{Map, Value};

use super::{
    Input, convert, deserialise,
    schema::{Checker, TypeSet},
};
use crate::{Invalid, InvalidPlace as Place};

/// Reads a query, or lists all that is wrong with it. A parameter of an array type may be repeated, any other not.
pub(crate) fn read<Q: Input>(query: Option<&str>, checker: &Checker) -> Result<Q, Vec<Invalid>> {
    if query.is_none() && checker.passes_empty() {
        return deserialise(Map::new().into());
    }
    let mut parameters = Map::new();
    let mut faults = Vec::new();
    for (name, text) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        let Some(form) = checker.property(&name) else {
            let known = super::schema::unknown(&name, checker.properties());
            faults.push(Invalid::query(name, "unknown", known));
            continue;
        };
        match (parameters.get_mut(&*name), form.list) {
            (None, false) => {
                parameters.insert(name.into_owned(), coerce(&text, form.types));
            }
            (None, true) => {
                parameters.insert(name.into_owned(), vec![coerce(&text, form.types)].into());
            }
            (Some(Value::Array(items)), true) => items.push(coerce(&text, form.types)),
            (Some(_), _) => faults.push(Invalid::query(name, "repeated", "is there more than once")),
        }
    }
    match convert(parameters.into(), checker) {
        Ok(query) if faults.is_empty() => Ok(query),
        Ok(_) => Err(faults),
        Err(wrong) => Err(faults.into_iter().chain(wrong.into_iter().map(as_parameter)).collect()),
    }
}

/// The value that a text stands for in a parameter of this type. What does not fit stays a text, which the schema
/// refuses.
fn coerce(text: &str, types: TypeSet) -> Value {
    let number = if types.meets(TypeSet::INTEGER) {
        text.parse::<i64>().ok().map(Value::from).or_else(|| text.parse::<u64>().ok().map(Value::from))
    } else if types.meets(TypeSet::NUMBER) {
        text.parse::<f64>().ok().filter(|number| number.is_finite()).map(Value::from)
    } else if types.meets(TypeSet::BOOLEAN) {
        text.parse::<bool>().ok().map(Value::from)
    } else {
        None
    };
    number.unwrap_or_else(|| Value::from(text))
}

/// The same fault, in the parameter that the pointer begins with.
fn as_parameter(fault: Invalid) -> Invalid {
    match &fault.place {
        Place::Pointer(pointer) => {
            let name = pointer.split('/').nth(1).unwrap_or_default().replace("~1", "/").replace("~0", "~");
            Invalid { place: Place::Parameter(name), ..fault }
        }
        Place::Parameter(_) => fault,
    }
}

#[cfg(test)]
mod tests {
    use schemars::JsonSchema;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Default, PartialEq, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase", default)]
    struct Search {
        #[schemars(range(min = 1, max = 100))]
        limit: Option<u8>,
        text: Option<String>,
        max_price: Option<u64>,
        tag: Vec<String>,
        sale: Option<bool>,
    }

    fn search(query: &str) -> Result<Search, Vec<Invalid>> {
        read(Some(query), &Checker::of::<Search>())
    }

    #[test]
    fn a_query_is_read_by_type() {
        let read = search("limit=5&text=7&tag=a&tag=b%20c&sale=true&maxPrice=900").unwrap();
        let tag = vec!["a".into(), "b c".into()];
        let expected =
            Search { limit: Some(5), text: Some("7".into()), max_price: Some(900), tag, sale: Some(true) };
        assert_eq!(read, expected);
        assert_eq!(search(""), Ok(Search::default()));
    }

    #[test]
    fn all_wrong_parameters_are_named() {
        let faults = search("limit=0&limt=5&sale=maybe&text=a&text=b&maxPrice=-1").unwrap_err();
        let found: Vec<_> = faults.iter().map(|fault| (&fault.place, fault.code)).collect();
        for (name, code) in [
            ("limit", "minimum"),
            ("limt", "unknown"),
            ("sale", "type"),
            ("text", "repeated"),
            ("maxPrice", "minimum"),
        ] {
            assert!(found.contains(&(&Place::Parameter(name.into()), code)), "{name} is not in {found:?}");
        }
        assert_eq!(found.len(), 5);
        assert!(faults.iter().any(|fault| fault.message.contains("did you mean 'limit'?")), "{faults:?}");
    }

    #[test]
    fn what_is_no_number_is_named_as_such() {
        for query in ["limit=abc", "limit=", "limit=1e2", "limit=99999999999999999999999"] {
            assert_eq!(search(query).unwrap_err()[0].code, "type", "{query}");
        }
    }
}
