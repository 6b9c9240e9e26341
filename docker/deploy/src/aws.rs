//! AWS: one client for all services, and the meaning of its errors for a run.

use std::{error::Error, time::Duration};

use aws_config::{BehaviorVersion, Region, SdkConfig, retry::RetryConfig, timeout::TimeoutConfig};
use aws_smithy_http_client::{
    Builder,
    tls::{Provider, rustls_provider::CryptoMode},
};

/// The configuration that every AWS client reads by itself: credentials, region and endpoints. They come from
/// variables, files, and the roles of workflows, containers and machines.
pub(crate) async fn configuration(region: Option<&str>) -> SdkConfig {
    let client = Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(5))
        .operation_attempt_timeout(Duration::from_secs(20))
        .build();
    let mut loader = aws_config::defaults(BehaviorVersion::v2026_01_12())
        .http_client(client)
        .retry_config(RetryConfig::standard())
        .timeout_config(timeouts);
    if let Some(region) = region {
        loader = loader.region(Region::new(region.to_owned()));
    }
    loader.load().await
}

/// The number of the account whose credentials are used.
pub(crate) async fn account(configuration: &SdkConfig) -> Result<String, crate::Fault> {
    let call = crate::Call::GetCallerIdentity;
    let response = aws_sdk_sts::Client::new(configuration).get_caller_identity().send().await;
    let identity = response.map_err(|error| faults::fault(call, &error))?;
    Ok(identity.account.unwrap_or_default())
}

pub(crate) mod faults;

/// An error with all that it stems from, on one line.
pub(crate) fn chain(error: &dyn Error) -> String {
    let sources = std::iter::successors(error.source(), |&error| error.source());
    sources.fold(error.to_string(), |text, source| match source.to_string() {
        said if text.contains(&said) => text,
        said => format!("{text}: {said}"),
    })
}
