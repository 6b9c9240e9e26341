//! The bucket: bundles by what they contain, and two small objects that are only changed by who knows their state.

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
    /// Writes an object if the condition holds, and tells its new tag; `None` where it does not hold.
    async fn put(&self, key: &str, content: Vec<u8>, condition: &Condition) -> Result<Option<Tag>, Fault>;
    /// Deletes an object that has still this tag, and tells whether it had.
    async fn delete(&self, key: &str, tag: &Tag) -> Result<bool, Fault>;
    /// Uploads a file under a key where nothing is yet, with the SHA-256 of its content in hexadecimal; `false` where
    /// something is.
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
    /// Where it has this tag: `If-Match`.
    Matches(Tag),
}
