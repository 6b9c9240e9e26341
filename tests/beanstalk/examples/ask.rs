//! Calls Elastic Beanstalk for the environments of an application, by the SDK for Rust, and prints the response as
//! JSON.

use std::{env, error::Error};

use aws_config::BehaviorVersion;
use aws_sdk_elasticbeanstalk::{
    Client,
    types::{EnvironmentDescription, EnvironmentHealth, EnvironmentHealthStatus, EnvironmentStatus},
};
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use serde_json::{Map, Value, json};

#[expect(clippy::print_stdout, reason = "its output is its result")]
#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let application = env::args().nth(1).ok_or("which application?")?;
    let http = aws_smithy_http_client::Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring));
    let config = aws_config::defaults(BehaviorVersion::latest()).http_client(http.build_https()).load().await;
    let answer = Client::new(&config).describe_environments().application_name(application).send().await?;
    let told: Map<String, Value> = answer
        .environments()
        .iter()
        .map(|one| (one.environment_name().unwrap_or_default().to_owned(), shown(one)))
        .collect();
    println!("{}", Value::Object(told));
    Ok(())
}

fn shown(one: &EnvironmentDescription) -> Value {
    json!({
        "EnvironmentId": one.environment_id(),
        "VersionLabel": one.version_label(),
        "Status": one.status().map(EnvironmentStatus::as_str),
        "Health": one.health().map(EnvironmentHealth::as_str),
        "HealthStatus": one.health_status().map(EnvironmentHealthStatus::as_str),
        "CNAME": one.cname(),
        "EndpointURL": one.endpoint_url(),
    })
}
