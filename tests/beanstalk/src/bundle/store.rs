//! Where bundles are: in S3, or in a folder in its place.

use std::path::PathBuf;

use aws_sdk_s3::{
    Client,
    config::{Credentials, Region},
    error::DisplayErrorContext,
    primitives::AggregatedBytes,
};
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use tokio::fs;

use crate::{options::Options, world::version::Location};

/// Where bundles are.
#[derive(Clone, Debug)]
pub(crate) enum Store {
    S3(Client),
    /// The bundle `KEY` of `BUCKET` is the file `BUCKET/KEY`.
    Folder(PathBuf),
}

// === impl Store ===

impl Store {
    /// The requested one.
    pub(crate) async fn open(options: &Options) -> Self {
        if let Some(folder) = &options.bundles {
            return Self::Folder(folder.clone());
        }
        let tls = aws_smithy_http_client::Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring));
        let mut loader = aws_config::defaults(aws_config::BehaviorVersion::latest())
            .http_client(tls.build_https())
            .region(Region::new(options.region.clone()));
        if let Some(url) = &options.s3 {
            loader = loader.endpoint_url(url);
        }
        if let Some((id, secret)) = options.s3_key.as_ref().and_then(|key| key.split_once(':')) {
            loader =
                loader.credentials_provider(Credentials::new(id, secret, None, None, "the double's own"));
        }
        let config = aws_sdk_s3::config::Builder::from(&loader.load().await).force_path_style(true).build();
        Self::S3(Client::from_conf(config))
    }

    /// All bytes of a bundle.
    pub(crate) async fn get(&self, at: &Location) -> Result<Vec<u8>, String> {
        let Location { bucket, key } = at;
        let found = match self {
            Self::Folder(folder) => {
                fs::read(folder.join(bucket).join(key)).await.map_err(|error| error.to_string())
            }
            Self::S3(client) => {
                let object = client.get_object().bucket(bucket).key(key).send().await;
                match object {
                    Ok(object) => object
                        .body
                        .collect()
                        .await
                        .map(AggregatedBytes::to_vec)
                        .map_err(|error| error.to_string()),
                    Err(error) => Err(DisplayErrorContext(error).to_string()),
                }
            }
        };
        found.map_err(|why| {
            format!("Unable to download from S3 location (Bucket: {bucket}  Key: {key}). Reason: {why}")
        })
    }

    /// Whether a bundle is there, or why not.
    pub(crate) async fn find(&self, at: &Location) -> Result<(), String> {
        let Location { bucket, key } = at;
        let found = match self {
            Self::Folder(folder) => fs::metadata(folder.join(bucket).join(key))
                .await
                .map(|_| ())
                .map_err(|error| error.to_string()),
            Self::S3(client) => {
                let head = client.head_object().bucket(bucket).key(key).send().await;
                head.map(|_| ()).map_err(|error| DisplayErrorContext(error).to_string())
            }
        };
        found.map_err(|why| {
            format!("Unable to download from S3 location (Bucket: {bucket}  Key: {key}). Reason: {why}")
        })
    }

    /// Deletes a bundle.
    pub(crate) async fn delete(&self, at: &Location) -> Result<(), String> {
        let Location { bucket, key } = at;
        match self {
            Self::Folder(folder) => {
                fs::remove_file(folder.join(bucket).join(key)).await.map_err(|error| error.to_string())
            }
            Self::S3(client) => {
                let deleted = client.delete_object().bucket(bucket).key(key).send().await;
                deleted.map(|_| ()).map_err(|error| DisplayErrorContext(error).to_string())
            }
        }
    }
}
