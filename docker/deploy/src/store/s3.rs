//! The bucket, by the official client.

use std::{path::Path, time::Duration};

use async_trait::async_trait;
use aws_config::{SdkConfig, timeout::TimeoutConfig};
use aws_sdk_s3::{Client, config::Config, primitives::ByteStream};
use aws_smithy_runtime_api::client::{orchestrator::HttpResponse, result::SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};

use super::{Condition, Store, Tag};
use crate::{
    Call, Fault, FaultKind,
    aws::{
        chain,
        faults::{fault, status},
    },
    bundle::hex,
};

/// The metadata key of an object's digest.
const DIGEST: &str = "sha256";

/// How long a bundle may take on its way.
const UPLOAD: Duration = Duration::from_mins(15);

/// A bucket in S3.
#[derive(Clone, Debug)]
pub(crate) struct Bucket {
    client: Client,
    name: String,
}

// === impl Bucket ===

impl Bucket {
    /// The bucket of this name.
    pub(crate) fn new(configuration: &SdkConfig, name: &str) -> Self {
        Self { client: Client::new(configuration), name: name.to_owned() }
    }
}

#[async_trait]
impl Store for Bucket {
    async fn get(&self, key: &str) -> Result<Option<(Vec<u8>, Tag)>, Fault> {
        let response = match self.client.get_object().bucket(&self.name).key(key).send().await {
            Ok(response) => response,
            Err(error) if is_absent(&error) => return Ok(None),
            Err(error) => return Err(fault(Call::GetObject, &error)),
        };
        let tag = Tag(response.e_tag.unwrap_or_default());
        let bytes = response.body.collect().await;
        let bytes =
            bytes.map_err(|error| Fault::new(Call::GetObject, FaultKind::Lost, chain(&error)))?.to_vec();
        Ok(Some((bytes, tag)))
    }

    async fn put(&self, key: &str, bytes: Vec<u8>, condition: &Condition) -> Result<Option<Tag>, Fault> {
        let request = self
            .client
            .put_object()
            .bucket(&self.name)
            .key(key)
            .content_type("application/json")
            .body(bytes.into());
        let request = match condition {
            Condition::Absent => request.if_none_match("*"),
            Condition::Matches(Tag(tag)) => request.if_match(tag),
        };
        match request.send().await {
            Ok(response) => Ok(Some(Tag(response.e_tag.unwrap_or_default()))),
            // 409: another writer is active at this moment; 404: the object that should have this tag is gone.
            Err(error) if is_absent(&error) || matches!(status(&error), Some(409 | 412)) => Ok(None),
            Err(error) => Err(fault(Call::PutObject, &error)),
        }
    }

    async fn delete(&self, key: &str, Tag(tag): &Tag) -> Result<bool, Fault> {
        match self.client.delete_object().bucket(&self.name).key(key).if_match(tag).send().await {
            Ok(_) => Ok(true),
            Err(error) if is_absent(&error) || matches!(status(&error), Some(409 | 412)) => Ok(false),
            Err(error) => Err(fault(Call::DeleteObject, &error)),
        }
    }

    async fn upload(&self, key: &str, file: &Path, digest: &str) -> Result<bool, Fault> {
        let refused = |why: String| Fault::new(Call::PutObject, FaultKind::Refused, why);
        let stream = ByteStream::from_path(file).await.map_err(|error| refused(chain(&error)))?;
        let checksum = bytes(digest).ok_or_else(|| refused(format!("'{digest}' is no digest")))?;
        let request = self
            .client
            .put_object()
            .bucket(&self.name)
            .key(key)
            .content_type("application/zip")
            .metadata(DIGEST, digest)
            .checksum_sha256(BASE64_STANDARD.encode(checksum))
            .if_none_match("*")
            .body(stream);
        let patient = TimeoutConfig::builder().operation_attempt_timeout(UPLOAD).build();
        match request.customize().config_override(Config::builder().timeout_config(patient)).send().await {
            Ok(_) => Ok(true),
            Err(error) if matches!(status(&error), Some(409 | 412)) => Ok(false),
            Err(error) => Err(fault(Call::PutObject, &error)),
        }
    }

    async fn digest(&self, key: &str) -> Result<Option<String>, Fault> {
        // HeadObject is permitted by the same action.
        let digest = match self.client.head_object().bucket(&self.name).key(key).send().await {
            Ok(response) => response.metadata.and_then(|mut metadata| metadata.remove(DIGEST)),
            Err(error) if is_absent(&error) => return Ok(None),
            Err(error) => return Err(fault(Call::GetObject, &error)),
        };
        if digest.is_some() {
            return Ok(digest);
        }
        // An object uploaded by other means has no digest.
        let found = self.get(key).await?;
        Ok(found.map(|(bytes, _)| hex(&Sha256::digest(bytes))))
    }
}

/// Whether the object is absent, and its bucket is not.
fn is_absent<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> bool {
    let code = error.as_service_error().and_then(ProvideErrorMetadata::code);
    status(error) == Some(404) && code != Some("NoSuchBucket")
}

fn bytes(digest: &str) -> Option<Vec<u8>> {
    let digits = digest.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).ok());
    digits.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
}
