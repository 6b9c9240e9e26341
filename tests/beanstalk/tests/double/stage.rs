//! A double on stage: with versions to deploy, a client of the SDK, and time that passes by calls.

use std::{
    fs::{self, File},
    io::Write,
    net::SocketAddr,
    path::Path,
    time::Duration,
};

use aws_sdk_elasticbeanstalk::{
    Client,
    config::{BehaviorVersion, Config, Credentials, Region, retry::RetryConfig},
    types::{EnvironmentDescription, S3Location},
};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{Request, Response, body::Incoming};
use hyper_util::{client::legacy, rt::TokioExecutor};
use jiff::SignedDuration;
use ogrom_tests_beanstalk::{Double, Options, Running, Speed};
use serde_json::Value;
use tempfile::TempDir;
use zip::{ZipWriter, write::SimpleFileOptions};

/// The bucket of the bundles of tests.
const BUCKET: &str = "bundles";

/// Enough virtual time for twelve checks.
pub(crate) const TWO_MINUTES: u32 = 130;

/// A double, and the other parts that a test needs.
pub(crate) struct Stage {
    pub(crate) double: Running,
    pub(crate) client: Client,
    folder: TempDir,
}

// === impl Stage ===

impl Stage {
    /// With the version v1, which the environments blue-side, of the name prod-app, and green-side run.
    pub(crate) async fn set() -> Self {
        let stage = Self::empty().await;
        stage.version("v1", &[]).await;
        for (name, prefix) in [("blue-side", "prod-app"), ("green-side", "idle-app")] {
            let create = stage.client.create_environment().application_name("app").environment_name(name);
            let create = create.operations_role("arn:aws:iam::123456789012:role/operations");
            create.cname_prefix(prefix).version_label("v1").send().await.expect("the call is good");
        }
        stage.pass(TWO_MINUTES).await;
        stage
    }

    /// With the application alone.
    pub(crate) async fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let options = Options {
            bundles: Some(folder.path().to_owned()),
            clock_speed: Speed::Manual,
            ttl: 7,
            boot_time: 2,
            ..Options::default()
        };
        let double = Double::start(options).await.expect("a double starts");
        let client = client(&format!("http://{}", double.api));
        client.create_application().application_name("app").send().await.expect("the call is good");
        Self { double, client, folder }
    }

    /// Makes a version whose instances return its label, started with these additional arguments.
    pub(crate) async fn version(&self, label: &str, arguments: &[&str]) {
        version(&self.client, self.folder.path(), label, arguments).await;
    }

    /// Deploys a version, and lets time pass until that is over.
    pub(crate) async fn deploy(&self, name: &str, label: &str) {
        self.begin(name, label).await;
        self.pass(TWO_MINUTES).await;
    }

    /// Begins to deploy a version.
    pub(crate) async fn begin(&self, name: &str, label: &str) {
        self.client
            .update_environment()
            .environment_name(name)
            .version_label(label)
            .send()
            .await
            .expect("the call is good");
    }

    /// Lets so many virtual seconds pass.
    pub(crate) async fn pass(&self, seconds: u32) {
        self.double.advance(SignedDuration::from_secs(seconds.into())).await;
    }

    /// The SDK's view of an environment.
    pub(crate) async fn environment(&self, name: &str) -> EnvironmentDescription {
        let answer = self
            .client
            .describe_environments()
            .environment_names(name)
            .send()
            .await
            .expect("the call is good");
        answer.environments()[0].clone()
    }

    /// The double's own view of an environment.
    pub(crate) fn state(&self, name: &str) -> Value {
        let state = self.double.state();
        let environments = state["environments"].as_array().expect("a list");
        environments
            .iter()
            .find(|one| one["EnvironmentName"] == name)
            .expect("an environment of this name")
            .clone()
    }

    /// Where an instance of an environment listens.
    pub(crate) fn instance(&self, name: &str, number: usize) -> SocketAddr {
        self.state(name)["instances"][number]["address"]
            .as_str()
            .and_then(|address| address.parse().ok())
            .expect("an address")
    }

    /// The response of an instance of an environment, if there is one.
    pub(crate) async fn says(&self, name: &str, number: usize) -> Option<String> {
        let answer = get(&format!("http://{}/", self.instance(name, number))).await?;
        Some(text(answer).await)
    }

    /// Calls the double as a client of AWS does, but with a free choice of the body.
    pub(crate) async fn call(&self, method: &str, query: &str, form: &str) -> Response<Incoming> {
        let request = Request::builder().method(method).uri(format!("http://{}/?{query}", self.double.api));
        let request = request.header("authorization", "AWS4-HMAC-SHA256 Credential=nobody");
        send(request.body(Full::from(form.to_owned())).expect("a request"))
            .await
            .expect("the double responds")
    }

    /// Calls the test interface of the double.
    pub(crate) async fn control(&self, method: &str, path: &str, content: Value) -> (u16, Value) {
        let request =
            Request::builder().method(method).uri(format!("http://{}/double/{path}", self.double.api));
        let answer = send(request.body(Full::from(content.to_string())).expect("a request"))
            .await
            .expect("the double responds");
        (answer.status().as_u16(), serde_json::from_str(&text(answer).await).expect("JSON"))
    }
}

/// A client of the SDK that tries once.
pub(crate) fn client(at: &str) -> Client {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .endpoint_url(at)
        .region(Region::new("eu-central-1"))
        .credentials_provider(Credentials::new("id", "secret", None, None, "the test's own"))
        .retry_config(RetryConfig::disabled());
    Client::from_conf(config.build())
}

/// Requests a URL; nothing if there is no response.
pub(crate) async fn get(url: &str) -> Option<Response<Incoming>> {
    send(Request::get(url).body(Full::default()).expect("a request")).await
}

async fn send(request: Request<Full<Bytes>>) -> Option<Response<Incoming>> {
    let client = legacy::Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build_http();
    tokio::time::timeout(Duration::from_secs(30), client.request(request))
        .await
        .expect("a response in time")
        .ok()
}

/// The body of a response.
pub(crate) async fn text(answer: Response<Incoming>) -> String {
    let content = answer.into_body().collect().await.expect("the whole response").to_bytes();
    String::from_utf8(content.to_vec()).expect("text")
}

/// Makes a version whose bundle is in this folder.
pub(crate) async fn version(client: &Client, folder: &Path, label: &str, arguments: &[&str]) {
    let key = format!("{label}.zip");
    bundle(&folder.join(BUCKET).join(&key), label, arguments);
    let source = S3Location::builder().s3_bucket(BUCKET).s3_key(key).build();
    let create = client.create_application_version().application_name("app").version_label(label);
    create.source_bundle(source).send().await.expect("the call is good");
}

fn bundle(path: &Path, label: &str, arguments: &[&str]) {
    let command: Vec<&str> = ["/sample", label].iter().chain(arguments).copied().collect();
    let command = serde_json::to_string(&command).expect("a list of texts");
    let dockerfile = format!("FROM scratch\nCOPY sample /sample\nEXPOSE 5000\nENTRYPOINT {command}\n");
    let sample = fs::read(env!("CARGO_BIN_EXE_ogrom-tests-beanstalk-sample")).expect("cargo has built it");
    path.parent().map(fs::create_dir_all).expect("it has a folder").expect("a folder can be made");
    let mut writer = ZipWriter::new(File::create(path).expect("a new file"));
    for (name, content, mode) in [("Dockerfile", dockerfile.into_bytes(), 0o644), ("sample", sample, 0o755)] {
        writer.start_file(name, SimpleFileOptions::default().unix_permissions(mode)).expect("an entry");
        writer.write_all(&content).expect("a file can be written");
    }
    writer.finish().expect("a file can be written");
}
