//! Responses of AWS, given to the real clients: what each means for a run.

use std::{
    io::{Read, Write},
    net::TcpListener,
    thread,
};

use aws_config::{BehaviorVersion, Region, SdkConfig, retry::RetryConfig};
use aws_sdk_elasticbeanstalk::config::{Credentials, SharedCredentialsProvider};

use super::simulation::settings;
use crate::{
    Call, Condition, ControlPlane, Fault, FaultKind, Store, Tag, beanstalk::Beanstalk, remedy::remedy,
    store::Bucket,
};

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
        assert!(fault.kind == FaultKind::NoBucket && fault.message.starts_with("NoSuchBucket"), "{fault}");
    };
    is_fault(bucket.get("shop/journal.json").await.err());
    is_fault(bucket.put("locks/shop.json", Vec::new(), &Condition::Absent).await.err());
    is_fault(bucket.delete("locks/shop.json", &tag).await.err());
}

/// The response of Elastic Beanstalk to a call that fails.
fn beanstalk(status: u16, code: &str, message: &str) -> Beanstalk {
    let body = format!(
        "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>"
    );
    Beanstalk::new(&responding(status, &body), "shop", &["blue".to_owned(), "green".to_owned()])
}

#[tokio::test]
async fn refusals_of_beanstalk_are_told_apart() {
    for (status, code, message, kind) in [
        (403, "AccessDenied", "User: x is not authorized", FaultKind::Denied),
        (403, "InsufficientPrivilegesException", "You do not have permission", FaultKind::Denied),
        (403, "ExpiredToken", "The security token included in the request is expired", FaultKind::Expired),
        (403, "InvalidClientTokenId", "The security token is invalid", FaultKind::Unidentified),
        (403, "SignatureDoesNotMatch", "Signature expired: 1 is now earlier than 2", FaultKind::Skewed),
        (403, "SignatureDoesNotMatch", "Signature not yet current: 2 is later", FaultKind::Skewed),
        (403, "SignatureDoesNotMatch", "The request signature we calculated", FaultKind::Unidentified),
        (403, "OptInRequired", "The AWS Access Key Id needs a subscription", FaultKind::OtherRegion),
        (400, "Throttling", "Rate exceeded", FaultKind::Throttled),
        (400, "TooManyApplicationVersionsException", "1000 are there", FaultKind::TooManyVersions),
        (400, "InvalidParameterValue", "Must be Ready", FaultKind::Refused),
        (403, "SomethingNew", "Nobody knows", FaultKind::Refused),
    ] {
        let fault = beanstalk(status, code, message).abort("blue").await.expect_err("it is refused");
        assert_eq!(fault.kind, kind, "{fault}");
    }
}

#[tokio::test]
async fn refusals_of_the_bucket_are_told_apart() {
    for (status, code, kind) in [
        (403, "AccessDenied", FaultKind::Denied),
        (403, "InvalidAccessKeyId", FaultKind::Unidentified),
        (403, "RequestTimeTooSkewed", FaultKind::Skewed),
        (400, "ExpiredToken", FaultKind::Expired),
        (400, "AuthorizationHeaderMalformed", FaultKind::OtherRegion),
        (503, "SlowDown", FaultKind::Throttled),
    ] {
        let fault = s3(status, code, "Because").get("shop/journal.json").await.expect_err("it is refused");
        assert_eq!(fault.kind, kind, "{fault}");
    }
}

#[test]
fn each_kind_of_refusal_has_a_next_step_of_its_own() {
    for (kind, message, next) in [
        (FaultKind::Denied, "AccessDenied: not authorised", expected!("remedy-denied")),
        (
            FaultKind::Denied,
            "InsufficientPrivilegesException: You do not have permission to perform the 's3:CreateBucket' action.",
            expected!("remedy-downstream"),
        ),
        (FaultKind::Expired, "ExpiredToken", "sign in again, since the credentials have expired; then AGAIN"),
        (
            FaultKind::Skewed,
            "RequestTimeTooSkewed",
            "set the clock of this machine, which AWS finds wrong; then AGAIN",
        ),
        (FaultKind::Refused, "InvalidParameterValue", "AGAIN"),
    ] {
        let fault = Fault::new(Call::UpdateEnvironment, kind, message);
        assert_eq!(remedy(&fault, &settings(), "AGAIN"), next.trim_end());
    }
}

#[test]
fn the_denied_action_is_the_one_that_aws_names() {
    for (message, action) in [
        (
            "User: arn:aws:sts::1:assumed-role/ci/x is not authorized to perform: autoscaling:DescribeAutoScalingGroups",
            Some("autoscaling:DescribeAutoScalingGroups"),
        ),
        (
            "You do not have permission to perform the 's3:CreateBucket' action. Verify that your S3 policies allow it.",
            Some("s3:CreateBucket"),
        ),
        ("AccessDenied: no", None),
    ] {
        let fault = Fault::new(Call::UpdateEnvironment, FaultKind::Denied, message);
        assert_eq!(fault.denied_action(), action);
    }
}
