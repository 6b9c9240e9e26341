//! The policy grants exactly the calls that the clients make. A server refuses each call of the real client, and the
//! fault names the refused action.

use std::{
    collections::BTreeSet,
    io::{Read, Write},
    net::TcpListener,
    sync::mpsc,
    thread,
};

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_elasticbeanstalk::config::{Credentials, SharedCredentialsProvider};

use super::simulation::settings;
use crate::{
    About, Call, ControlPlane, EventQuery, Fault, FaultKind, NewVersion, Place, beanstalk::Beanstalk,
    call::Scope, policy,
};

/// Refuses every call, and returns what was called.
fn refusing() -> (String, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.expect("a connection");
            let (mut text, mut bytes) = (String::new(), [0; 4096]);
            while !text.contains("Action=") {
                let read = connection.read(&mut bytes).expect("a request");
                text += &String::from_utf8_lossy(&bytes[..read]);
            }
            let action = text.split("Action=").nth(1).expect("an action");
            let action = action.split('&').next().expect("its name");
            let body = "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>";
            let head = format!(
                "HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
                body.len()
            );
            let _ = connection.write_all((head + body).as_bytes());
            if sender.send(action.to_owned()).is_err() {
                return;
            }
        }
    });
    (url, receiver)
}

#[tokio::test]
async fn each_call_to_beanstalk_is_the_one_that_its_fault_names_and_the_policy_grants() {
    let (url, heard) = refusing();
    let credentials = Credentials::new("key", "secret", None, None, "test");
    let configuration = SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new("eu-central-1"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .endpoint_url(url)
        .build();
    let beanstalk = Beanstalk::new(&configuration, "shop", &["blue".to_owned(), "green".to_owned()]);
    let query = EventQuery {
        about: About::Version("1".to_owned()),
        request: None,
        since: jiff::Timestamp::UNIX_EPOCH,
    };
    let version = NewVersion {
        label: "1".to_owned(),
        description: String::new(),
        bucket: "bundles".to_owned(),
        key: "1.zip".to_owned(),
    };
    let mut named = BTreeSet::new();
    let mut check = |fault: Option<Fault>| {
        let fault = fault.expect("it is refused");
        assert_eq!(fault.kind, FaultKind::Denied);
        let action = heard.recv().expect("it was called");
        assert_eq!(fault.call.action(), format!("elasticbeanstalk:{action}"));
        named.insert(fault.call.action());
    };
    check(beanstalk.environments().await.err());
    check(beanstalk.settings("blue").await.err());
    check(beanstalk.health("blue").await.err());
    check(beanstalk.instances("blue").await.err());
    check(beanstalk.events(&query).await.err());
    check(beanstalk.versions(None).await.err());
    check(beanstalk.create_version(&version).await.err());
    check(beanstalk.delete_version("1").await.err());
    check(beanstalk.update("blue", "1").await.err());
    check(beanstalk.abort("blue").await.err());
    check(beanstalk.swap("blue", "green").await.err());
    let place = Place::new("eu-central-1", "123456789012").expect("both are well written");
    let policy = policy(&settings(), &place).to_string();
    let granted = Call::ALL.into_iter().filter(|call| {
        call.scopes().iter().any(|scope| matches!(scope, Scope::Environments | Scope::Versions))
    });
    assert_eq!(named, granted.map(Call::action).collect());
    assert!(named.iter().all(|action| policy.contains(action)));
}
