//! A cache of encoded content. Large content with a strong tag is encoded once, such as the files of the documentation.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Uri, header};
use ogrom_core_resource::Coding;
use quick_cache::{Weighter, sync::Cache};

use super::compress_whole;
use crate::web::cache_control_has;

/// How much is cached, in bytes.
const MOST: u64 = 8 << 20;

/// About how many there are, by which room is made.
const USUAL: usize = 64;

/// Encoded content, bounded by bytes.
pub(super) struct EncodedCache(Cache<EncodedKey, Bytes, Size>);

/// The key of encoded content: a strong tag names the bytes of one target (RFC 9110 §8.8.1), and ours name the coding, too.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct EncodedKey {
    target: Uri,
    tag: HeaderValue,
}

#[derive(Debug, Clone)]
struct Size;

// === impl EncodedCache ===

impl EncodedCache {
    /// The content in this coding; absent where it cannot be encoded. Runs on another thread.
    pub(super) async fn encode(
        &self,
        coding: Coding,
        target: &Uri,
        headers: &HeaderMap,
        content: Bytes,
    ) -> Option<Bytes> {
        let key = key(target, headers);
        if let Some(known) = key.as_ref().and_then(|key| self.0.get(key)) {
            return Some(known);
        }
        let made = tokio::task::spawn_blocking(move || compress_whole(coding, &content)).await.ok()??;
        if let Some(key) = key {
            self.0.insert(key, made.clone());
        }
        Some(made)
    }
}

/// The key; absent for content that must not be cached, since it has no strong tag or is for one client alone.
fn key(target: &Uri, headers: &HeaderMap) -> Option<EncodedKey> {
    let tag = headers.get(header::ETAG).filter(|tag| tag.as_bytes().starts_with(b"\""))?;
    let told = headers.contains_key(header::CACHE_CONTROL);
    let private = ["no-store", "private"].iter().any(|word| cache_control_has(headers, word));
    (told && !private).then(|| EncodedKey { target: target.clone(), tag: tag.clone() })
}

impl Default for EncodedCache {
    fn default() -> Self {
        Self(Cache::with_weighter(USUAL, MOST, Size))
    }
}

impl fmt::Debug for EncodedCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EncodedCache").field("contents", &self.0.len()).finish()
    }
}

// === impl Size ===

impl Weighter<EncodedKey, Bytes> for Size {
    fn weight(&self, key: &EncodedKey, content: &Bytes) -> u64 {
        (key.target.path().len() + key.target.query().map_or(0, str::len) + key.tag.len() + content.len())
            as u64
    }
}
