//! A value as it stands in a file, before its option validates it.

use std::{borrow::Cow, ffi::OsString};

use toml::de::DeValue;

use super::{option::OptionSpec, reference::Reference};

/// A value of TOML.
pub(crate) enum Raw {
    Text(String),
    Integer(String),
    Boolean(bool),
    /// A fraction or a date: no option has these, but its parser may take the text.
    Other(String),
    List(Vec<Self>),
    Table,
    /// Where a secret is.
    Reference(Reference),
}

// === impl Raw ===

impl Raw {
    pub(crate) fn of(value: &DeValue<'_>) -> Self {
        match value {
            DeValue::String(text) => Self::Text(text.as_ref().to_owned()),
            DeValue::Integer(number) => {
                let value = i128::from_str_radix(number.as_str(), number.radix());
                Self::Integer(value.map_or_else(|_| number.to_string(), |value| value.to_string()))
            }
            DeValue::Boolean(value) => Self::Boolean(*value),
            DeValue::Float(number) => Self::Other(number.as_str().to_owned()),
            DeValue::Datetime(time) => Self::Other(time.to_string()),
            DeValue::Array(list) => Self::List(list.iter().map(|value| Self::of(value.get_ref())).collect()),
            DeValue::Table(_) => Self::Table,
        }
    }

    /// The value in words, for a message.
    pub(crate) fn found(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => format!("{text:?}").into(),
            Self::Integer(text) | Self::Other(text) => text.into(),
            Self::Boolean(value) => value.to_string().into(),
            Self::List(_) => "a list".into(),
            Self::Table | Self::Reference(_) => "a table".into(),
        }
    }

    /// Whether it is shown in quotes.
    pub(crate) fn in_quotes(&self) -> bool {
        matches!(self, Self::Text(_) | Self::List(_))
    }

    /// The values as they would be written on the command line; nothing where it has the wrong type.
    pub(crate) fn texts(&self, option: &OptionSpec<'_>) -> Option<Vec<OsString>> {
        match self {
            Self::List(values) if option.is_list() => {
                let texts = values.iter().map(|value| value.text(option).map(OsString::from));
                texts.collect()
            }
            value => Some(vec![value.text(option)?.into()]),
        }
    }

    fn text(&self, option: &OptionSpec<'_>) -> Option<String> {
        match self {
            Self::Boolean(value) => option.is_boolean().then(|| value.to_string()),
            Self::Integer(text) => (!option.is_boolean()).then(|| text.clone()),
            Self::Text(text) | Self::Other(text) => {
                (!option.is_boolean() && !option.is_number()).then(|| text.clone())
            }
            Self::List(_) | Self::Table | Self::Reference(_) => None,
        }
    }
}
