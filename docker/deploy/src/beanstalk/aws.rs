//! The control plane, by the official client.

use async_trait::async_trait;
use aws_config::{SdkConfig, retry::RetryConfig};
use aws_sdk_elasticbeanstalk::{
    Client,
    config::Config,
    operation::RequestId,
    types::{EnvironmentHealthAttribute, InstancesHealthAttribute, S3Location},
};

use super::{
    About, ControlPlane, Environment, Event, EventQuery, Health, Instance, NewVersion, Setting, Version,
    convert::{environment, event, health, instance, instant, setting, version},
};
use crate::{Call, Fault, aws::faults::fault};

/// How many events are read at most, newest first: a deployment makes a few dozen.
const EVENTS: i32 = 200;

/// Elastic Beanstalk, for one application and its two environments.
#[derive(Clone, Debug)]
pub(crate) struct Beanstalk {
    client: Client,
    application: String,
    environments: [String; 2],
}

// === impl Beanstalk ===

impl Beanstalk {
    /// The control plane of this region.
    pub(crate) fn new(configuration: &SdkConfig, application: &str, environments: &[String; 2]) -> Self {
        let client = Client::new(configuration);
        Self { client, application: application.to_owned(), environments: environments.clone() }
    }
}

#[async_trait]
impl ControlPlane for Beanstalk {
    async fn environments(&self) -> Result<Vec<Environment>, Fault> {
        let request = self
            .client
            .describe_environments()
            .application_name(&self.application)
            .set_environment_names(Some(self.environments.to_vec()));
        let response = request.send().await.map_err(|error| fault(Call::DescribeEnvironments, &error))?;
        Ok(response.environments.unwrap_or_default().into_iter().map(environment).collect())
    }

    async fn settings(&self, environment: &str) -> Result<Vec<Setting>, Fault> {
        let request = self
            .client
            .describe_configuration_settings()
            .application_name(&self.application)
            .environment_name(environment);
        let response =
            request.send().await.map_err(|error| fault(Call::DescribeConfigurationSettings, &error))?;
        let descriptions = response.configuration_settings.unwrap_or_default().into_iter();
        Ok(descriptions.flat_map(|found| found.option_settings.unwrap_or_default()).map(setting).collect())
    }

    async fn health(&self, environment: &str) -> Result<Health, Fault> {
        let request = self
            .client
            .describe_environment_health()
            .environment_name(environment)
            .attribute_names(EnvironmentHealthAttribute::All);
        let response =
            request.send().await.map_err(|error| fault(Call::DescribeEnvironmentHealth, &error))?;
        Ok(health(response))
    }

    async fn instances(&self, environment: &str) -> Result<Vec<Instance>, Fault> {
        let (mut instances, mut next) = (Vec::new(), None);
        loop {
            let request = self
                .client
                .describe_instances_health()
                .environment_name(environment)
                .attribute_names(InstancesHealthAttribute::All)
                .set_next_token(next);
            let response =
                request.send().await.map_err(|error| fault(Call::DescribeInstancesHealth, &error))?;
            instances.extend(response.instance_health_list.unwrap_or_default().into_iter().map(instance));
            next = response.next_token.filter(|token| !token.is_empty());
            if next.is_none() {
                return Ok(instances);
            }
        }
    }

    async fn events(&self, query: &EventQuery) -> Result<Vec<Event>, Fault> {
        let request = self
            .client
            .describe_events()
            .application_name(&self.application)
            .set_request_id(query.request.clone())
            .start_time(instant(query.since))
            .max_records(EVENTS);
        let request = match &query.about {
            About::Environment(name) => request.environment_name(name),
            About::Version(label) => request.version_label(label),
        };
        let response = request.send().await.map_err(|error| fault(Call::DescribeEvents, &error))?;
        Ok(response.events.unwrap_or_default().into_iter().map(event).collect())
    }

    async fn versions(&self, label: Option<&str>) -> Result<Vec<Version>, Fault> {
        let (mut versions, mut next) = (Vec::new(), None);
        loop {
            let request = self
                .client
                .describe_application_versions()
                .application_name(&self.application)
                .set_version_labels(label.map(|label| vec![label.to_owned()]))
                .set_next_token(next);
            let response =
                request.send().await.map_err(|error| fault(Call::DescribeApplicationVersions, &error))?;
            versions.extend(response.application_versions.unwrap_or_default().into_iter().map(version));
            next = response.next_token.filter(|token| !token.is_empty());
            if next.is_none() {
                return Ok(versions);
            }
        }
    }

    async fn create_version(&self, version: &NewVersion) -> Result<(), Fault> {
        let source = S3Location::builder().s3_bucket(&version.bucket).s3_key(&version.key).build();
        let request = self
            .client
            .create_application_version()
            .application_name(&self.application)
            .version_label(&version.label)
            .description(&version.description)
            .source_bundle(source)
            .auto_create_application(false)
            .process(true);
        let response = request.send().await;
        response.map(drop).map_err(|error| fault(Call::CreateApplicationVersion, &error))
    }

    async fn delete_version(&self, label: &str) -> Result<(), Fault> {
        let request = self
            .client
            .delete_application_version()
            .application_name(&self.application)
            .version_label(label)
            .delete_source_bundle(true);
        request.send().await.map(drop).map_err(|error| fault(Call::DeleteApplicationVersion, &error))
    }

    async fn update(&self, environment: &str, label: &str) -> Result<Option<String>, Fault> {
        let request = self
            .client
            .update_environment()
            .application_name(&self.application)
            .environment_name(environment)
            .version_label(label);
        let response = request.send().await.map_err(|error| fault(Call::UpdateEnvironment, &error))?;
        Ok(response.request_id().map(str::to_owned))
    }

    async fn abort(&self, environment: &str) -> Result<(), Fault> {
        let request = self.client.abort_environment_update().environment_name(environment);
        request.send().await.map(drop).map_err(|error| fault(Call::AbortEnvironmentUpdate, &error))
    }

    async fn swap(&self, from: &str, to: &str) -> Result<(), Fault> {
        let request = self
            .client
            .swap_environment_cnames()
            .source_environment_name(from)
            .destination_environment_name(to);
        // A swap sent twice would undo itself, and a lost response does not show whether it was accepted.
        let once =
            request.customize().config_override(Config::builder().retry_config(RetryConfig::disabled()));
        once.send().await.map(drop).map_err(|error| fault(Call::SwapEnvironmentCNAMEs, &error))
    }
}
