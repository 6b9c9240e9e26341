//! The names of header fields that pages may send, as they are configured.

use std::{fmt, str::FromStr, sync::Arc};

use http::{HeaderName, HeaderValue};
use ogrom_server_config::all;

/// Fields of requests, beside those that pages may send anyway.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldNames(Arc<[HeaderName]>);

/// A text that is not the name of a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidFieldName(String);

// === impl FieldNames ===

impl FieldNames {
    /// The list of these names after others.
    pub(super) fn after(&self, others: &'static str) -> HeaderValue {
        if self.0.is_empty() {
            return HeaderValue::from_static(others);
        }
        let list = format!("{others}, {self}");
        HeaderValue::try_from(list).unwrap_or(HeaderValue::from_static(others))
    }
}

impl FromStr for FieldNames {
    type Err = InvalidFieldName;

    /// Reads names separated by commas.
    fn from_str(text: &str) -> Result<Self, InvalidFieldName> {
        let names = all(text.split(',').map(|name| read(name.trim())));
        names.map(|names| Self(names.into())).map_err(InvalidFieldName)
    }
}

impl fmt::Display for FieldNames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.0.iter().map(HeaderName::as_str).collect();
        f.write_str(&names.join(", "))
    }
}

fn read(text: &str) -> Result<HeaderName, String> {
    if text == "*" {
        return Err(
            "'*' names no header field: list each field, as browsers never count Authorization to '*'".into(),
        );
    }
    text.parse().map_err(|_| format!("'{text}' is no name of a header field"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_those_that_are_known() {
        let names: FieldNames = "X-Datadog-Trace-Id, newrelic".parse().unwrap();
        assert_eq!(names.after("range"), "range, x-datadog-trace-id, newrelic");
        assert_eq!(names.to_string().parse::<FieldNames>(), Ok(names));
        assert_eq!(FieldNames::default().after("range"), "range");
    }

    #[test]
    fn what_is_no_name_is_refused_with_the_reason() {
        for (text, why) in [
            ("*", "list each field"),
            ("a b", "'a b' is no name"),
            ("a,", "'' is no name"),
            ("a: b", "'a: b' is no name"),
            ("\u{e9}", "is no name"),
        ] {
            let error = text.parse::<FieldNames>().unwrap_err().to_string();
            assert!(error.contains(why), "{text}: {error}");
        }
    }
}
