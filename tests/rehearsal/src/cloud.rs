//! moto in the place of S3, IAM and STS: buckets, users, and policies that are enforced.

use std::{
    fs,
    net::{SocketAddr, TcpStream},
    path::Path,
    process::Command,
};

use ogrom_tests::{
    balancer::free_address,
    group::{Group, Process},
    plain::ask,
};

/// Where everything is.
pub const REGION: &str = "eu-central-1";

/// A cloud that runs.
#[derive(Debug)]
pub struct Cloud {
    _process: Process,
    address: SocketAddr,
}

/// An identity in the cloud.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The identifier of the key.
    pub key: String,
    /// The key.
    pub secret: String,
}

// === impl Cloud ===

impl Cloud {
    /// One without any restriction, until [`Self::enforce`].
    pub fn start(group: &Group) -> Self {
        let address = free_address([127, 0, 0, 1].into());
        let installed = ogrom_tests::root().join(".tools/beanstalk/bin/moto_server");
        let program = if installed.exists() { &installed } else { Path::new("moto_server") };
        let mut moto = Command::new(program);
        moto.args(["-H", "127.0.0.1", "-p", &address.port().to_string()]);
        let mut process = group.start("moto", &mut moto);
        process.until("the cloud", |_| TcpStream::connect(address).is_ok());
        Self { _process: process, address }
    }

    /// The address of all its services.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Makes a bucket.
    pub fn bucket(&self, name: &str) {
        let place = format!(
            "<CreateBucketConfiguration><LocationConstraint>{REGION}</LocationConstraint></CreateBucketConfiguration>"
        );
        self.ask("PUT", &format!("/{name}"), "s3", place.as_bytes());
    }

    /// Puts a file into a bucket.
    pub fn put(&self, bucket: &str, key: &str, file: &Path) {
        let content = fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        self.put_bytes(bucket, key, &content);
    }

    /// Puts this content into a bucket.
    pub fn put_bytes(&self, bucket: &str, key: &str, content: &[u8]) {
        self.ask("PUT", &format!("/{bucket}/{key}"), "s3", content);
    }

    /// Makes a user with this policy.
    pub fn user(&self, name: &str, policy: &str) -> Credentials {
        self.iam(&[("Action", "CreateUser"), ("UserName", name)]);
        self.permit(name, policy);
        let answer = self.iam(&[("Action", "CreateAccessKey"), ("UserName", name)]);
        let value = |name: &str| {
            let value = answer.split_once(&format!("<{name}>")).and_then(|(_, rest)| rest.split_once("</"));
            value.unwrap_or_else(|| panic!("no {name}: {answer}")).0.to_owned()
        };
        Credentials { key: value("AccessKeyId"), secret: value("SecretAccessKey") }
    }

    /// Gives a user another policy.
    pub fn permit(&self, name: &str, policy: &str) {
        let change = [("UserName", name), ("PolicyName", "all"), ("PolicyDocument", policy)];
        self.enforcing("inf");
        self.iam(&[&[("Action", "PutUserPolicy")], &change[..]].concat());
    }

    /// From now on only actions that a policy permits are allowed.
    pub fn enforce(&self) {
        self.enforcing("0");
    }

    /// How many more requests may do everything.
    pub(crate) fn enforcing(&self, after: &str) {
        let answer = ask(
            self.address,
            "POST",
            "/moto-api/reset-auth",
            &[("content-type", "text/plain")],
            after.as_bytes(),
        );
        assert!(answer.as_ref().is_ok_and(|(status, _)| *status == 200), "{answer:?}");
    }

    fn iam(&self, parameters: &[(&str, &str)]) -> String {
        let form: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
        self.ask("POST", "/", "iam", form.as_bytes())
    }

    /// Calls one of its services, which the credentials select.
    fn ask(&self, method: &str, path: &str, service: &str, content: &[u8]) -> String {
        let scope = format!(
            "AWS4-HMAC-SHA256 Credential=x/20200101/{REGION}/{service}/aws4_request, SignedHeaders=host, Signature=x"
        );
        let kind =
            if method == "POST" { "application/x-www-form-urlencoded" } else { "application/octet-stream" };
        let headers = [("authorization", &*scope), ("content-type", kind)];
        let answer = ask(self.address, method, path, &headers, content);
        let (status, content) = answer.unwrap_or_else(|error| panic!("{service}: {error}"));
        assert_eq!(status, 200, "{service}: {content}");
        content
    }
}
