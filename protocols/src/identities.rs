//! Fresh identifiers, as an argument.

use std::hash::{DefaultHasher, Hash, Hasher};

/// Makes identifiers that were never given out before.
pub trait Identities: Send + Sync {
    /// A text that is valid as any identifier of the domain. It cannot be guessed from earlier ones.
    fn fresh(&self) -> String;

    /// 128 bits for an identifier that appears in records alone and is never looked up, such as a trace's. Unlike
    /// those of [`fresh`](Self::fresh), they may be guessed.
    fn passing(&self) -> u128 {
        let text = self.fresh();
        let half = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            (salt, &text).hash(&mut hasher);
            hasher.finish()
        };
        u128::from(half(0)) << 64 | u128::from(half(1))
    }
}
