//! Fresh identifiers, as an argument.

use std::hash::{DefaultHasher, Hash, Hasher};

/// Makes identifiers that were never given out before.
pub trait IdGenerator: Send + Sync {
    /// A text that is valid as any identifier of a domain. It cannot be guessed from earlier ones.
    fn generate(&self) -> String;

    /// 128 random bits for what only records name, such as a trace. Unlike a text of [`generate`](Self::generate), they may be
    /// guessed.
    fn random(&self) -> u128 {
        let text = self.generate();
        let half = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            (salt, &text).hash(&mut hasher);
            hasher.finish()
        };
        u128::from(half(0)) << 64 | u128::from(half(1))
    }
}
