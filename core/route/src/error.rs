//! The mistakes in routes.

use std::fmt;

/// One mistake in routes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// A template cannot be read.
    #[error("the template '{template}' {reason}")]
    Template {
        /// The template, its prefixes before it.
        template: String,
        /// The mistake, as the end of a sentence.
        reason: &'static str,
    },
    /// A template has other parameters than its endpoint.
    #[error(
        "{endpoint} at '{template}' takes {takes:?}, but the template has {has:?}: parameters stand in braces, as {{id}}"
    )]
    Parameters {
        /// The endpoint.
        endpoint: &'static str,
        /// The template.
        template: String,
        /// The parameters of the endpoint.
        takes: Vec<String>,
        /// The parameters of the template.
        has: Vec<String>,
    },
    /// Two templates match the same path.
    #[error("'{template}' and '{other}' match the same paths")]
    Conflict {
        /// The template.
        template: String,
        /// The one that was there before.
        other: String,
    },
    /// An endpoint links to one that is not there.
    #[error(
        "{endpoint} at '{template}' links to {target}, which is not mounted where the link could reach it: \
         mount it, or say that it is left out, by `without::<{target}>()`"
    )]
    Dangling {
        /// The endpoint.
        endpoint: &'static str,
        /// Its template.
        template: String,
        /// Where it links to.
        target: &'static str,
    },
    /// An endpoint links to one that is mounted in several places, none nearer than the others.
    #[error("{endpoint} at '{template}' links to {target}, which is mounted at {places:?} alike")]
    Ambiguous {
        /// The endpoint.
        endpoint: &'static str,
        /// Its template.
        template: String,
        /// Where it links to.
        target: &'static str,
        /// Where that is mounted.
        places: Vec<String>,
    },
}

/// All mistakes in routes, at least one.
#[derive(Clone, PartialEq, Eq)]
pub struct BuildErrors(pub(crate) Vec<BuildError>);

// === impl BuildErrors ===

impl BuildErrors {
    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &BuildError> {
        self.0.iter()
    }
}

impl fmt::Display for BuildErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: Vec<_> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&texts.join("; "))
    }
}

/// The text that `main` shows of an error that it returns, and `unwrap` of one that it meets. So it is for people,
/// too.
impl fmt::Debug for BuildErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the routes do not fit together:")?;
        self.0.iter().try_for_each(|error| write!(f, "\n- {error}"))
    }
}

impl std::error::Error for BuildErrors {}
