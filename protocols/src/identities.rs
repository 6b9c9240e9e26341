//! Fresh identifiers, as an argument.

/// Makes identifiers that were never given out before.
pub trait Identities: Send + Sync {
    /// A text that is valid as any identifier of the domain. Whoever knows earlier ones cannot guess it.
    fn fresh(&self) -> String;
}
