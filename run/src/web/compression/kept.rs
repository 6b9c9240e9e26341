//! What is large and known by a strong tag is coded once: the files of the documentation, the document itself.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Uri, header};
use ogrom_core_resource::Coding;
use quick_cache::{Weighter, sync::Cache};

use super::compress_whole;
use crate::web::caching_says;

/// How much is kept, in bytes.
const MOST: u64 = 8 << 20;

/// About how many there are, by which room is made.
const USUAL: usize = 64;

/// What has been coded.
pub(super) struct Kept(Cache<Key, Bytes, Size>);

/// What tells one coded content from all others: a strong tag names the bytes of one target (RFC 9110 §8.8.1), and ours
/// name the coding, too.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    target: Uri,
    tag: HeaderValue,
}

#[derive(Debug, Clone)]
struct Size;

// === impl Kept ===

impl Kept {
    /// The content in this coding; absent where it could not be made. Never holds up others.
    pub(super) async fn coded(
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

/// Absent for what must not be kept: without a strong tag, or for one client alone.
fn key(target: &Uri, headers: &HeaderMap) -> Option<Key> {
    let tag = headers.get(header::ETAG).filter(|tag| tag.as_bytes().starts_with(b"\""))?;
    let told = headers.contains_key(header::CACHE_CONTROL);
    let private = ["no-store", "private"].iter().any(|word| caching_says(headers, word));
    (told && !private).then(|| Key { target: target.clone(), tag: tag.clone() })
}

impl Default for Kept {
    fn default() -> Self {
        Self(Cache::with_weighter(USUAL, MOST, Size))
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept").field("contents", &self.0.len()).finish()
    }
}

// === impl Size ===

impl Weighter<Key, Bytes> for Size {
    fn weight(&self, key: &Key, content: &Bytes) -> u64 {
        (key.target.path().len() + key.target.query().map_or(0, str::len) + key.tag.len() + content.len())
            as u64
    }
}
