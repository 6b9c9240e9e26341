//! What is wrong with a configuration: one line each, all at once.

use std::fmt::{self, Display};

use super::origin::{Origin, Place};

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mistake {
    /// Line and column, by which those of one file are told.
    order: (usize, usize),
    line: String,
}

/// All that is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Mistakes(Vec<Mistake>);

// === impl Mistake ===

impl Mistake {
    /// One at this place: a variable, an option, a file as a whole.
    pub(super) fn at(place: impl Display, what: impl Display) -> Self {
        Self { order: (0, 0), line: format!("{place}: {what}") }
    }

    /// One in a file.
    pub(super) fn in_file(place: &Place, what: impl Display) -> Self {
        Self { order: (place.line, place.column), ..Self::at(place, what) }
    }

    /// One of a value. Variables and options are named by where they are; in a file the key is named, too, and
    /// alone where nobody gave a value.
    pub(super) fn of(origin: &Origin, key: &str, what: impl Display) -> Self {
        match origin {
            Origin::File(place) => Self::in_file(place, format_args!("{key}: {what}")),
            Origin::Default => Self::at(key, what),
            Origin::Variable(_) | Origin::CommandLine(_) => Self::at(origin, what),
        }
    }
}

// === impl Mistakes ===

impl Mistakes {
    pub(super) fn push(&mut self, mistake: Mistake) {
        self.0.push(mistake);
    }

    /// Adds those of one file, in the order of its lines.
    pub(super) fn add_file(&mut self, mut mistakes: Self) {
        mistakes.0.sort_by_key(|mistake| mistake.order);
        self.0.append(&mut mistakes.0);
    }

    /// What there is, or this mistake.
    pub(super) fn note<T>(&mut self, result: Result<T, Mistake>) -> Option<T> {
        result.map_err(|mistake| self.push(mistake)).ok()
    }

    /// An error if there is any.
    pub(super) fn none(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl Extend<Mistake> for Mistakes {
    fn extend<T: IntoIterator<Item = Mistake>>(&mut self, mistakes: T) {
        self.0.extend(mistakes);
    }
}

impl Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|mistake| writeln!(f, "{}", mistake.line))
    }
}

/// What is said of a name that nothing has, with the nearest one that something has.
pub(super) fn unknown<'a>(
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

/// What is said of a value that is not what it should be, with what its parser said, if anything.
pub(super) fn wrong(found: &str, expected: &str, why: &str) -> String {
    let colon = if why.is_empty() { "" } else { ": " };
    format!("found {found}, expected {expected}{colon}{why}")
}
