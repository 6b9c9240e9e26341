//! An option as it is declared, and how its values are read in other layers than the command line.

use std::{
    any::TypeId,
    error::Error,
    ffi::{OsStr, OsString},
};

use clap::{
    Arg, ArgAction, Command, ValueHint,
    builder::PossibleValue,
    error::{Error as ClapError, ErrorKind},
};

/// The types of whole numbers.
const NUMBERS: [fn() -> TypeId; 8] = [
    TypeId::of::<u8>,
    TypeId::of::<u16>,
    TypeId::of::<u32>,
    TypeId::of::<u64>,
    TypeId::of::<usize>,
    TypeId::of::<i32>,
    TypeId::of::<i64>,
    TypeId::of::<isize>,
];

/// An option that can be configured: one with a variable. An option without one is for the command line alone. A global
/// option decides which files are read, and so stands in none.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OptionSpec<'a> {
    /// Its long name.
    pub(crate) long: &'a str,
    arg: &'a Arg,
}

// === impl OptionSpec ===

impl<'a> OptionSpec<'a> {
    /// The option, if this is one.
    pub(crate) fn of(arg: &'a Arg) -> Option<Self> {
        let (long, _) = (arg.get_long()?, arg.get_env()?);
        (!arg.is_global_set()).then_some(Self { long, arg })
    }

    /// Those of a command.
    pub(crate) fn all_of(command: &'a Command) -> impl Iterator<Item = Self> {
        command.get_arguments().filter_map(Self::of)
    }

    /// Its identifier in [`clap::ArgMatches`].
    pub(crate) fn id(&self) -> &'a str {
        self.arg.get_id().as_str()
    }

    /// Whether it takes no value: its presence says true.
    pub(crate) fn is_flag(&self) -> bool {
        matches!(self.arg.get_action(), ArgAction::SetTrue)
    }

    /// Whether its value is true or false.
    pub(crate) fn is_boolean(&self) -> bool {
        self.is_flag() || self.arg.get_value_parser().type_id() == TypeId::of::<bool>()
    }

    /// Whether its value is a whole number.
    pub(crate) fn is_number(&self) -> bool {
        let parsed = self.arg.get_value_parser().type_id();
        NUMBERS.iter().any(|number| parsed == number())
    }

    /// Whether it may have many values.
    pub(crate) fn is_list(&self) -> bool {
        matches!(self.arg.get_action(), ArgAction::Append)
    }

    /// Whether its value is not shown.
    pub(crate) fn is_secret(&self) -> bool {
        self.arg.is_hide_env_values_set()
    }

    /// Whether this value of it is not shown: all of a secret, but a URL only where it has a password.
    pub(crate) fn hides(&self, value: &OsStr) -> bool {
        let url = self.arg.get_value_hint() == ValueHint::Url;
        self.is_secret() && !(url && value.to_str().is_some_and(|text| !has_password(text)))
    }

    /// The value as it may be shown.
    pub(crate) fn shown(&self, value: &OsStr) -> String {
        if self.hides(value) { "(hidden)".to_owned() } else { value.to_string_lossy().into_owned() }
    }

    /// Its default.
    pub(crate) fn defaults(&self) -> Vec<OsString> {
        match self.arg.get_default_values() {
            [] if self.is_flag() => vec!["false".into()],
            values => values.iter().map(|value| OsString::from(&**value)).collect(),
        }
    }

    /// The type of its value in a file.
    pub(crate) fn kind(&self) -> &'static str {
        if self.is_boolean() {
            "true or false"
        } else if self.is_number() {
            "a whole number"
        } else if self.is_list() {
            "a list of texts in quotes"
        } else {
            "a text in quotes"
        }
    }

    /// The value that it takes, in a word or two.
    pub(crate) fn expected(&self) -> String {
        let possible = self.arg.get_possible_values();
        if self.is_boolean() || self.is_number() {
            self.kind().to_owned()
        } else if possible.is_empty() {
            self.arg.get_value_names().unwrap_or_default().join(" ")
        } else {
            let names: Vec<_> = possible.iter().map(PossibleValue::get_name).collect();
            format!("one of {}", names.join(", "))
        }
    }

    /// Validates a value by the option's own parser, so that no rule is written twice. An error is the parser's message,
    /// unless it repeats a secret.
    pub(crate) fn validate(&self, value: &OsStr) -> Result<(), String> {
        let mut alone = Arg::new("value").value_parser(self.arg.get_value_parser().clone()).num_args(1);
        alone = alone.action(ArgAction::Append).allow_hyphen_values(true);
        if let Some(delimiter) = self.arg.get_value_delimiter() {
            alone = alone.value_delimiter(delimiter);
        }
        let command = Command::new("value").no_binary_name(true).disable_help_flag(true).arg(alone);
        let parsed = command.try_get_matches_from([OsStr::new("--"), value]);
        parsed.map(drop).map_err(|error| {
            let repeats = |why: &String| value.to_str().is_some_and(|value| why.contains(value));
            why(&error).filter(|why| !(self.hides(value) && repeats(why))).unwrap_or_default()
        })
    }
}

/// The message of a parser.
fn why(error: &ClapError) -> Option<String> {
    match error.kind() {
        ErrorKind::InvalidUtf8 => Some("it is not UTF-8".to_owned()),
        _ => error.source().map(ToString::to_string),
    }
}

/// Whether one of these URLs has a password, wherever that ends, or what would be one if the URL were written rightly.
fn has_password(urls: &str) -> bool {
    urls.split_whitespace()
        .map(|url| url.split_once("://").map_or(url, |(_, rest)| rest))
        .filter_map(|rest| rest.rsplit_once('@'))
        .any(|(user, _)| user.contains(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_seen_in_urls_that_are_right_and_in_those_that_are_not() {
        for urls in
            ["mysql://a:b@c/d", "mysql://a:b/@c@d/e", "mysql://c/d mysql://a:b@c/d", "mysql:/a:b@c", "a:b@c"]
        {
            assert!(has_password(urls), "{urls}");
        }
        for urls in ["", "kettle.db", "mysql://c:3306/d", "mysql://a@c:3306/d", "http://c:80/v1/", "a@b"] {
            assert!(!has_password(urls), "{urls}");
        }
    }

    #[test]
    fn the_message_of_a_parser_does_not_repeat_a_secret() {
        let chatty = |text: &str| Err::<String, _>(format!("'{text}' will not do"));
        let option = |secret| {
            Arg::new("pin").long("pin").env("KETTLE_PIN").hide_env_values(secret).value_parser(chatty)
        };
        let validated = |secret| OptionSpec::of(&option(secret)).unwrap().validate(OsStr::new("4711"));
        assert_eq!(validated(false), Err("'4711' will not do".to_owned()));
        assert_eq!(validated(true), Err(String::new()));
    }
}
