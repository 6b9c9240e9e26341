//! Scopes: the changes and insights that a token permits beyond reading.
//!
//! A service has a vocabulary of scopes. [`WRITE`] and [`TRACE`] are part of every one; a domain adds its own.

use std::fmt;

/// To change what is the user's own. No change of anything goes without it.
pub const WRITE: Scope = Scope::new("write");

/// To see how a response was decided.
pub const TRACE: Scope = Scope::new("trace");

/// One scope of a token, by its name (RFC 6749 §3.3). Reading needs none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope(&'static str);

/// A set of scopes, sorted by name. Written as the names with a space between (RFC 8693 §4.2).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Scopes(Vec<Scope>);

/// A name that is not in the vocabulary of the service.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{name}' is not a scope; the scopes are: {known}")]
pub struct UnknownScope {
    name: String,
    known: Scopes,
}

// === impl Scope ===

impl Scope {
    /// The scope of this name.
    ///
    /// # Panics
    ///
    /// If the name is empty, or has a character that RFC 6749 §3.3 does not permit. In a constant, that is an error of the
    /// compiler.
    pub const fn new(name: &'static str) -> Self {
        let bytes = name.as_bytes();
        assert!(!bytes.is_empty(), "a scope has a name");
        let mut i = 0;
        while i < bytes.len() {
            assert!(
                matches!(bytes[i], 0x21 | 0x23..=0x5b | 0x5d..=0x7e),
                "the name of a scope is a scope-token"
            );
            i += 1;
        }
        Self(name)
    }

    /// The name in tokens and challenges.
    pub const fn name(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

// === impl Scopes ===

impl Scopes {
    /// Nothing beyond reading.
    pub const NONE: Self = Self(Vec::new());

    /// The same set with this scope.
    #[must_use]
    pub fn with(mut self, scope: Scope) -> Self {
        if let Err(place) = self.0.binary_search(&scope) {
            self.0.insert(place, scope);
        }
        self
    }

    /// The same set with all of these.
    #[must_use]
    pub fn and(self, others: Self) -> Self {
        others.0.into_iter().fold(self, Self::with)
    }

    /// The names, in their order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|scope| scope.name())
    }

    /// Whether this scope is in the set.
    pub fn has(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    /// The scopes that a token names. Those outside of the vocabulary are for other services, and permit nothing here.
    pub fn granted(claim: &str, vocabulary: &[Scope]) -> Self {
        claim.split(' ').filter_map(|name| find(name, vocabulary)).collect()
    }

    /// Reads a list that a person wrote, with blanks between the names. A name outside of the vocabulary is an error.
    pub fn parse(text: &str, vocabulary: &[Scope]) -> Result<Self, UnknownScope> {
        let known = || vocabulary.iter().copied().collect();
        let scope = |name| {
            find(name, vocabulary).ok_or_else(|| UnknownScope { name: String::from(name), known: known() })
        };
        text.split_whitespace().map(scope).collect()
    }
}

fn find(name: &str, vocabulary: &[Scope]) -> Option<Scope> {
    vocabulary.iter().copied().find(|scope| scope.name() == name)
}

impl From<Scope> for Scopes {
    fn from(scope: Scope) -> Self {
        Self(vec![scope])
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        scopes.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names = self.0.iter();
        names.next().map_or(Ok(()), |first| write!(f, "{first}"))?;
        names.try_for_each(|name| write!(f, " {name}"))
    }
}

impl fmt::Debug for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scopes({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADMIN: Scope = Scope::new("admin");
    const VOCABULARY: [Scope; 3] = [WRITE, TRACE, ADMIN];

    #[test]
    fn scopes_are_what_they_are_written_as() {
        for (text, scopes) in [
            ("", Scopes::NONE),
            ("write", WRITE.into()),
            ("admin trace write", VOCABULARY.into_iter().collect()),
        ] {
            assert_eq!(Scopes::parse(text, &VOCABULARY), Ok(scopes.clone()));
            assert_eq!(scopes.to_string(), text);
        }
        assert!(!Scopes::from(TRACE).has(WRITE));
        assert_eq!(Scopes::from(WRITE).with(WRITE), Scopes::from(WRITE));
    }

    #[test]
    fn what_is_unknown_is_a_mistake_by_hand_and_nothing_in_a_token() {
        let unknown = Scopes::parse("write delete", &VOCABULARY).unwrap_err();
        assert_eq!(unknown.to_string(), "'delete' is not a scope; the scopes are: admin trace write");
        assert_eq!(Scopes::granted("openid  Write write delete", &VOCABULARY), Scopes::from(WRITE));
    }
}
