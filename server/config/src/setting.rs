//! The outcome of all layers: each option with all its values.

use std::{ffi::OsString, fmt, path::PathBuf};

use super::origin::Origin;

/// A value, and where it comes from.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) origin: Origin,
    /// As it would be written on the command line; some options take many, and one without any has no default.
    pub(crate) texts: Vec<OsString>,
    /// As it may be shown; nothing where there is none.
    pub(crate) shown: Option<String>,
}

/// An option and its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Setting {
    /// Its key in files.
    pub(crate) key: String,
    /// Its long name on the command line.
    pub(crate) long: String,
    pub(crate) is_flag: bool,
    /// The default.
    pub(crate) default: Value,
    /// Those of the layers above, the one that counts last.
    pub(crate) given: Vec<Value>,
}

/// All options of a command with their values, and where each comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The files that were read.
    pub(crate) files: Vec<PathBuf>,
    pub(crate) settings: Vec<Setting>,
}

// === impl Value ===

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} from {}", self.shown.as_deref().unwrap_or("(none)"), self.origin)
    }
}

// === impl Setting ===

impl Setting {
    /// The value that counts.
    pub(crate) fn effective(&self) -> &Value {
        self.given.last().unwrap_or(&self.default)
    }

    /// The values that do not count, the one that came next to it first.
    pub(crate) fn hidden(&self) -> impl Iterator<Item = &Value> {
        let default = Some(&self.default).filter(|default| !self.given.is_empty() && default.shown.is_some());
        self.given.iter().rev().skip(1).chain(default)
    }

    /// The arguments that give it the value of the layers below the command line.
    fn as_arguments(&self) -> Vec<OsString> {
        let Value { origin, texts, .. } = self.effective();
        match origin {
            Origin::Default | Origin::CommandLine(_) => Vec::new(),
            _ if self.is_flag && texts[..] == ["false"] => Vec::new(),
            _ if self.is_flag => vec![format!("--{}", self.long).into()],
            _ => texts.iter().map(|text| self.as_argument(text)).collect(),
        }
    }

    fn as_argument(&self, text: &OsString) -> OsString {
        let mut argument = OsString::from(format!("--{}=", self.long));
        argument.push(text);
        argument
    }
}

// === impl Settings ===

impl Settings {
    /// The arguments that give all options the values of the layers below the command line.
    pub(crate) fn as_arguments(&self) -> Vec<OsString> {
        self.settings.iter().flat_map(Setting::as_arguments).collect()
    }

    /// The option of this long name.
    pub(crate) fn option(&self, long: &str) -> Option<&Setting> {
        self.settings.iter().find(|setting| setting.long == long)
    }

    /// The sources that were read, in one line.
    pub(crate) fn summary(&self) -> String {
        let origins = || self.settings.iter().flat_map(|setting| &setting.given).map(|value| &value.origin);
        let count = |of: fn(&Origin) -> bool| origins().filter(|origin| of(origin)).count();
        let variables = count(|origin| matches!(origin, Origin::Variable(_)));
        let options = count(|origin| matches!(origin, Origin::CommandLine(_)));
        let mut read: Vec<_> = self.files.iter().map(|file| file.display().to_string()).collect();
        read.extend((variables > 0).then(|| counted(variables, "variable")));
        read.extend((options > 0).then(|| counted(options, "option")));
        let read = if read.is_empty() { "nothing but defaults".to_owned() } else { read.join(", ") };
        format!("The configuration is right. Read: {read}.")
    }
}

fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_for_debugging_shows_no_secret() {
        let (origin, texts) = (Origin::Variable("KETTLE_PIN".to_owned()), vec!["4711".into()]);
        let value = Value { origin, texts, shown: Some("(hidden)".to_owned()) };
        assert_eq!(format!("{value:?}"), "(hidden) from KETTLE_PIN");
    }
}
