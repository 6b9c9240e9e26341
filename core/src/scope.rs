//! Scopes: what a token lets its user do beyond reading.

use std::{fmt, str::FromStr};

/// One thing that a token lets its user do (RFC 6749 §3.3). Everybody may read, and needs none for that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scope {
    /// To change what is the user's own. No change of anything goes without it.
    Write,
    /// To change collages and comments of others, too.
    Moderate,
    /// To ask how an answer was decided.
    Trace,
}

/// A set of scopes. Written as their names with a space between (RFC 8693 §4.2).
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Scopes(u8);

/// A text that names no scope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no scope: there are 'write', 'moderate' and 'trace'")]
pub struct UnknownScope(String);

// === impl Scope ===

impl Scope {
    /// All that there are.
    pub const ALL: [Self; 3] = [Self::Write, Self::Moderate, Self::Trace];

    /// Its name in tokens and challenges.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Write => "write",
            Self::Moderate => "moderate",
            Self::Trace => "trace",
        }
    }
}

impl FromStr for Scope {
    type Err = UnknownScope;

    fn from_str(text: &str) -> Result<Self, UnknownScope> {
        let found = Self::ALL.into_iter().find(|scope| scope.name() == text);
        found.ok_or_else(|| UnknownScope(text.to_owned()))
    }
}

// === impl Scopes ===

impl Scopes {
    /// Nothing beyond reading.
    pub const NONE: Self = Self(0);

    /// The same, and this one.
    #[must_use]
    pub const fn with(self, scope: Scope) -> Self {
        Self(self.0 | 1 << scope as u8)
    }

    /// The same, and all of these.
    #[must_use]
    pub const fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Whether this one is among them.
    pub const fn has(self, scope: Scope) -> bool {
        self.0 & 1 << scope as u8 != 0
    }

    /// Those that a token names. What is unknown here is for other services, and gives nothing.
    pub fn granted(claim: &str) -> Self {
        claim.split(' ').filter_map(|name| name.parse().ok()).collect()
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        scopes.into_iter().fold(Self::NONE, Self::with)
    }
}

impl FromStr for Scopes {
    type Err = UnknownScope;

    /// Reads what somebody wrote by hand, where a name that is unknown is a mistake.
    fn from_str(text: &str) -> Result<Self, UnknownScope> {
        text.split_whitespace().map(str::parse).collect()
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names = Scope::ALL.into_iter().filter(|scope| self.has(*scope)).map(Scope::name);
        f.write_str(names.next().unwrap_or_default())?;
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

    #[test]
    fn scopes_are_what_they_are_written_as() {
        for (text, scopes) in [
            ("", Scopes::NONE),
            ("write", Scopes::NONE.with(Scope::Write)),
            ("write moderate trace", Scope::ALL.into_iter().collect()),
        ] {
            assert_eq!(text.parse(), Ok(scopes));
            assert_eq!(scopes.to_string(), text);
        }
        assert!(!Scopes::NONE.with(Scope::Trace).has(Scope::Write));
    }

    #[test]
    fn what_is_unknown_is_a_mistake_by_hand_and_nothing_in_a_token() {
        assert!("write delete".parse::<Scopes>().unwrap_err().to_string().contains("'delete'"));
        assert_eq!(Scopes::granted("openid  Write write delete"), Scopes::NONE.with(Scope::Write));
    }
}
