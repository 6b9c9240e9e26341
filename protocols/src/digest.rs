//! Digests, as keys for what several parts say together.

use sha2::{Digest, Sha256};

/// 128 bits of SHA-256 over parts that cannot run into each other, as 32 hexadecimal digits.
pub fn digest(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    let bits = hasher.finalize().iter().take(16).fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
    format!("{bits:032x}")
}
