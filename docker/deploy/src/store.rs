//! The bucket: bundles by their digests, and two small objects that only a writer who knows their state can change.

mod s3;

use std::path::Path;

use async_trait::async_trait;

pub(crate) use self::s3::Bucket;
use crate::Fault;

/// The bucket.
#[async_trait]
pub trait Store: Send + Sync {
    /// An object with its entity tag.
    async fn get(&self, key: &str) -> Result<Option<(Vec<u8>, Tag)>, Fault>;
    /// Writes an object if the condition holds. Returns its new tag, or `None` if the condition does not hold.
    async fn put(&self, key: &str, bytes: Vec<u8>, condition: &Condition) -> Result<Option<Tag>, Fault>;
    /// Deletes an object that still has this tag. Returns whether it had.
    async fn delete(&self, key: &str, tag: &Tag) -> Result<bool, Fault>;
    /// Uploads a file under a key that is free, with the SHA-256 of its bytes in hexadecimal; `false` if the key is
    /// taken.
    async fn upload(&self, key: &str, file: &Path, digest: &str) -> Result<bool, Fault>;
    /// The SHA-256 of an object in hexadecimal.
    async fn digest(&self, key: &str) -> Result<Option<String>, Fault>;
}

/// An entity tag (RFC 9110, section 8.8.3), as S3 has sent it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag(pub String);

/// When an object is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Where there is none: `If-None-Match: *`.
    Absent,
    /// If it has this tag: `If-Match`.
    Matches(Tag),
}
