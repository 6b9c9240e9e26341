//! Responses of AWS, given to the real clients: what each means for a run.

use std::{
    io::{Read, Write},
    net::TcpListener,
    thread,
};

use aws_config::{BehaviorVersion, Region, SdkConfig, retry::RetryConfig};
use aws_sdk_elasticbeanstalk::config::{Credentials, SharedCredentialsProvider};

use crate::{Condition, Fault, FaultKind, Store, Tag, store::Bucket};

/// Clients of a server whose response is always this one.
fn responding(status: u16, body: &str) -> SdkConfig {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let length = body.len();
    let response =
        format!("HTTP/1.1 {status} Because\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}");
    thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.expect("a connection");
            let (mut text, mut bytes) = (String::new(), [0; 4096]);
            while !text.contains("\r\n\r\n") {
                let read = connection.read(&mut bytes).expect("a request");
                text += &String::from_utf8_lossy(&bytes[..read]);
            }
            let _ = connection.write_all(response.as_bytes());
        }
    });
    let credentials = Credentials::new("key", "secret", None, None, "test");
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new("eu-central-1"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .retry_config(RetryConfig::disabled())
        .endpoint_url(url)
        .build()
}

/// The response of S3 to a request that fails.
fn s3(status: u16, code: &str, message: &str) -> Bucket {
    let body = format!("<Error><Code>{code}</Code><Message>{message}</Message></Error>");
    Bucket::new(&responding(status, &body), "bundles")
}

#[tokio::test]
async fn an_absent_object_is_no_fault() {
    let bucket = s3(404, "NoSuchKey", "The specified key does not exist.");
    let tag = Tag("\"1\"".to_owned());
    assert_eq!(bucket.get("shop/journal.json").await, Ok(None));
    let put = bucket.put("shop/journal.json", Vec::new(), &Condition::Matches(tag.clone())).await;
    assert_eq!(put, Ok(None));
    assert_eq!(bucket.delete("shop/journal.json", &tag).await, Ok(false));
}

#[tokio::test]
async fn an_absent_bucket_is_a_fault() {
    let bucket = s3(404, "NoSuchBucket", "The specified bucket does not exist");
    let tag = Tag("\"1\"".to_owned());
    let is_fault = |fault: Option<Fault>| {
        let fault = fault.expect("no bucket is no condition");
        assert!(fault.kind == FaultKind::Refused && fault.message.starts_with("NoSuchBucket"), "{fault}");
    };
    is_fault(bucket.get("shop/journal.json").await.err());
    is_fault(bucket.put("locks/shop.json", Vec::new(), &Condition::Absent).await.err());
    is_fault(bucket.delete("locks/shop.json", &tag).await.err());
}
