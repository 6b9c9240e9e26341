//! The faults of a configuration: one line each, all reported at once.

use std::fmt::{self, Display};

use super::origin::{Location, Origin};

/// A fault, with its location.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Diagnostic {
    /// Line and column, by which those of one file are sorted.
    order: (usize, usize),
    line: String,
}

/// All that is wrong with a configuration. [`Display`] writes one line each: the place, what is found, what is expected.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

// === impl Diagnostic ===

impl Diagnostic {
    /// One at this place: a variable, an option, a file as a whole.
    pub(crate) fn at(place: impl Display, what: impl Display) -> Self {
        Self { order: (0, 0), line: format!("{place}: {what}") }
    }

    /// One in a file.
    pub(crate) fn in_file(place: &Location, what: impl Display) -> Self {
        Self { order: (place.line, place.column), ..Self::at(place, what) }
    }

    /// One of a value. Variables and options are named by their place; in a file the key is named, too, and a default is
    /// named by its key alone.
    pub(crate) fn of(origin: &Origin, key: &str, what: impl Display) -> Self {
        match origin {
            Origin::File(place) => Self::in_file(place, format_args!("{key}: {what}")),
            Origin::Default => Self::at(key, what),
            Origin::Variable(_) | Origin::CommandLine(_) => Self::at(origin, what),
        }
    }
}

// === impl Diagnostics ===

impl Diagnostics {
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds those of one file, in the order of its lines.
    pub(crate) fn add_file(&mut self, mut diagnostics: Self) {
        diagnostics.0.sort_by_key(|diagnostic| diagnostic.order);
        self.0.append(&mut diagnostics.0);
    }

    /// The value of a result; an error is added.
    pub(crate) fn note<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        result.map_err(|diagnostic| self.push(diagnostic)).ok()
    }

    /// An error if there is any.
    pub(crate) fn none(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: T) {
        self.0.extend(diagnostics);
    }
}

impl Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|diagnostic| writeln!(f, "{}", diagnostic.line))
    }
}

/// The message about a name that is not known, with the nearest one that is.
pub(crate) fn unknown<'a>(
    name: &str,
    known: impl Iterator<Item = &'a str>,
    show: impl Fn(&str) -> String,
) -> String {
    let nearest = known
        .map(|known| (strsim::jaro_winkler(name, known), known))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .filter(|(likeness, _)| *likeness > 0.7);
    match nearest {
        Some((_, nearest)) => format!("is not known; did you mean '{}'?", show(nearest)),
        None => "is not known".to_owned(),
    }
}

/// The message about a value that is not valid, with that of its parser, if there is one.
pub(crate) fn wrong(found: &str, expected: &str, why: &str) -> String {
    let colon = if why.is_empty() { "" } else { ": " };
    format!("found {found}, expected {expected}{colon}{why}")
}
