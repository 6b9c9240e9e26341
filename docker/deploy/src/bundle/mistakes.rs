//! The mistakes of a bundle: all of them at once, each with its place.

use std::fmt::{self, Display};

/// A mistake, and the file that has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    place: String,
    message: String,
}

/// All mistakes of a bundle, one line each; at least one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct BundleErrors(Vec<Mistake>);

// === impl Mistake ===

impl Mistake {
    pub(super) fn new(place: impl Display, message: impl Display) -> Self {
        Self { place: place.to_string(), message: message.to_string() }
    }
}

impl Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

// === impl BundleErrors ===

impl BundleErrors {
    /// The mistakes, in the order in which they were found.
    pub fn mistakes(&self) -> &[Mistake] {
        &self.0
    }

    pub(super) fn unless_none(mistakes: Vec<Mistake>) -> Result<(), Self> {
        if mistakes.is_empty() { Ok(()) } else { Err(Self(mistakes)) }
    }
}

impl From<Mistake> for BundleErrors {
    fn from(mistake: Mistake) -> Self {
        Self(vec![mistake])
    }
}

impl Display for BundleErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the bundle is wrong:")?;
        self.0.iter().try_for_each(|mistake| write!(f, "\n{mistake}"))
    }
}
