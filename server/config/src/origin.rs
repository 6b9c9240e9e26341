//! Where a value comes from, as messages name it.

use std::{fmt, path::PathBuf};

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The option itself.
    Default,
    /// A file.
    File(Location),
    /// The environment variable of this name.
    Variable(String),
    /// The command line, where the option has this long name.
    CommandLine(String),
}

/// A location in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Location {
    /// The file, as it was looked for.
    pub(crate) file: PathBuf,
    /// The line, counted from 1.
    pub(crate) line: usize,
    /// The column, counted in characters from 1.
    pub(crate) column: usize,
}

// === impl Origin ===

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(place) => place.fmt(f),
            Self::Variable(name) => f.write_str(name),
            Self::CommandLine(option) => write!(f, "--{option}"),
        }
    }
}

// === impl Location ===

impl Location {
    /// The location of a byte in the text of a file.
    pub(crate) fn of(file: PathBuf, text: &str, byte: usize) -> Self {
        let before = text.get(..byte).unwrap_or(text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        Self { file, line: before.matches('\n').count() + 1, column: line.chars().count() + 1 }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file.display(), self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_are_counted_in_characters_from_one() {
        let text = "a = 1\n\"ä\" = 2\r\n\nb = 3";
        let location = |byte| Location::of("x.toml".into(), text, byte).to_string();
        assert_eq!([location(0), location(4)], ["x.toml:1:1", "x.toml:1:5"]);
        assert_eq!(location(text.find('2').unwrap()), "x.toml:2:7");
        assert_eq!(location(text.find('b').unwrap()), "x.toml:4:1");
        assert_eq!(location(text.len()), "x.toml:4:6");
    }
}
