//! The lines that a listing lacks in comparison with an older one, and those that it adds.

use std::collections::BTreeSet;
use std::fmt;

use crate::items::relaxed;
use crate::listing::{FEATURES, Listing};
use crate::step::Step;

/// The differences of a library from its last release, for its users.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    pub(crate) breaks: Vec<Break>,
    /// How many lines are new and harmless.
    pub(crate) additions: usize,
}

/// A thing that users of a library may rely on and that is gone or different.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Break {
    /// It is no longer there.
    Removed(String),
    /// It is there, and looks different.
    Changed { before: String, after: String },
    /// It is new, and affects code that implements, matches or constructs its parent.
    Burden { new: String, on: String },
}

// === impl Changes ===

impl Changes {
    /// From the text of an older listing to a new one.
    pub(crate) fn between(old: &str, new: &Listing) -> Self {
        let before: BTreeSet<&str> = old.lines().filter(|line| !line.starts_with("# ")).collect();
        let after: BTreeSet<&str> = new.lines.iter().map(|line| line.text.as_str()).collect();
        let kept =
            |line: &str| after.contains(line) || relaxed(line).is_some_and(|line| after.contains(line));
        let gone = before.iter().copied().filter(|line| !kept(line));

        let mut fresh: Vec<_> =
            new.lines.iter().filter(|line| !before.contains(line.text.as_str())).collect();
        fresh.retain(|line| !before.iter().any(|old| relaxed(old) == Some(&line.text)));
        let mut breaks: Vec<Break> = gone
            .map(|line| {
                let about = subject(line);
                match fresh.iter().position(|new| about.is_some() && subject(&new.text) == about) {
                    Some(place) => {
                        Break::Changed { before: line.to_owned(), after: fresh.remove(place).text.clone() }
                    }
                    None => Break::Removed(line.to_owned()),
                }
            })
            .collect();
        let mut additions = 0;
        for line in fresh {
            match line.burdens.as_ref().filter(|on| before.contains(on.as_str())) {
                Some(on) => breaks.push(Break::Burden { new: line.text.clone(), on: on.clone() }),
                None => additions += 1,
            }
        }
        Self { breaks, additions }
    }

    /// How far the next version must be from the last.
    pub(crate) fn step(&self) -> Step {
        match self {
            Self { breaks, .. } if !breaks.is_empty() => Step::Break,
            Self { additions: 0, .. } => Step::Inner,
            Self { .. } => Step::Addition,
        }
    }
}

/// The item of a line, if it has one: the text before its signature.
fn subject(line: &str) -> Option<&str> {
    let line = line.strip_prefix(FEATURES).unwrap_or(line);
    if line.starts_with("shows ") {
        return line.rsplit_once(' ').map(|(package, _)| package);
    }
    if line.starts_with("impl") {
        return None;
    }
    let path = line.find("::")?;
    let end = line[path..].find(['(', '<', ' ']).map_or(line.len(), |end| path + end);
    Some(line[..end].trim_end_matches(':'))
}

// === impl Break ===

impl fmt::Display for Break {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Removed(line) => write!(f, "gone: {line}"),
            Self::Changed { before, after } => write!(f, "was:  {before}\n    is:   {after}"),
            Self::Burden { new, on } => write!(f, "new:  {new}\n    in:   {on}"),
        }
    }
}
