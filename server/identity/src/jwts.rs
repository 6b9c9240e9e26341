//! The JWTs that are taken: by which rules, by which keys, and which ones were judged before.

use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use ogrom_protocols::Clock;
use quick_cache::sync::Cache;

use super::{
    Fingerprint, InvalidKeys, Secret, Subject, crypto,
    keys::Keys,
    reason::Reason,
    verify::{Rules, Verified, verify},
};

/// How many tokens are remembered that hold. Each takes some 200 bytes.
const REMEMBERED: usize = 4096;

/// Judges JWTs. What it has judged before costs a look into a table.
pub struct Jwts {
    rules: Rules,
    secret: Option<Secret>,
    clock: Arc<dyn Clock>,
    trusted: RwLock<Arc<Trusted>>,
}

/// Keys, and the tokens that hold by them: who changes the one forgets the other.
struct Trusted {
    keys: Keys,
    held: Cache<Fingerprint, Arc<Verified>>,
}

// === impl Jwts ===

impl Jwts {
    /// Those that are signed by this secret, or by a key of this JWK set.
    pub fn new(
        rules: Rules,
        secret: Option<Secret>,
        set: Option<&str>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, InvalidKeys> {
        crypto::install();
        let trusted = RwLock::new(Trusted::by(Keys::of(secret.as_ref(), set)?));
        Ok(Self { rules, secret, clock, trusted })
    }

    /// From now on, the keys are those of this JWK set, beside the secret. Where it is broken, they stay as they are.
    pub fn trust(&self, set: &str) -> Result<(), InvalidKeys> {
        let trusted = Trusted::by(Keys::of(self.secret.as_ref(), Some(set))?);
        *self.trusted.write().unwrap_or_else(PoisonError::into_inner) = trusted;
        Ok(())
    }

    /// The subject of a token, or why it has none.
    pub(super) fn subject(&self, token: &str, fingerprint: Fingerprint) -> Result<Subject, Reason> {
        let trusted = Arc::clone(&self.trusted.read().unwrap_or_else(PoisonError::into_inner));
        let now = self.now();
        if let Some(held) = trusted.held.get(&fingerprint).filter(|held| now < held.until) {
            return Ok(held.subject.clone());
        }
        let verified = verify(token, &trusted.keys, &self.rules, now)?;
        let subject = verified.subject.clone();
        trusted.held.insert(fingerprint, Arc::new(verified));
        Ok(subject)
    }

    /// In seconds since 1970.
    fn now(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "milliseconds fit into 53 bits for 285,000 years")]
        let millis = self.clock.now().as_millis() as f64;
        millis / 1000.0
    }
}

impl fmt::Debug for Jwts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jwts").field("rules", &self.rules).finish_non_exhaustive()
    }
}

// === impl Trusted ===

impl Trusted {
    fn by(keys: Keys) -> Arc<Self> {
        Arc::new(Self { keys, held: Cache::new(REMEMBERED) })
    }
}
